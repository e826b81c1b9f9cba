import { addDays, stockholmInstant } from '../stockholm-time.js';
import { concludeExtensions, concludeHistory } from './agreements.js';
import { proposeStatement, signStatement, verifyBalance } from './balance.js';
import { publishContactPoints } from './contact-points.js';
import { days, type Job, type Progress } from './job.js';
import { writeProgress } from './progress-file.js';
import * as request from './request.js';
import * as stay from './stay.js';

interface Step {
  /** The day of the story, counted from today; today the clocks run with the machine's. */
  readonly day: number;
  /** Does the step, if it is not done yet, and tells what happened. */
  readonly play: (job: Job) => Promise<string>;
}

/** A referral goes from Stockholm to Malmö and comes back balanced. */
const steps: readonly Step[] = [
  { day: days.beginning, play: concludeHistory },
  { day: days.beginning, play: concludeExtensions },
  { day: days.beginning, play: publishContactPoints },
  { day: days.beginning, play: request.openCase },
  { day: days.beginning, play: request.recordDetails },
  { day: days.beginning, play: request.recordConsents },
  { day: days.beginning, play: request.assessThreat },
  { day: days.beginning, play: request.approve },
  { day: days.beginning, play: request.sendReferral },
  { day: days.beginning, play: request.clearPlace },
  { day: days.beginning, play: request.accept },
  { day: days.beginning, play: request.disclose },
  { day: days.beginning, play: stay.proposePlacement },
  { day: days.beginning, play: stay.signPlacement },
  { day: days.arrival, play: stay.arrive },
  { day: days.meeting, play: stay.meet },
  { day: days.departure, play: stay.depart },
  { day: days.departure, play: stay.postCost },
  { day: days.departure, play: stay.close },
  { day: days.today, play: proposeStatement },
  { day: days.today, play: signStatement },
  { day: days.today, play: verifyBalance },
];

/** What the cities' clocks must show when the job is gone on with. */
export function clockOf(progress: Progress): Date | 'real' {
  const step = steps[progress.next];
  return step && step.day < days.today
    ? stockholmInstant(addDays(progress.today, step.day), '09:00')
    : 'real';
}

/** Plays what is left of the job and tells each step, or verifies it again when nothing is left. */
export async function playMainJob(job: Job, file: string, tell: (line: string) => void): Promise<void> {
  const { progress } = job;
  if (progress.next >= steps.length) return verifyAgain(job, tell);
  for (const step of steps.slice(progress.next)) {
    await job.network.setClock(clockOf(progress));
    tell(`${job.day(step.day)}  ${await step.play(job)}`);
    progress.next += 1;
    await writeProgress(file, progress);
  }
}

async function verifyAgain(job: Job, tell: (line: string) => void): Promise<void> {
  tell(`The main job was played on ${job.progress.today}; npm start -- --fresh begins anew.`);
  tell(await verifyBalance(job));
}
