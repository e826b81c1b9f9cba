import type { Delivery } from '@storstad/contract';
import type { City } from '../domain/values.js';
import type { DeskCommand } from './desk-command.js';

const shownAtMost = 1000;

/** What another city has not received yet, and what it has refused: both nodes agree, or they say so here. */
export const listDeliveries: DeskCommand<'listDeliveries'> = (node) => {
  const { messages } = node.store;
  const waiting = [...node.members.keys()].flatMap((city) =>
    messages.waiting(city as City, 0, shownAtMost).map((row): Delivery => {
      const { attempts, nextAttemptAt, lastProblem } = node.courier.state(row.messageId);
      return { ...delivery(row), state: 'waiting', attempts, nextAttemptAt, lastProblem };
    }),
  );
  const refused = messages.refused().map(
    (row): Delivery => ({
      ...delivery(row),
      state: 'refused',
      attempts: 1,
      nextAttemptAt: null,
      lastProblem: row.refusalCode,
    }),
  );
  return { deliveries: [...refused, ...waiting].slice(0, shownAtMost) };
};

const delivery = ({
  messageId,
  city,
  type,
  createdAt,
}: Pick<Delivery, 'messageId' | 'city' | 'type' | 'createdAt'>) => ({
  messageId,
  city,
  type,
  createdAt,
});
