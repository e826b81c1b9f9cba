import type { Quota } from '@storstad/contract';
import type { Case } from '../../src/domain/case.js';
import type { OutgoingMessage } from '../../src/domain/event.js';
import { type Delivered, decideOnAcceptance, decideOnRefusal } from '../../src/domain/receipt.js';
import { isRefusal } from '../../src/domain/refusal.js';
import type { CaseId, City, CivilDate, CostLineId, Instant } from '../../src/domain/values.js';
import { approval, consent, lowThreat, opened } from './cases.js';
import { hear } from './hear.js';
import { allSteps, homeSteps, municipality, otherOf, receivingSteps, type StepName } from './steps.js';
import { day, id, malmo, said, stockholm, version } from './support.js';
import { TestCity } from './test-city.js';

export type Side = Case['side'];

/** Stockholm and Malmö from 30 December 2024, with two cases each, for which all is ready to ask the other. */
export class World {
  today: CivilDate = day('2024-12-30');
  readonly stockholm: TestCity;
  readonly malmo: TestCity;
  readonly cities: readonly [TestCity, TestCity];
  readonly caseIds = ['case-s1', 'case-s2', 'case-m1', 'case-m2'].map((name) => id<CaseId>(name));
  /** Every letter that got a receipt: what was said, and the refusal's code or null. */
  readonly heard: { from: City; message: OutgoingMessage; receipt: string | null }[] = [];
  #ids = 0;
  #ticks = 0;

  constructor(quota: Partial<Quota> = {}) {
    const versions = [version('2024', { quota }), version('2025', { quota })];
    this.stockholm = new TestCity(stockholm, versions);
    this.malmo = new TestCity(malmo, versions);
    this.cities = [this.stockholm, this.malmo];
    for (const caseId of this.caseIds) this.#open(caseId);
  }

  /** A moment of the day, later than every moment before. */
  now(): Instant {
    this.#ticks += 1;
    return new Date(Date.parse(`${this.today}T06:00:00.000Z`) + this.#ticks).toISOString() as Instant;
  }

  newId(): string {
    this.#ids += 1;
    return `id-${String(this.#ids).padStart(4, '0')}`;
  }

  #open(caseId: CaseId): void {
    const home = this.homeOf(caseId);
    const now = this.now();
    const here = home.around(now);
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
      now,
    );
  }

  homeOf = (caseId: CaseId): TestCity => (caseId.startsWith('case-s') ? this.stockholm : this.malmo);
  receivingOf = (caseId: CaseId): TestCity => (caseId.startsWith('case-s') ? this.malmo : this.stockholm);
  sideOf = (side: Side, caseId: CaseId): TestCity =>
    side === 'home' ? this.homeOf(caseId) : this.receivingOf(caseId);
  pairOf = (caseId: CaseId): [home: Case | undefined, receiving: Case | undefined] => [
    this.homeOf(caseId).cases.get(caseId),
    this.receivingOf(caseId).cases.get(caseId),
  ];

  /** Somebody does a step; answers with what came of it. A step of either side is done on the side that is given. */
  act(name: StepName, caseId: CaseId, side: Side = 'receiving'): string | undefined {
    const where = name in homeSteps ? 'home' : name in receivingSteps ? 'receiving' : side;
    const city = this.sideOf(where, caseId);
    const theCase = city.cases.get(caseId);
    if (!theCase) return undefined;
    const now = this.now();
    const facts = () => city.ledgerFacts(theCase);
    const outcome = allSteps[name](theCase, city.around(now), this.newId(), facts);
    city.carryOut(outcome, now);
    return said(outcome);
  }

  /** Does several steps, each of which must succeed, and delivers everything after each. */
  play(caseId: CaseId, ...steps: StepName[]): void {
    for (const step of steps) {
      this.must(step, caseId);
      this.deliverAll();
    }
  }

  /** Does a step that must succeed. */
  must(step: StepName, caseId: CaseId, side?: Side): void {
    const outcome = this.act(step, caseId, side);
    if (outcome === undefined || /^[A-Z]/.test(outcome)) throw new Error(`${step}: ${outcome}`);
  }

  /**
   * Brings the oldest letter of a thread to the other city, which decides on it the first time and gives the same receipt
   * ever after. When the receipt is lost the letter stays, to be brought again.
   */
  deliver(from: TestCity, thread: string, receiptIsLost = false): void {
    const now = this.now();
    const to = from === this.stockholm ? this.malmo : this.stockholm;
    const [letter, ...rest] = from.outbox.get(thread) ?? [];
    if (!letter) return;
    if (letter.message.to !== to.name) return void from.outbox.set(thread, rest);
    if (letter.receipt === undefined) {
      const outcome = hear(to, from.name, letter.message, now);
      to.carryOut(outcome, now);
      letter.receipt = isRefusal(outcome) ? outcome : null;
      const receipt = letter.receipt?.refusal ?? null;
      this.heard.push({ from: from.name, message: letter.message, receipt });
    }
    if (receiptIsLost) return;
    from.outbox.set(thread, rest);
    const delivered = deliveredBy(from, letter.message);
    const { receipt } = letter;
    const notice = receipt && { code: receipt.refusal, facts: receipt.facts };
    const follows = notice
      ? decideOnRefusal(delivered, notice, id(this.newId()), from.around(now))
      : decideOnAcceptance(delivered);
    from.carryOut(follows, now);
  }

  close(): void {
    for (const city of this.cities) city.close();
  }

  /** Delivers everything until nothing is on its way. */
  deliverAll(): void {
    for (let rounds = 0; rounds < 200; rounds++) {
      const waiting = this.cities.flatMap((from) =>
        [...from.outbox].filter(([, letters]) => letters.length > 0).map(([thread]) => ({ from, thread })),
      );
      if (waiting.length === 0) return;
      for (const { from, thread } of waiting) this.deliver(from, thread);
    }
    throw new Error('The cities do not stop writing to each other');
  }
}

/** As commands/record-receipt.ts. */
function deliveredBy(from: TestCity, { type, subject, thread }: OutgoingMessage): Delivered {
  const ofLine = ['cost-line-posted', 'cost-line-disputed', 'dispute-settled'].includes(type);
  const entry = ofLine ? from.ledger.find(subject as CostLineId) : undefined;
  const reversed = entry?.line.reverses as CostLineId | null | undefined;
  return {
    type,
    subject,
    theCase: from.cases.get(thread.slice('cases/'.length) as CaseId),
    entry,
    counterpart:
      entry && (reversed ? from.ledger.find(reversed) : from.ledger.reversalOf(entry.line.id as CostLineId)),
  };
}
