import t from 'tap';
import type { Case, HomeState, ReceivingState } from '../../src/domain/case.js';
import type { CaseEvent, Decided } from '../../src/domain/event.js';
import { isRefusal, type Refusal } from '../../src/domain/refusal.js';
import type { City } from '../../src/domain/values.js';
import { given, homeCase, homeStates, receivingCase, receivingStates } from './cases.js';
import { goteborg, malmo, said, stockholm } from './support.js';

/** For each step and each state of a case: what happens, what is told, and where the case then stands. */

/** What is decided, and the state after it. */
function outcomeOf(theCase: Case, decision: Decided | Refusal): string | undefined {
  if (isRefusal(decision)) return said(decision);
  const events = decision.events.filter(
    (event): event is CaseEvent =>
      'caseId' in event && event.caseId === theCase.id && !event.type.startsWith('cost-line'),
  );
  const { state } = given(events, theCase);
  return state === theCase.state ? said(decision) : `${said(decision)} ⇒ ${state}`;
}

/** A step, what comes of it in which states, and what in all others. One that begins with hear is another city's word. */
export type Step<State> = [
  step: string,
  decide: (theCase: Case, from: City) => Decided | Refusal,
  outcomes: Readonly<Record<string, readonly State[]>>,
  otherwise?: string,
];

function inStates<State extends string>(
  steps: readonly Step<State>[],
  states: readonly State[],
  at: (state: State) => Case,
  other: City,
) {
  for (const [step, decide, outcomes, otherwise = 'CASE_STATE'] of steps)
    t.test(step, async (t) => {
      for (const state of states) {
        const theCase = at(state);
        const found = Object.entries(outcomes).find(([, those]) => those.includes(state));
        t.equal(outcomeOf(theCase, decide(theCase, other)), found?.[0] ?? otherwise, state);
        if (step.startsWith('hear'))
          t.equal(
            said(decide(theCase, goteborg)),
            'NOT_FOUND',
            `${state}, from a city that it does not concern`,
          );
      }
    });
}

/** Plays each side's own steps in every state, and on the other side. */
export function inEveryState(
  homeSteps: readonly Step<HomeState>[],
  receivingSteps: readonly Step<ReceivingState>[],
): void {
  onBothSides(homeSteps, receivingSteps);
  t.test(
    'nobody acts for the other side, and a message about a case of the other side finds none',
    async (t) => {
      const answer = (step: string) => (step.startsWith('hear') ? 'NOT_FOUND' : 'WRONG_SIDE');
      for (const [step, decide] of homeSteps)
        t.equal(said(decide(receivingCase('ready'), malmo)), answer(step), step);
      for (const [step, decide] of receivingSteps)
        t.equal(said(decide(homeCase('ready'), stockholm)), answer(step), step);
    },
  );
}

/** Plays steps of either side in every state. */
export function onBothSides(
  homeSteps: readonly Step<HomeState>[],
  receivingSteps: readonly Step<ReceivingState>[],
): void {
  inStates(homeSteps, homeStates, (state) => homeCase(state), malmo);
  inStates(receivingSteps, receivingStates, (state) => receivingCase(state), stockholm);
}
