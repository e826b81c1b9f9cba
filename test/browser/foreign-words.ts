import { deskContract } from '@storstad/contract';
import { mainOf, textOf } from './crawl.js';

/** Names stay what they are in every language, and what a person has written. */
const names = /Göteborg|Malmö|Ersättare|Testutförare|Testperson Handläggare|Avtal för prov|Nämnden/gu;
const swedish = /\p{L}*[åäöÅÄÖ]\p{L}*/gu;

/** All codes of the contract that no Swedish word looks like. */
const codes = new Set(
  codesIn(deskContract.document).filter((code) => /^([a-z]+(-[a-z]+)+|[A-Z]+(_[A-Z]+)+)$/.test(code)),
);

function codesIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(codesIn);
  if (typeof part !== 'object' || part === null) return [];
  const own =
    'enum' in part && Array.isArray(part.enum) ? part.enum.filter((code) => typeof code === 'string') : [];
  return [...own, ...Object.values(part).flatMap(codesIn)];
}

/** Words of a page that are not of its language: Swedish ones in English, and codes of the contract in Swedish. */
export function foreignWords(html: string, language: 'sv' | 'en'): string[] {
  const text = textOf(mainOf(html));
  if (language === 'en') return text.replaceAll(names, '').match(swedish) ?? [];
  return (text.match(/[\p{L}_]+(-[\p{L}_]+)*/gu) ?? []).filter((word) => codes.has(word));
}
