import type { Case } from '../domain/case.js';
import type { CaseEvent, DomainEvent } from '../domain/event.js';
import { evolveCase } from '../domain/evolve-case.js';
import type { Direction } from '../domain/quota.js';
import type { Instant } from '../domain/values.js';
import type { Slots } from './slots.js';
import type { Store } from './store.js';

/** The parts of the store that hold the state. */
export type StateTables = Pick<
  Store,
  | 'cases'
  | 'slots'
  | 'agreements'
  | 'contactPoints'
  | 'providers'
  | 'exclusions'
  | 'ledger'
  | 'statements'
  | 'invoices'
  | 'oversight'
  | 'changes'
>;

/** Writes what an event changes in the state. All state comes from here, so the journal's events can make it again. */
export function applyEvent(tables: StateTables, event: DomainEvent, at: Instant): void {
  tables.changes.note(event);
  switch (event.type) {
    case 'agreement-proposed':
    case 'agreement-approved':
      tables.agreements.apply(event);
      return;
    case 'contact-point-published':
      tables.contactPoints.apply(event);
      return;
    case 'provider-registered':
    case 'licence-checked':
    case 'provider-decided':
      tables.providers.apply(event);
      return;
    case 'exclusion-published':
      tables.exclusions.apply(event);
      return;
    case 'invoice-recorded':
    case 'invoice-charged':
    case 'sample-drawn':
      tables.invoices.apply(event);
      return;
    case 'cost-line-sent':
    case 'cost-line-posted':
    case 'cost-line-refused':
    case 'cost-line-questioned':
    case 'cost-line-booked':
      tables.ledger.apply(event);
      return;
    case 'statement-proposed':
    case 'statement-signed':
    case 'statement-refused':
    case 'statement-declined':
    case 'statement-shared':
      tables.statements.apply(event);
      return;
    case 'reading-reason-given':
    case 'readings-reviewed':
    case 'logged-in':
    case 'delivery-acknowledged':
      tables.oversight.apply(event, at);
      return;
    default:
      applyCaseEvent(tables, event, at);
      return;
  }
}

function applyCaseEvent(tables: StateTables, event: CaseEvent, at: Instant): void {
  const before = tables.cases.find(event.caseId);
  const after = evolveCase(before, event, at);
  movePlaces(tables.slots, after.side, event);
  tables.cases.save(after, at);
}

/** The places follow the case: taken with a request or an acceptance, freed with its end. */
export function movePlaces(slots: Slots, side: Case['side'], event: CaseEvent): void {
  const direction: Direction = side === 'home' ? 'sent' : 'received';
  switch (event.type) {
    case 'referral-requested':
      if (event.place === 'shared') return;
      slots.take(event.slot, direction, event.caseId);
      return;
    case 'referral-accepted':
      if (event.place === 'shared') return;
      slots.free(event.caseId, direction);
      slots.take(event.slot, direction, event.caseId);
      return;
    case 'referral-rejected':
    case 'referral-cancelled':
      slots.free(event.caseId, direction);
      return;
    case 'departure-recorded':
    case 'onward-move-ended':
      if (event.freesPlace) slots.free(event.placeOf ?? event.caseId, direction);
      return;
    default:
      return;
  }
}
