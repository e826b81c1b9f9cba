import type { CostLineDispute } from '@storstad/contract';
import type { CostFacts } from '../../src/domain/cost-facts.js';

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
export const dispute = (changes: Partial<CostLineDispute> = {}): CostLineDispute => ({
  state: 'open',
  reason: 'days',
  question: 'Why so many days?',
  raisedOn: '2025-03-03',
  freezes: true,
  answer: null,
  answeredOn: null,
  settledOn: null,
  ...changes,
});

/** With such a question about line-1. */
export const disputed = (changes: Partial<CostLineDispute> = {}) =>
  costs({ disputes: { 'line-1': dispute(changes) } as CostFacts['disputes'] });
