import type { Queue } from '@storstad/contract';
import { ask, type Reader } from '../reader.js';

/** The queues that a list is chosen by, in the order in which they are shown; the closed cases last. */
export const queues = [
  'mine',
  'unassigned',
  'incoming',
  'waiting-for-police',
  'overdue',
  'urgent',
  'closed',
] as const satisfies readonly Queue[];

/** Tells a queue from any other text. */
export const isQueue = (text: string | null): text is Queue => queues.some((queue) => queue === text);

/** The address of a queue: requests that wait have a page of their own, where they are answered. */
export const queueHref = (queue: Queue): string =>
  queue === 'incoming' ? '/cases/incoming' : `/cases?queue=${queue}`;

/** How many cases each queue has; none where they cannot be had. */
export async function countQueues(reader: Reader): Promise<ReadonlyMap<Queue, number>> {
  const told = await ask(reader, 'countQueues');
  return new Map(told.ok ? told.answer.queues.map(({ queue, count }) => [queue, count]) : []);
}
