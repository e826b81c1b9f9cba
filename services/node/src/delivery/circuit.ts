import { retryDelay } from './retry-policy.js';

/**
 * Whether a peer is worth trying. Closed: messages flow. After three failures in a row that are the peer's or the
 * network's, not one message's, it is open: nothing is sent until the wait is over, and then one message alone tries the
 * way. Times are milliseconds of the machine's clock.
 */
export interface Circuit {
  readonly failures: number;
  readonly retryAt: number;
}

export const closedCircuit: Circuit = { failures: 0, retryAt: 0 };

const opensAfter = 3;

/** Whether nothing is sent until the wait is over. */
export const isOpen = (circuit: Circuit): boolean => circuit.failures >= opensAfter;

/** How many messages may be on their way at once. */
export function mayBeOnTheWay(circuit: Circuit, most: number, now: number): number {
  if (!isOpen(circuit)) return most;
  return now >= circuit.retryAt ? 1 : 0;
}

/** The circuit after the peer could not be reached. */
export const afterFailure = (circuit: Circuit, now: number, chance: number): Circuit => ({
  failures: circuit.failures + 1,
  retryAt: now + retryDelay(circuit.failures + 1, chance),
});
