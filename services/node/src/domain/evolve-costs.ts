import type { Leave } from '@storstad/contract';
import type { Case } from './case.js';
import { type CostFacts, costFactsOf, type Dispute, type ExternalService } from './cost-facts.js';
import type { CaseEvent } from './event.js';
import type { CostEvent } from './money-event.js';
import type { CostLineId } from './values.js';

const costEvents = [
  'leave-recorded',
  'external-service-proposed',
  'external-service-decided',
  'external-service-ended',
  'upkeep-paid',
  'grant-recorded',
  'alternative-recorded',
  'dispute-raised',
  'dispute-opened',
  'dispute-refused',
  'dispute-answered',
  'settlement-sent',
  'settlement-refused',
  'dispute-settled',
  'dispute-reversed',
] as const satisfies readonly CostEvent['type'][];

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
    case 'dispute-refused': {
      const { [event.lineId]: refused, ...others } = facts.disputes;
      return { disputes: refused?.earlier ? { ...others, [event.lineId]: refused.earlier } : others };
    }
    default:
      return withDispute(facts, event);
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

type DisputeEvent = Extract<CostEvent, { readonly lineId: CostLineId }>;

function withDispute(
  facts: CostFacts,
  event: Exclude<DisputeEvent, { type: 'dispute-refused' }>,
): Partial<CostFacts> {
  const { lineId } = event;
  return {
    disputes: { ...facts.disputes, [lineId]: changedDispute(facts.disputes[lineId] as Dispute, event) },
  };
}

const unanswered = {
  state: 'sent',
  answer: null,
  answeredOn: null,
  settledOn: null,
  settling: null,
} as const;

/** What follows from what has been said while nothing waits for the other city. */
const restingState = ({ answer }: Dispute) => (answer === null ? 'open' : 'answered');

function changedDispute(before: Dispute, event: Exclude<DisputeEvent, { type: 'dispute-refused' }>): Dispute {
  switch (event.type) {
    case 'dispute-raised':
      return { ...unanswered, earlier: before ?? null, ...event.sealed };
    case 'dispute-opened':
      return { ...before, state: restingState(before), earlier: null };
    case 'dispute-answered':
      return answered(before, event.sealed);
    case 'settlement-sent':
      return { ...before, state: 'settling', ...event.sealed };
    case 'settlement-refused':
      return {
        ...before,
        state: before.state === 'settling' ? restingState(before) : before.state,
        settling: null,
      };
    case 'dispute-settled':
      return { ...before, state: 'settled', settling: null, ...event.sealed };
    case 'dispute-reversed':
      return { ...before, state: 'reversed', ...event.sealed };
  }
}

/** An answer that crossed the settlement is kept, and the settlement stands; also when another question is on its way. */
function answered(
  dispute: Dispute,
  given: Extract<CostEvent, { type: 'dispute-answered' }>['sealed'],
): Dispute {
  if (dispute.id !== given.id)
    return { ...dispute, earlier: dispute.earlier && answered(dispute.earlier, given) };
  return { ...dispute, ...given, state: dispute.state === 'open' ? 'answered' : dispute.state };
}
