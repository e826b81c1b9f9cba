import type { Case, DueItem, FollowUpRecord, ProblemCode, Referral } from '@storstad/contract';
import { problem } from '../../problem.js';
import { capital } from '../capital.js';
import type { Reader } from '../reader.js';
import type { Words } from '../words.js';

/** How things of a case are said on its pages. */

/** A code in words within a sentence; `words.value` is for one that begins a row. */
export const inline = ({ find }: Words, set: string, code: string): string =>
  find(`values.${set}.${code}`) ?? code;

export const inlineList = (words: Words, set: string, codes: readonly string[]): string =>
  codes.map((code) => inline(words, set, code)).join(', ');

/** From which city to which, such as "Stockholm – Malmö"; only the home city while none is asked. */
export const saidCities = (
  { homeCity, receivingCity }: Pick<Case, 'homeCity' | 'receivingCity'>,
  { city }: Words,
): string => [homeCity, receivingCity].flatMap((one) => (one ? [city(one)] : [])).join(' – ');

/** The place within the quota, such as "Plats 1 av 2 (2026)". */
export const saidSlot = ({ number, limit, agreement }: Referral['slot'], { say }: Words): string =>
  say('case.slot', { number, limit, agreement });

export const yesOrNo = (isTrue: boolean, { say }: Words): string => say(isTrue ? 'case.yes' : 'case.no');

/** Why another city said no: one of its own three codes, or what its node refused. */
export function saidRefusal(code: string, words: Words): string {
  const own = words.find(`values.RefuseReferral.code.${code}`);
  return own ? capital(own) : saidProblem(code, words);
}

/** What a rule's code is called, for a code that stands in an answer of its own accord. */
export const saidProblem = (code: string, { language }: Words): string =>
  problem({ code: code as ProblemCode }, language).title;

/** Who does something: the city and the role. */
export const saidOwner = ({ city, role }: Pick<DueItem, 'city' | 'role'>, words: Words): string =>
  words.say('case.owner', { city: words.city(city), role: inline(words, 'DueItem.role', role) });

/** What is due, with the service, or that one of these incidents, that it is about. */
export function saidDue(
  { kind, service, subject = null }: Pick<DueItem, 'kind' | 'service'> & { readonly subject?: string | null },
  words: Words,
  incidents: Case['incidents'] = [],
): string {
  const incident = kind === 'incident' ? incidents.find(({ id }) => id === subject) : undefined;
  const about = [
    ...(service ? [inline(words, 'ServiceCode', service)] : []),
    ...(incident ? [inline(words, 'IncidentKind', incident.kind)] : []),
  ];
  return [words.value('DueKind', kind), ...about].join(': ');
}

/** Whose the case is, among colleagues: the user name, so that one knows whom to ask. */
export function saidAssignee({ assignee }: Case, { session, words }: Reader): string {
  if (assignee === null) return words.say('case.assignee.nobody');
  return assignee === session.staff.subject ? words.say('case.assignee.you') : assignee;
}

/** What was done, in one line: its kind and what the record says beside the day. */
export function saidFact(
  { fact }: FollowUpRecord,
  words: Words,
): { readonly what: string; readonly more: string } {
  const { find, say } = words;
  const value = (set: string, code: string) => inline(words, set, code);
  const what = find(`case.facts.${fact.kind}`) ?? fact.kind;
  const list = (...parts: (string | undefined)[]) => ({ what, more: parts.filter(Boolean).join(', ') });
  switch (fact.kind) {
    case 'contact':
      return list(value('Contact.with', fact.with));
    case 'visit':
      return list(value('Visit.to', fact.to));
    case 'coordination-meeting':
      return list(
        value('CoordinationMeeting.outcome', fact.outcome),
        inlineList(words, 'CoordinationMeeting.attended', fact.attended),
      );
    case 'review':
      return list(say('case.facts.offeredTo', { to: inlineList(words, 'Review.offeredTo', fact.offeredTo) }));
    case 'contact-person':
      return list(fact.function, say('case.facts.standIn', { name: fact.standIn }));
    case 'monthly-report':
      return list(value('ServiceCode', fact.service), value('MonthlyReport.progress', fact.progress));
    case 'care-continuity':
      return list(
        fact.specialistCare &&
          say('case.facts.specialistCare', { state: value('SpecialistCare', fact.specialistCare) }),
        say('case.facts.probation', { state: value('ProbationContact', fact.probationContact) }),
      );
    case 'register-check':
      return list(value('RegisterCheck.verdict', fact.verdict));
    default:
      return list();
  }
}
