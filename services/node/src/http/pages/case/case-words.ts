import type { Case, DueItem, FollowUpRecord, ProblemCode, Referral } from '@storstad/contract';
import { problem } from '../../problem.js';
import { capital } from '../capital.js';
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

/** Days; several on as few lines as they need: in short, with the year after the last one of each. */
export function saidDays(days: readonly string[], { date, dayMonth }: Words): string {
  const [first, ...more] = days;
  if (first === undefined) return '–';
  if (more.length === 0) return date(first);
  return days
    .map((day, i) => {
      const year = day.slice(0, 4);
      const short = dayMonth(day).replace(' ', '\u00a0');
      return days[i + 1]?.startsWith(year) ? short : `${short}\u00a0${year}`;
    })
    .join(', ');
}

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

/** What is due, with the service or the kind of incident that it is about. */
export function saidDue(
  { kind, service, incident }: Pick<DueItem, 'kind' | 'service'> & Partial<Pick<DueItem, 'incident'>>,
  words: Words,
): string {
  const about = [
    ...(service ? [inline(words, 'ServiceCode', service)] : []),
    ...(incident ? [inline(words, 'IncidentKind', incident)] : []),
  ];
  return [words.value('DueKind', kind), ...about].join(': ');
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
