import type { CostLineDispute, Leave } from '@storstad/contract';
import type { Case } from './case.js';
import { type CostFacts, costFactsOf, type ExternalService } from './cost-facts.js';
import type { CaseEvent } from './event.js';
import type { CostLineId } from './values.js';

const costEvents = [
  'leave-recorded',
  'external-service-proposed',
  'external-service-decided',
  'external-service-ended',
  'upkeep-paid',
  'grant-recorded',
  'alternative-recorded',
  'cost-line-disputed',
  'dispute-answered',
  'dispute-settled',
  'dispute-reversed',
  'dispute-undone',
] as const satisfies readonly CaseEvent['type'][];

/** What happens to the cost of a case. */
export type CostEvent = Extract<CaseEvent, { type: (typeof costEvents)[number] }>;

export const isCostEvent = (event: CaseEvent): event is CostEvent =>
  (costEvents as readonly string[]).includes(event.type);

/** The case after such an event. */
export const evolveCosts = (before: Case, event: CostEvent): Case => {
  const facts = costFactsOf(before);
  return { ...before, costs: { ...facts, ...changed(facts, event) } };
};

/** A request that comes to nothing takes its services with it; what is home's own stays. */
export const withoutServices = ({ costs }: Case): CostFacts | null =>
  costs && { ...costs, externalServices: [] };

function changed(facts: CostFacts, event: CostEvent): Partial<CostFacts> {
  switch (event.type) {
    case 'leave-recorded':
      return { leaves: withLeave(facts.leaves, event.sealed.leave) };
    case 'external-service-proposed': {
      const proposed = { ...event.sealed, state: 'proposed', decision: null, endedOn: null } as const;
      return { externalServices: [...facts.externalServices, proposed] };
    }
    case 'external-service-decided': {
      const { verdict, ...decision } = event.sealed;
      return withService(facts, event.externalServiceId, { state: verdict, decision });
    }
    case 'external-service-ended':
      return withService(facts, event.externalServiceId, event.sealed);
    case 'upkeep-paid':
      return { upkeepPayments: [...facts.upkeepPayments, event.sealed.payment] };
    case 'grant-recorded':
      return { grants: [...facts.grants, event.sealed.grant] };
    case 'alternative-recorded':
      return event.sealed;
    case 'cost-line-disputed':
      return withDispute(facts, event.lineId, { ...unanswered, ...event.sealed });
    case 'dispute-answered':
      return withDispute(facts, event.lineId, { state: 'answered', ...event.sealed });
    case 'dispute-settled':
      return withDispute(facts, event.lineId, { state: 'settled', ...event.sealed });
    case 'dispute-reversed':
      return withDispute(facts, event.lineId, { state: 'reversed', ...event.sealed });
    case 'dispute-undone': {
      const { [event.lineId]: _, ...others } = facts.disputes;
      return { disputes: others };
    }
  }
}

/** A leave with the same first day takes the place of the one that is there. */
const withLeave = (leaves: readonly Leave[], leave: Leave): readonly Leave[] =>
  [...leaves.filter(({ from }) => from !== leave.from), leave].sort((a, b) => (a.from < b.from ? -1 : 1));

const withService = (
  { externalServices }: CostFacts,
  id: string,
  to: Partial<ExternalService>,
): Partial<CostFacts> => ({
  externalServices: externalServices.map((one) => (one.notice.id === id ? { ...one, ...to } : one)),
});

const unanswered = { state: 'open', answer: null, answeredOn: null, settledOn: null } as const;

function withDispute(facts: CostFacts, lineId: CostLineId, to: Partial<CostLineDispute>): Partial<CostFacts> {
  const disputed = { ...facts.disputes[lineId], ...to } as CostLineDispute;
  return { disputes: { ...facts.disputes, [lineId]: disputed } };
}
