import type { Case } from '@storstad/contract';
import type { DeskClient } from '../desk-client.js';
import type { Network } from '../network.js';
import { addDays } from '../stockholm-time.js';

/** Who plays which part. */
export const cast = {
  homeWorker: 'social-worker@stockholm/JARVA',
  homeLiaison: 'police-liaison@stockholm',
  homeAdministrator: 'administrator@stockholm',
  receivingWorker: 'social-worker@malmo/ASN',
  receivingLiaison: 'police-liaison@malmo',
  receivingAdministrator: 'administrator@malmo',
} as const;

/** The days of the story, counted from today. */
export const days = { beginning: -101, arrival: -100, meeting: -72, departure: -1, today: 0 } as const;

/** How far the job has come, kept in a file so that a second start goes on with it. */
export interface Progress {
  /** The civil date that the story takes for today: that of the first start. */
  readonly today: string;
  /** The index of the next step. */
  next: number;
  readonly ids: { caseId?: string; placementAgreementId?: string; statementId?: string };
}

/** The job while it is played. */
export class Job {
  constructor(
    readonly network: Network,
    readonly progress: Progress,
  ) {}

  get desk(): DeskClient {
    return this.network.desk;
  }

  /** A day of the story, counted from today. */
  day(fromToday: number): string {
    return addDays(this.progress.today, fromToday);
  }

  /** The path parameter of the job's case. */
  get caseParams(): { caseId: string } {
    return { caseId: this.id('caseId') };
  }

  /** The id that an earlier step has kept. */
  id(name: keyof Progress['ids']): string {
    const id = this.progress.ids[name];
    if (id === undefined) throw new Error(`The job has no ${name} yet; npm start -- --fresh begins anew`);
    return id;
  }

  /** The case as Stockholm has it. */
  caseAtHome(): Promise<Case> {
    return this.desk.must(cast.homeWorker, 'getCase', { params: this.caseParams });
  }

  /** The case as Malmö has it. */
  caseReceived(): Promise<Case> {
    return this.desk.must(cast.receivingWorker, 'getCase', { params: this.caseParams });
  }
}
