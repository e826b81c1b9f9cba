import type { Violation } from '@storstad/contract';

/** Fields with a format of their own, in which such a number is meant or cannot be. */
const notFreeText: readonly string[] = ['personalNumber', 'phone'];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A date as in a personal or coordination number (where the day is 60 more), then four digits, the first a letter in a temporary one. */
const separated =
  /(?<!\d)(?:\d\d)?\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])[-+\s][\dA-Z]\d{3}(?!\d)/;
const withCentury = /(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])\d{4}(?!\d)/;
const tenDigits = /(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])\d{4}(?!\d)/g;

/**
 * The fields of a body whose free text holds a Swedish personal or coordination number; never the number. A text without a
 * separator or a century could be a telephone number, and is held to be one unless the check digit is right.
 */
export function personalNumbersIn(value: unknown, at = '', name = ''): Violation[] {
  if (typeof value === 'string')
    return !notFreeText.includes(name) && holdsPersonalNumber(value)
      ? [{ at, message: 'holds a personal number' }]
      : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => personalNumbersIn(item, `${at}/${i}`, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => personalNumbersIn(inner, `${at}/${key}`, key));
}

/** Wide digits and every kind of dash written plainly, without what cannot be seen. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-');

function holdsPersonalNumber(written: string): boolean {
  const text = plain(written);
  if (uuid.test(text)) return false;
  if (separated.test(text) || withCentury.test(text)) return true;
  return (text.match(tenDigits) ?? []).some(hasCheckDigit);
}

/** The check digit of a personal number: the Luhn sum of its ten digits is a multiple of ten. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, i) => {
    const weighted = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}
