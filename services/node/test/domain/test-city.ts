import { ledgerFacts, statementFacts } from '../../src/commands/ledger-facts.js';
import { civilDateOf } from '../../src/domain/calendar.js';
import { type Case, otherCity } from '../../src/domain/case.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import type { Decided, OutgoingMessage } from '../../src/domain/event.js';
import type { LedgerEntry, LedgerFacts } from '../../src/domain/ledger.js';
import type { LedgerEvent, StatementEvent } from '../../src/domain/money-event.js';
import type { Direction, QuotaUse } from '../../src/domain/quota.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import type { StatementFacts, StatementPeriod } from '../../src/domain/statement.js';
import type { AgreementId, CaseId, City, Instant } from '../../src/domain/values.js';
import { applyEvent, type StateTables } from '../../src/store/apply-event.js';
import { countChanges } from '../../src/store/changes.js';
import { openStore, type Store } from '../../src/store/store.js';
import { around } from './support.js';

/** A city that keeps its state in memory. The rules, the events and what they change are the real ones. */

interface Place {
  readonly agreement: string;
  readonly direction: Direction;
  readonly number: number;
  readonly caseId: CaseId;
}

interface Letter {
  readonly message: OutgoingMessage;
  /** What the other city answered, once it has it: a refusal or null. */
  receipt?: Refusal | null;
}

export class TestCity {
  readonly cases = new Map<CaseId, Case>();
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
    changes: countChanges(),
    ledger: { apply: (event: LedgerEvent) => this.ledger.apply(event) },
    statements: { apply: (event: StatementEvent) => this.statements.apply(event) },
  } as unknown as StateTables;
  #store: Store | undefined;

  constructor(
    readonly name: City,
    readonly versions: Circumstances['versions'],
  ) {}

  /** The real one, in memory: opened when there is first something to write in it. */
  get store(): Store {
    this.#store ??= openStore(':memory:', this.name, () => '');
    return this.#store;
  }

  get ledger() {
    return this.store.ledger;
  }

  get statements() {
    return this.store.statements;
  }

  get lines(): LedgerEntry[] {
    return [...this.cases.keys()].flatMap((caseId) => this.#store?.ledger.linesOfCase(caseId) ?? []);
  }

  close(): void {
    this.#store?.close();
  }

  around(now: Instant): Circumstances {
    const { name: city, versions } = this;
    const quotaUse = (agreement: AgreementId) => this.#use(agreement);
    const caseOf = (caseId: CaseId) => this.cases.get(caseId);
    return around({ city, versions, now, today: civilDateOf(now), quotaUse, caseOf });
  }

  /** Carries out what was decided; nothing when it was refused. */
  carryOut(outcome: Decided | Refusal, now: Instant): void {
    if (isRefusal(outcome)) return;
    for (const event of outcome.events) applyEvent(this.#tables, event, now);
    for (const message of outcome.messages) {
      const { thread } = message;
      this.outbox.set(thread, [...(this.outbox.get(thread) ?? []), { message }]);
    }
  }

  ledgerFacts = (theCase: Case): LedgerFacts =>
    ledgerFacts(this, theCase.id, otherCity(theCase) ?? this.name, theCase.agreement);

  statementFacts = (other: City, period: StatementPeriod): StatementFacts =>
    statementFacts(this, other, period);

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
