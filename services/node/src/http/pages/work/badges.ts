import type { PageHandler } from '../page.js';
import { ask } from '../reader.js';

/** How many requests wait for an answer, for the badge in the menu. Asking does not keep the session alive: see `poll`. */
export const badges: PageHandler = async ({ reader }) => {
  const told = await ask(reader, 'countQueues');
  if (!told.ok) return told;
  const incoming = told.answer.queues.find(({ queue }) => queue === 'incoming');
  return { json: { incoming: incoming?.count ?? 0 } };
};
