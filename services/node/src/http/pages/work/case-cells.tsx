import type { CaseSummary } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import type { Tone } from '../components/tag.js';
import type { Reader } from '../reader.js';

/** What lists of cases say in the same way. Pseudonymous: no name stands in a list. */

/** The case's reference as a link to it. */
export const CaseLink = ({ caseId }: { readonly caseId: string }) => (
  <a class="govuk-link app-nowrap" href={`/cases/${caseId}`}>
    {caseReference(caseId)}
  </a>
);

type Sides = Pick<CaseSummary, 'side' | 'otherCity'>;

/** From which city to which, on one line; only the home city while none is asked. */
export function saidRoute({ side, otherCity }: Sides, { node, words }: Reader): string {
  const cities = side === 'home' ? [node.city, otherCity] : [otherCity, node.city];
  return cities.flatMap((city) => (city ? [words.city(city)] : [])).join(' – ');
}

/** Whose the case is, among colleagues: not by name. */
export function saidAssignee(
  { assignee }: Pick<CaseSummary, 'assignee'>,
  { session, words }: Reader,
): string {
  if (assignee === null) return words.say('work.assignee.nobody');
  return words.say(assignee === session.staff.subject ? 'work.assignee.you' : 'work.assignee.colleague');
}

/** Whose the case is, by the user name, so that one knows whom to ask. Lists name nobody. */
export const namedAssignee = (theCase: Pick<CaseSummary, 'assignee'>, reader: Reader): string =>
  theCase.assignee === null || theCase.assignee === reader.session.staff.subject
    ? saidAssignee(theCase, reader)
    : theCase.assignee;

/** How the states look in lists. */
export const stateTone: Readonly<Record<CaseSummary['state'], Tone>> = {
  draft: 'neutral',
  requested: 'info',
  received: 'warning',
  accepted: 'info',
  rejected: 'bad',
  ready: 'info',
  'in-progress': 'good',
  departed: 'neutral',
  completed: 'neutral',
  cancelled: 'neutral',
};

/** The next thing that a case waits for, by its state; a key of `work.next`. */
export function nextStepOf(
  summary: Pick<CaseSummary, 'side' | 'state' | 'waitingForPolice' | 'urgent'>,
): string {
  const { side, state, waitingForPolice, urgent } = summary;
  if (state === 'completed' || state === 'cancelled') return 'nothing';
  if (urgent) return 'urgent';
  if (waitingForPolice) return 'police';
  return `${side}.${state}`;
}
