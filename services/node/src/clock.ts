import type { Instant } from './domain/values.js';

/**
 * Two times. `now` is what the rules go by and what is recorded; only a node started for rehearsal can have it set.
 * `wall` is the machine's own, for signatures on requests, staff tokens and waiting times; it is never set.
 */
export interface Clock {
  now(): Instant;
  wall(): Date;
}

/** The machine's clock for both. */
export const machineClock: Clock = {
  now: () => new Date().toISOString() as Instant,
  wall: () => new Date(),
};

/** A clock for rehearsal: stands at an instant until it is set again, or follows the machine (`real`). */
export function settableClock(start: Instant | 'real'): Clock & { set(at: Instant | 'real'): void } {
  let standing = start;
  return {
    now: () => (standing === 'real' ? machineClock.now() : standing),
    wall: machineClock.wall,
    set(at) {
      standing = at;
    },
  };
}
