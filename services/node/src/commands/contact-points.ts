import { decidePublishContactPoint } from '../domain/contact-point.js';
import type { Thread } from '../domain/values.js';
import { by, type DeskCommand } from './desk-command.js';
import { emergencyNumbers } from './views.js';

/** How to reach each city, and what it offers. */
export const listContactPoints: DeskCommand<'listContactPoints'> = (node) => ({
  contactPoints: node.store.contactPoints.all(),
  emergencyNumbers,
});

/** Publishes this city's contact point to all cities. */
export const publishContactPoint: DeskCommand<'publishContactPoint'> = (node, call) => {
  const thread: Thread = `contact-points/${node.city}`;
  return node.commit.decide(
    by(call, thread),
    (around) => decidePublishContactPoint(call.body, around),
    () => {
      const published = node.store.contactPoints.find(node.city);
      if (!published) throw new Error('The contact point is not there after it was published');
      return published;
    },
  );
};
