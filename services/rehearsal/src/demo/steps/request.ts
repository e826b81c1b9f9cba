import type {
  AskForCompletion,
  AssessThreat,
  CloseCase,
  CompletionAnswer,
  OpenCase,
  PersonalDetails,
  ProposePlacementAgreement,
  RefuseReferral,
  WithdrawReferral,
} from '@storstad/contract';
import { type DemoCase, homeLiaison, homeWorker, receivingLiaison, receivingWorker } from '../demo-case.js';
import { type Happening, on, type Step } from '../story.js';

type CaseStep = Step<DemoCase>;

const usualIntake = {
  kind: 'defector',
  bornOn: '1999-05-20',
  motivated: true,
  relocationNeeded: true,
  relocationReason: 'threat-at-home',
  responsibleForMinors: false,
  needs: { services: ['support-talks', 'occupation'], housingForm: 'own-flat' },
} as const satisfies Partial<OpenCase>;

/** The home unit opens the case; what is given differs from the usual. */
export function opens(intake: Partial<OpenCase> = {}): CaseStep {
  return async (told) => {
    const { id } = await told.ask(homeWorker, 'openCase', {
      ...usualIntake,
      unit: told.unit('home'),
      ...intake,
    });
    told.keep('case', id);
  };
}

/** Who the person is. */
export function describes(supportDescription: string, details: PersonalDetails = {}): CaseStep {
  return (told) =>
    told.ask(homeWorker, 'recordPersonalDetails', {
      name: told.cast.person,
      languages: ['svenska'],
      supportDescription,
      ...details,
    });
}

/** The three consents. The one to the other city may run out on a day, counted from today. */
export function consents({ runsOut }: { runsOut?: number } = {}): CaseStep {
  return async (told) => {
    const givenOn = told.today;
    const validUntil = runsOut === undefined ? {} : { validUntil: told.demo.day(runsOut) };
    await told.ask(homeWorker, 'giveConsent', { type: 'police', givenOn });
    const municipality = await told.ask(homeWorker, 'giveConsent', {
      type: 'municipality',
      givenOn,
      ...validUntil,
      cities: [told.city('receiving')],
      categories: ['needs', 'threat', 'identity', 'contact', 'occupation'],
      purposes: ['assessment', 'support'],
    });
    told.keep('consent', municipality.id);
    await told.ask(homeWorker, 'giveConsent', { type: 'services', givenOn });
  };
}

/** The person takes back the consent to the other city. */
export const consentWithdrawn: CaseStep = (told) =>
  told.ask(homeWorker, 'withdrawConsent', undefined, { consentId: told.kept('consent') });

/** The police's assessment. */
export function threat(assessment: Partial<AssessThreat> = {}): CaseStep {
  return (told) =>
    told.ask(homeLiaison, 'assessThreat', {
      level: 'low',
      confirmed: true,
      lethalViolenceRisk: false,
      activeProtectionNeeded: false,
      evidencePerson: 'no',
      admitsInvolvement: false,
      assessedOn: told.today,
      ...assessment,
    });
}

/** The police's decision on help in the other city. */
export function police(decision: 'approved' | 'refused'): CaseStep {
  return (told) =>
    told.ask(homeLiaison, 'decideApproval', {
      decision,
      city: told.city('receiving'),
      policeReference: `REHEARSAL-${told.cast.person.slice(-1)}`,
    });
}

/** The home city's investigation is done. */
export const investigated: CaseStep = (told) =>
  told.ask(homeWorker, 'recordFollowUp', { kind: 'investigation', on: told.today });

/** The other city is asked. */
export const sends: CaseStep = (told) =>
  told.ask(homeWorker, 'sendReferral', { city: told.city('receiving') });

/** The home city takes its request back. */
export function withdraws(reason: WithdrawReferral['reason']): CaseStep {
  return async (told) => {
    const { referrals } = await told.ask(homeWorker, 'getCase');
    const referralId = referrals.at(-1)?.id ?? '';
    await told.ask(homeWorker, 'withdrawReferral', { reason }, { referralId });
  };
}

/** Somebody takes on the case, on one side or the other. */
export const assignedAtHome: CaseStep = (told) => told.ask(homeWorker, 'assignCase', {});
export const assignedThere: CaseStep = (told) => told.ask(receivingWorker, 'assignCase', {});

/** The receiving city's liaison on the place. */
export function place(verdict: 'clear' | 'unsuitable'): CaseStep {
  return (told) => told.ask(receivingLiaison, 'clearPlace', { verdict });
}

/** The receiving city says yes. */
export const accepts: CaseStep = (told) =>
  told.ask(receivingWorker, 'acceptReferral', { unit: told.unit('receiving') });

/** The receiving city says no. */
export function rejects(code: RefuseReferral['code']): CaseStep {
  return (told) => told.ask(receivingWorker, 'rejectReferral', { code });
}

/** The receiving city hears who the person is. */
export const discloses: CaseStep = (told) => told.ask(homeWorker, 'disclosePersonalDetails');

/** The receiving city asks for something it needs to know. */
export function asks(question: AskForCompletion): CaseStep {
  return async (told) => {
    await told.ask(receivingWorker, 'askForCompletion', question);
  };
}

/** The home city answers the question that waits. */
export function answers(answer: CompletionAnswer): CaseStep {
  return async (told) => {
    const { questions } = await told.ask(homeWorker, 'getCase');
    const questionId = questions.find((question) => question.answeredAt === null)?.id ?? '';
    await told.ask(homeWorker, 'giveCompletion', { answer }, { questionId });
  };
}

/** The terms of a stay; its days are counted from today. */
export interface Terms {
  readonly arrival: number;
  readonly end: number;
  readonly services: ProposePlacementAgreement['services'];
  readonly housingForm?: ProposePlacementAgreement['housingForm'];
}

/** The receiving city proposes the placement agreement. */
export function proposes({ arrival, end, services, housingForm = 'own-flat' }: Terms): CaseStep {
  return async (told) => {
    const { id } = await told.ask(receivingWorker, 'proposePlacementAgreement', {
      startsOn: told.demo.day(arrival),
      endsOn: told.demo.day(end),
      housingForm,
      contactPerson: 'Behandlare, öppenvården',
      standIn: 'Samordnare, öppenvården',
      implementationPlanOn: told.today,
      services,
    });
    told.keep('placement agreement', id);
  };
}

/** The home city signs it. */
export const signs: CaseStep = (told) =>
  told.ask(homeWorker, 'signPlacementAgreement', undefined, {
    placementAgreementId: told.kept('placement agreement'),
  });

/** The home city opens a case in which the person moves on to another unit; the story goes on with it. */
export function opensOnward(receiving: string): CaseStep {
  return async (told) => {
    const { id } = await told.ask(homeWorker, 'openOnwardCase', { reason: 'services' });
    told.moveOn(id, receiving);
  };
}

/** The home city closes the case. */
export function closes(closing: CloseCase): CaseStep {
  return (told) => told.ask(homeWorker, 'closeCase', closing);
}

/** From the first conversation to the request on a day, at a usual pace. */
export function asked(
  day: number,
  supportDescription: string,
  { intake, runsOut }: { intake?: Partial<OpenCase>; runsOut?: number } = {},
): Happening<DemoCase>[] {
  return [
    on(day - 9, opens(intake), assignedAtHome, describes(supportDescription)),
    on(day - 8, consents(runsOut === undefined ? {} : { runsOut })),
    on(day - 6, threat()),
    on(day - 1, police('approved'), investigated),
    on(day, sends),
  ];
}

/** The other city says yes three days after the request, and the agreement on the stay is signed by both. */
export function placed(requestDay: number, terms: Terms): Happening<DemoCase>[] {
  return [
    on(requestDay + 2, place('clear')),
    on(requestDay + 3, accepts, assignedThere, discloses),
    on(requestDay + 5, proposes(terms)),
    on(requestDay + 6, signs),
  ];
}
