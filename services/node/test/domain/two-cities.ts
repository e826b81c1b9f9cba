import type { Quota } from '@storstad/contract';
import { addDays } from '../../src/domain/calendar.js';
import type { Case } from '../../src/domain/case.js';
import * as file from '../../src/domain/case-file.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { decidePostCostLine, type LedgerFacts } from '../../src/domain/cost-line.js';
import type { Decided } from '../../src/domain/event.js';
import * as placing from '../../src/domain/placement.js';
import { decideOnAcceptance, decideOnRefusal } from '../../src/domain/receipt.js';
import * as reception from '../../src/domain/reception.js';
import * as asking from '../../src/domain/referral.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import type { CaseId } from '../../src/domain/values.js';
import { approval, consent, lowThreat, opened } from './cases.js';
import { day, id, malmo, said, stockholm, version } from './support.js';
import { hear, TestCity } from './test-city.js';

type Step = (theCase: Case, around: Circumstances, newId: string, facts: LedgerFacts) => Decided | Refusal;
const otherOf = ({ city }: Circumstances) => (city === stockholm ? malmo : stockholm);
const latest = (of: readonly { id: string }[]) => of.at(-1)?.id ?? 'none';
const decidedBy = (c: Case) => (c.side === 'home' ? c : { consents: [], approvals: [] });
const approvalOf = (decision: 'approved' | 'refused', around: Circumstances) => ({
  decision,
  city: otherOf(around),
  policeReference: 'K-1-25',
});
const municipality = (newId: string, around: Circumstances) =>
  consent('municipality', { id: id(newId), cities: [otherOf(around)], givenOn: around.today });
const housing = { service: 'housing', dayRateOre: 90_000, bearer: 'home' } as const;
const closing = {
  reason: 'goals-reached',
  outcome: { goalAttainment: 'fully', longTermHousing: 'yes' },
  fallback: { form: 'support-at-home', startsOn: '2025-03-04' },
} as const;
const firstDay = (c: Case) => c.stay?.arrivedOn ?? day('2025-01-01');

/** All that people can do to a case, in its home city. */
export const homeSteps = {
  consent: (c, around, newId) => file.decideGiveConsent(c, municipality(newId, around), around),
  withdrawConsent: (c, around) => file.decideWithdrawConsent(c, id(latest(decidedBy(c).consents)), around),
  approve: (c, around, newId) =>
    file.decidePoliceApproval(c, id(newId), approvalOf('approved', around), around),
  refuse: (c, around, newId) =>
    file.decidePoliceApproval(c, id(newId), approvalOf('refused', around), around),
  withdrawApproval: (c) => file.decideWithdrawApproval(c, id(latest(decidedBy(c).approvals))),
  ask: (c, around, newId) => asking.decideSendReferral(c, { city: otherOf(around), id: id(newId) }, around),
  withdraw: (c) => asking.decideWithdrawReferral(c, id(latest(c.referrals)), 'other-solution'),
  disclose: (c, around) => asking.decideDisclose(c, around),
  sign: (c, around) =>
    placing.decideSignPlacementAgreement(c, id(c.placementAgreement?.document.id ?? ''), around),
  close: (c, around) => placing.decideCloseCase(c, closing, around),
} satisfies Record<string, Step>;

/** And in the city that is asked. */
export const receivingSteps = {
  clear: (c) => reception.decideClearPlace(c, 'clear'),
  accept: (c, around) => reception.decideAcceptReferral(c, id(around.city === malmo ? 'ASN' : 'SN'), around),
  reject: (c) => reception.decideRejectReferral(c, 'CAPACITY'),
  propose: (c, around, newId) =>
    placing.decideProposePlacementAgreement(
      c,
      id(newId),
      { startsOn: around.today, services: [housing] },
      around,
    ),
  arrive: (c, around) => placing.decideArrival(c, around.today, around),
  depart: (c, around) => placing.decideDeparture(c, around.today, around),
  charge: (c, around, newId, facts) => {
    const from = addDays(firstDay(c), facts.linesOfService.length);
    return decidePostCostLine(
      c,
      id(newId),
      { service: 'housing', from, until: addDays(from, 1) },
      facts,
      around,
    );
  },
} satisfies Record<string, Step>;

export type StepName = keyof typeof homeSteps | keyof typeof receivingSteps;

/** Stockholm and Malmö from 30 December 2024, with two cases each, for which all is ready to ask the other. */
export class World {
  today = day('2024-12-30');
  readonly stockholm: TestCity;
  readonly malmo: TestCity;
  readonly cities: readonly [TestCity, TestCity];
  readonly caseIds = ['case-s1', 'case-s2', 'case-m1', 'case-m2'].map((name) => id<CaseId>(name));
  #ids = 0;

  constructor(quota: Partial<Quota> = {}) {
    const versions = [version('2024', { quota }), version('2025', { quota })];
    this.stockholm = new TestCity(stockholm, versions);
    this.malmo = new TestCity(malmo, versions);
    this.cities = [this.stockholm, this.malmo];
    for (const caseId of this.caseIds) this.#open(caseId);
  }

  #open(caseId: CaseId): void {
    const home = this.homeOf(caseId);
    const here = home.around(this.today);
    const unit = id<typeof opened.unit>(home === this.stockholm ? 'JARVA' : 'ASN');
    const consents = (['police', 'services'] as const).map((type) => consent(type, { givenOn: here.today }));
    const given = approval({ city: otherOf(here) });
    home.carryOut(
      {
        events: [
          { ...opened, caseId, unit },
          { type: 'personal-details-recorded', caseId, sealed: { details: { supportDescription: 'x' } } },
          ...[...consents, municipality('first', here)].map(
            (c) => ({ type: 'consent-given', caseId, consentId: c.id, sealed: { consent: c } }) as const,
          ),
          { type: 'threat-assessed', caseId, sealed: { threat: lowThreat } },
          { type: 'approval-decided', caseId, approvalId: given.id, sealed: { approval: given } },
        ],
        messages: [],
      },
      this.today,
    );
  }

  homeOf = (caseId: CaseId): TestCity => (caseId.startsWith('case-s') ? this.stockholm : this.malmo);
  receivingOf = (caseId: CaseId): TestCity => (caseId.startsWith('case-s') ? this.malmo : this.stockholm);

  /** Somebody does a step; answers with what came of it. */
  act(name: StepName, caseId: CaseId): string | undefined {
    const city = name in homeSteps ? this.homeOf(caseId) : this.receivingOf(caseId);
    const step: Step = { ...homeSteps, ...receivingSteps }[name];
    const theCase = city.cases.get(caseId);
    if (!theCase) return undefined;
    this.#ids += 1;
    const newId = `id-${this.#ids}`;
    const outcome = step(theCase, city.around(this.today), newId, city.ledgerFacts(caseId, 'housing'));
    city.carryOut(outcome, this.today);
    return said(outcome);
  }

  /** Does several steps, each of which must succeed, and delivers everything after each. */
  play(caseId: CaseId, ...steps: StepName[]): void {
    for (const step of steps) {
      const outcome = this.act(step, caseId);
      if (outcome === undefined || /^[A-Z]/.test(outcome)) throw new Error(`${step}: ${outcome}`);
      this.deliverAll();
    }
  }

  /**
   * Brings the oldest letter of a thread to the other city, which decides on it the first time and gives the same receipt
   * ever after. When the receipt is lost the letter stays, to be brought again.
   */
  deliver(from: TestCity, thread: string, receiptIsLost = false): void {
    const { today } = this;
    const to = from === this.stockholm ? this.malmo : this.stockholm;
    const [letter, ...rest] = from.outbox.get(thread) ?? [];
    if (!letter) return;
    if (letter.receipt === undefined) {
      const outcome = hear(to, from.name, letter.message, today);
      to.carryOut(outcome, today);
      letter.receipt = isRefusal(outcome) ? outcome.refusal : null;
    }
    if (receiptIsLost) return;
    from.outbox.set(thread, rest);
    const { type, subject } = letter.message;
    const delivered = { type, subject, theCase: from.cases.get(thread.slice('cases/'.length) as CaseId) };
    const follows =
      letter.receipt === null
        ? decideOnAcceptance(delivered, from.lines.get(subject)?.line)
        : decideOnRefusal(delivered, letter.receipt, from.around(today));
    from.carryOut(follows, today);
  }

  /** Delivers everything until nothing is on its way. */
  deliverAll(): void {
    for (let rounds = 0; rounds < 100; rounds++) {
      const waiting = this.cities.flatMap((from) =>
        [...from.outbox].filter(([, letters]) => letters.length > 0).map(([thread]) => ({ from, thread })),
      );
      if (waiting.length === 0) return;
      for (const { from, thread } of waiting) this.deliver(from, thread);
    }
    throw new Error('The cities do not stop writing to each other');
  }
}
