import iconv from 'iconv-lite';

/** Signs that code page 437 lacks and that have a plain one beside them. */
const plainer: Readonly<Record<string, string>> = {
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '€': 'EUR',
  ł: 'l',
  Ł: 'L',
  ø: 'ö',
  Ø: 'Ö',
};

const encode = (text: string): Buffer => iconv.encode(text, 'cp437');
const has = (character: string): boolean => iconv.decode(encode(character), 'cp437') === character;

/**
 * A text in which every character is one of code page 437: letters with a mark that it lacks lose the mark, and what has
 * nothing plainer becomes a question mark.
 */
export const writable = (text: string): string =>
  [...text.normalize('NFC')].map((character) => (has(character) ? character : plain(character))).join('');

function plain(character: string): string {
  const known = plainer[character];
  if (known !== undefined) return known;
  const unmarked = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return [...unmarked].map((part) => (has(part) ? part : '?')).join('') || '?';
}

/** The bytes of a text in code page 437, with what the page lacks written plainer. */
export const inCodePage437 = (text: string): Buffer => encode(writable(text));
