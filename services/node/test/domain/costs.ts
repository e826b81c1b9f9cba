import type { CostFacts, Dispute } from '../../src/domain/cost-facts.js';
import type { Decided } from '../../src/domain/event.js';
import type { Refusal } from '../../src/domain/refusal.js';
import { said } from './support.js';

/** What a case holds of money: nothing, with changes. */
export const costs = (changes: Partial<CostFacts> = {}): { readonly costs: CostFacts } => ({
  costs: {
    leaves: [],
    externalServices: [],
    upkeepPayments: [],
    disputes: {},
    grants: [],
    alternative: null,
    ...changes,
  },
});

/** A question about line-1, which keeps it out of statements. */
export const dispute = (changes: Partial<Dispute> = {}): Dispute => ({
  id: 'dispute-1',
  state: 'open',
  reason: 'days',
  question: 'Why so many days?',
  raisedOn: '2025-03-03',
  freezes: true,
  answer: null,
  answeredOn: null,
  settledOn: null,
  settling: null,
  earlier: null,
  ...changes,
});

/** With such a question about line-1. */
export const disputed = (changes: Partial<Dispute> = {}) =>
  costs({ disputes: { 'line-1': dispute(changes) } as CostFacts['disputes'] });

const disputeStates = ['sent', 'open', 'answered', 'settling', 'settled', 'reversed'] as const;

/** What is said to a line in each state of its dispute, and without one. */
export const inEachDisputeState = (decide: (facts: object) => Decided | Refusal) =>
  Object.fromEntries([
    ['none', said(decide({}))],
    ...disputeStates.map((state) => [state, said(decide(disputed({ state })))]),
  ]) as Record<'none' | Dispute['state'], string | undefined>;
