import type { Facts } from '../../domain/refusal.js';
import { type ProblemParts, problem } from '../problem.js';
import { Refusal } from './components/messages.js';
import { useWords } from './components/page-context.js';
import type { Words } from './words.js';

/** What stopped something, on what ground, and what one can do now: the texts of the problem, with its sources by name. */
export function RefusalNotice({ parts }: { readonly parts: ProblemParts }) {
  const { title, why, ground, whatNow } = saidParts(parts, useWords());
  return <Refusal title={title} detail={why && <p>{why}</p>} ground={ground} whatNow={whatNow} />;
}

/** A problem in words: what it is called, why, on what ground, and what one can do now. */
export function saidParts(parts: ProblemParts, words: Words) {
  const { title, detail = '' } = problem({ ...parts, facts: saidFacts(parts.facts, words) }, words.language);
  const ground = groundsIn(detail)
    .map((one) => saidGround(one, words))
    .join('; ');
  return { title, ground, ...partsOf(withoutGrounds(detail)) };
}

/** Where the words are for the codes of a fact, by its name. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  state: [
    'values.CaseState',
    'values.CostLineDispute.state',
    'values.PostedCostLine.state',
    'layout.refusedIn',
  ],
  incidents: ['values.IncidentKind'],
  missingCategories: ['values.ConsentCategory'],
  reason: ['values.CloseCase.reason'],
};

/** Facts as pages say them: days, cities and codes in words. */
function saidFacts(facts: Facts = {}, words: Words): Facts {
  const saidFact = (name: string, value: Facts[string]) => {
    const said = (one: string) => saidOne(name, one, words);
    return typeof value === 'number' ? value : Array.isArray(value) ? value.map(said) : said(value);
  };
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, saidFact(name, value)]));
}

function saidOne(fact: string, value: string, { date, find }: Words): string {
  if (unitFacts.includes(fact)) return saidPart(value, find);
  for (const folder of ['cities', ...(wordsOf[fact] ?? [])]) {
    const found = find(`${folder}.${value}`);
    if (found) return found;
  }
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? date(value) : value;
}

/** Facts that name a part of a unit, such as JARVA/sig, or a unit of a city, such as malmo/ASN. */
const unitFacts: readonly string[] = ['competent', 'missingBodies'];

function saidPart(value: string, find: Words['find']): string {
  const [whole = '', part] = value.split('/');
  if (part === undefined) return value;
  return `${find(`values.Section.${part}`) ?? part} (${find(`cities.${whole}`) ?? whole})`;
}

/** A source is named by its document and line, such as 002:47. */
const source = /\b00[0-4]:\d+(?:[-–]\d+)?\b/g;

const groundsIn = (text: string): string[] => [...new Set(text.match(source) ?? [])];

const withoutGrounds = (text: string): string =>
  text.replaceAll(/ \((?:00[0-4]:[\d–-]+(?:, | och | and )?)+\)/g, '');

/** A problem's last sentence says what one can do. */
function partsOf(detail: string): { readonly why: string; readonly whatNow: string } {
  const sentences = detail.split(/(?<=[.!?]) (?=\p{Lu})/u);
  return { why: sentences.slice(0, -1).join(' '), whatNow: sentences.at(-1) ?? '' };
}

/** Sources, such as 002:47 or 000:269, 000:281, by the names of their documents; what is no source is said as it is. */
export const saidGround = (ground: string, words: Words): string =>
  ground
    .split(', ')
    .map((one) => saidSource(one, words))
    .join('; ');

function saidSource(source: string, { say, find }: Words): string {
  const [document = '', line = ''] = source.split(':');
  const name = find(`sources.${document}`);
  return name ? say('sources.line', { document: name, line }) : source;
}
