import { stockholmInstant } from '../stockholm-time.js';
import * as beforeRequest from './stories/before-request.js';
import * as earlierStays from './stories/earlier-stays.js';
import * as offices from './stories/offices.js';
import * as requests from './stories/requests.js';
import * as runningStays from './stories/running-stays.js';
import type { Demo, Happening, Story } from './story.js';

const stories: readonly Story[] = [earlierStays, runningStays, requests, beforeRequest, offices].flatMap(
  (chapter) => Object.values<Story>(chapter),
);

interface Scene extends Happening<void> {
  /** What the story is about, where this is its first day. */
  readonly tells: string | undefined;
}

/**
 * Plays the demo: some years of cases in all states, day after day, as staff would at the desks. Each story is told when
 * it begins. Rejects when a desk refuses anything.
 */
export async function playDemo(demo: Demo, tell: (line: string) => void): Promise<void> {
  for (const { day, steps, tells } of scenesOf(demo)) {
    await demo.network.setClock(day < 0 ? stockholmInstant(demo.day(day), '09:00') : 'real');
    if (tells) tell(`${demo.day(day)}  ${tells}`);
    for (const step of steps) {
      await step();
      await demo.network.deliver();
    }
  }
}

/** What all stories have, in the order of days; those of the same day in the order of the stories. */
function scenesOf(demo: Demo): Scene[] {
  const scenes = stories.flatMap(({ tells, happenings }) =>
    inOrder(happenings(demo)).map((happening, index) => ({
      ...happening,
      tells: index === 0 ? tells : undefined,
    })),
  );
  return inOrder(scenes);
}

function inOrder<T extends { readonly day: number }>(happenings: readonly T[]): T[] {
  return [...happenings].sort((one, other) => one.day - other.day);
}
