import type { MessageType, PostedCostLine, SealedContent } from '@storstad/contract';
import type { Case } from '../../src/domain/case.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { decideReceiveCostLine, type LedgerFacts } from '../../src/domain/cost-line.js';
import type { Decided, LedgerEvent, OutgoingMessage } from '../../src/domain/event.js';
import * as placing from '../../src/domain/placement.js';
import type { Direction, QuotaUse } from '../../src/domain/quota.js';
import * as reception from '../../src/domain/reception.js';
import * as asking from '../../src/domain/referral.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import type { AgreementId, CaseId, City } from '../../src/domain/values.js';
import { applyEvent, type StateTables } from '../../src/store/apply-event.js';
import { around, day } from './support.js';

/** A city that keeps its state in memory. The rules, the events and what they change are the real ones. */

interface Place {
  readonly agreement: string;
  readonly direction: Direction;
  readonly number: number;
  readonly caseId: CaseId;
}

interface Letter {
  readonly message: OutgoingMessage;
  /** What the other city answered, once it has it: a refusal's code or null. */
  receipt?: string | null;
}

export class TestCity {
  readonly cases = new Map<CaseId, Case>();
  readonly lines = new Map<string, PostedCostLine>();
  places: Place[] = [];
  /** By thread, the oldest first: one goes out when the one before has its receipt. */
  readonly outbox = new Map<string, Letter[]>();
  readonly #tables = {
    cases: {
      find: (id: CaseId) => this.cases.get(id),
      save: (theCase: Case) => this.cases.set(theCase.id, theCase),
    },
    slots: {
      take: (
        { agreement, number }: { agreement: string; number: number },
        direction: Direction,
        caseId: CaseId,
      ) => {
        if (
          this.places.some(
            (p) => p.agreement === agreement && p.direction === direction && p.number === number,
          )
        )
          throw new Error(`Place ${number} of ${agreement} is taken twice in ${this.name}`);
        this.places.push({ agreement, direction, number, caseId });
      },
      free: (caseId: CaseId, direction: Direction) => {
        this.places = this.places.filter((place) => place.caseId !== caseId || place.direction !== direction);
      },
    },
    ledger: { apply: (event: LedgerEvent) => this.#applyToLedger(event) },
  } as unknown as StateTables;

  constructor(
    readonly name: City,
    readonly versions: Circumstances['versions'],
  ) {}

  around(today: string): Circumstances {
    const now = `${today}T11:00:00.000Z` as Circumstances['now'];
    const { name: city, versions } = this;
    return around({ city, versions, now, today: day(today), quotaUse: (agreement) => this.#use(agreement) });
  }

  /** Carries out what was decided; nothing when it was refused. */
  carryOut(outcome: Decided | Refusal, today: string): void {
    if (isRefusal(outcome)) return;
    for (const event of outcome.events) applyEvent(this.#tables, event, this.around(today).now);
    for (const message of outcome.messages) {
      const { thread } = message;
      this.outbox.set(thread, [...(this.outbox.get(thread) ?? []), { message }]);
    }
  }

  ledgerFacts = (caseId: CaseId, service: string): LedgerFacts => ({
    linesOfService: [...this.lines.values()]
      .filter(({ line, state }) => line.caseId === caseId && line.service === service && state !== 'refused')
      .map(({ line }) => line),
    openFrom: null,
  });

  #applyToLedger(event: LedgerEvent) {
    if (event.type === 'cost-line-refused') {
      const refused = this.lines.get(event.lineId);
      if (refused) this.lines.set(event.lineId, { ...refused, state: 'refused', refusalCode: event.code });
    } else {
      const state = event.type === 'cost-line-sent' ? 'sent' : 'posted';
      this.lines.set(event.line.id, { line: event.line, state, refusalCode: null });
    }
  }

  #use(agreement: AgreementId): QuotaUse {
    const of = (direction: Direction) => {
      const taken = this.places.filter((p) => p.agreement === agreement && p.direction === direction);
      let firstFree = 1;
      while (taken.some((place) => place.number === firstFree)) firstFree += 1;
      return { used: taken.length, firstFree };
    };
    return { sent: of('sent'), received: of('received') };
  }
}

/** The document under a signature of `support.ts`. */
const signedText = (payload: string) => JSON.parse(Buffer.from(payload, 'base64url').toString());

/** What a city's rules say to a message. */
export function hear(city: TestCity, from: City, message: OutgoingMessage, today: string): Decided | Refusal {
  const surroundings = city.around(today);
  const caseId = message.thread.slice('cases/'.length) as CaseId;
  const theCase = city.cases.get(caseId);
  const content = <T extends MessageType>(_: T) => message.content as SealedContent<T>;
  const { type } = message;
  if (type === 'referral-requested')
    return reception.decideReceiveReferral(theCase, caseId, from, content(type), surroundings);
  if (!theCase) return { refusal: 'NOT_FOUND', facts: {} };
  switch (type) {
    case 'referral-withdrawn':
      return reception.decideReferralWithdrawn(theCase, from, content(type));
    case 'referral-accepted':
      return asking.decideReferralAccepted(theCase, from, content(type), surroundings);
    case 'referral-rejected':
      return asking.decideReferralRejected(theCase, from, content(type));
    case 'personal-details-disclosed':
      return reception.decideReceiveDetails(theCase, from, content(type), []);
    case 'consent-withdrawn':
      return reception.decideConsentWithdrawn(theCase, from);
    case 'placement-agreement-proposed': {
      const { signed } = content(type);
      return placing.decideReceivePlacementAgreement(
        theCase,
        from,
        signedText(signed.payload),
        signed,
        surroundings,
      );
    }
    case 'placement-agreement-signed': {
      const { signed } = content(type);
      return placing.decideReceivePlacementSignature(theCase, from, signedText(signed.payload), signed);
    }
    case 'arrival-recorded':
      return placing.decideReceiveArrival(theCase, from, content(type));
    case 'departure-recorded':
      return placing.decideReceiveDeparture(theCase, from, content(type), surroundings);
    case 'cost-line-posted': {
      const { line } = content(type);
      return decideReceiveCostLine(theCase, from, line, city.ledgerFacts(caseId, line.service), surroundings);
    }
    case 'case-closed':
      return placing.decideReceiveClosure(theCase, from, content(type));
    default:
      throw new Error(`No case is spoken of in ${type}`);
  }
}
