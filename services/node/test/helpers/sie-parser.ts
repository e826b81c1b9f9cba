// A reader of SIE 4I that shares nothing with what writes it: bytes in, records out, and no mercy.

export interface SieFile {
  readonly head: ReadonlyMap<string, readonly string[]>;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly objects: readonly { readonly dimension: string; readonly object: string; readonly name: string }[];
  readonly accounts: ReadonlyMap<string, string>;
  readonly vouchers: readonly SieVoucher[];
}

export interface SieVoucher {
  readonly series: string;
  readonly number: string;
  readonly date: string;
  readonly text: string;
  readonly transactions: readonly {
    readonly account: string;
    readonly objects: readonly (readonly [dimension: string, object: string])[];
    readonly ore: bigint;
  }[];
}

const upperHalf =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
/** The order in which records may come; a record of the same rank may come again only where it says so. */
const order = [
  '#FLAGGA',
  '#PROGRAM',
  '#FORMAT',
  '#GEN',
  '#SIETYP',
  '#ORGNR',
  '#FNAMN',
  '#DIM',
  '#OBJEKT',
  '#KONTO',
  '#VER',
];
const mayRepeat = ['#DIM', '#OBJEKT', '#KONTO', '#VER'];
const mustBe = ['#FLAGGA', '#PROGRAM', '#FORMAT', '#GEN', '#SIETYP', '#FNAMN'];

/** Reads a file, or throws at the first thing that the format does not allow. */
export function parseSie(bytes: Buffer): SieFile {
  const text = decode(bytes);
  if (!text.endsWith('\n')) throw new Error('The last record has no line feed');
  const lines = text.slice(0, -1).split('\n');
  const head = new Map<string, string[]>();
  const file = {
    head,
    dimensions: new Map<string, string>(),
    objects: [] as { dimension: string; object: string; name: string }[],
    accounts: new Map<string, string>(),
    vouchers: [] as SieVoucher[],
  };
  let rank = -1;
  for (let at = 0; at < lines.length; ) {
    const [label = '', ...rest] = fieldsOf(lines[at] ?? '');
    const fields = rest.map((field) => textField(field));
    const found = order.indexOf(label);
    if (found < 0) throw new Error(`line ${at + 1}: ${label} has no place here`);
    if (found < rank || (found === rank && !mayRepeat.includes(label)))
      throw new Error(`line ${at + 1}: ${label} is out of order`);
    rank = found;
    at++;
    if (label === '#DIM') once(file.dimensions, fields[0], fields[1]);
    else if (label === '#OBJEKT') {
      const [dimension = '', object = '', name = ''] = fields;
      if (!file.dimensions.has(dimension)) throw new Error(`#OBJEKT of the unknown dimension ${dimension}`);
      file.objects.push({ dimension, object, name });
    } else if (label === '#KONTO') once(file.accounts, fields[0], fields[1]);
    else if (label === '#VER') {
      const end = lines.indexOf('}', at);
      if (lines[at] !== '{' || end < 0) throw new Error(`line ${at + 1}: the braces do not stand alone`);
      file.vouchers.push(voucherOf(fields, lines.slice(at + 1, end), file));
      at = end + 1;
    } else head.set(label, fields);
  }
  for (const label of mustBe) if (!head.has(label)) throw new Error(`${label} is missing`);
  if (head.get('#FLAGGA')?.join() !== '0') throw new Error('#FLAGGA is not 0');
  if (head.get('#FORMAT')?.join() !== 'PC8') throw new Error('#FORMAT is not PC8');
  if (head.get('#SIETYP')?.join() !== '4') throw new Error('#SIETYP is not 4');
  isDay(head.get('#GEN')?.[0]);
  const number = head.get('#ORGNR')?.[0];
  if (number !== undefined && !/^\d{6}-\d{4}$/.test(number)) throw new Error(`#ORGNR ${number}`);
  return file;
}

function decode(bytes: Buffer): string {
  return [...bytes]
    .map((byte) => {
      if (byte === 10) return '\n';
      if (byte < 32 || byte === 127) throw new Error(`The control character ${byte}`);
      return byte < 128 ? String.fromCharCode(byte) : [...upperHalf][byte - 128];
    })
    .join('');
}

/** The fields of a record: bare, in quotes, or an object list in braces. */
function fieldsOf(line: string): string[] {
  const fields = line.match(/"(?:\\"|[^"\\])*"|\{[^{}]*\}|[^\s"{}]+/g) ?? [];
  if (fields.join(' ') !== line) throw new Error(`A record that cannot be read: ${line}`);
  return fields;
}

const textField = (field: string): string =>
  field.startsWith('"') ? field.slice(1, -1).replaceAll('\\"', '"') : field;

function once(map: Map<string, string>, key = '', value = ''): void {
  if (map.has(key)) throw new Error(`${key} is declared twice`);
  if (!/^\d+$/.test(key)) throw new Error(`${key} is no number`);
  map.set(key, value);
}

type Declared = Pick<SieFile, 'objects' | 'accounts'>;

function voucherOf(fields: string[], lines: string[], declared: Declared): SieVoucher {
  const [series = '', number = '', date = '', text = ''] = fields;
  isDay(date);
  const transactions = lines.map((line) => transactionOf(line, declared));
  const sum = transactions.reduce((total, { ore }) => total + ore, 0n);
  if (sum !== 0n) throw new Error(`The voucher of ${date} sums to ${sum}`);
  return { series, number, date, text, transactions };
}

function transactionOf(line: string, { objects, accounts }: Declared) {
  const [label, account = '', list = '', amount = '', ...more] = fieldsOf(line);
  if (label !== '#TRANS' || more.length > 0) throw new Error(`No transaction: ${line}`);
  if (!accounts.has(account)) throw new Error(`The account ${account} is not declared`);
  const codes = fieldsOf(list.slice(1, -1)).map(textField);
  if (!/^\{.*\}$/.test(list) || codes.length % 2 !== 0) throw new Error(`No object list: ${list}`);
  const pairs = codes.flatMap((code, i) => (i % 2 === 0 ? [[code, codes[i + 1] ?? ''] as const] : []));
  for (const [dimension, object] of pairs)
    if (!objects.some((each) => each.dimension === dimension && each.object === object))
      throw new Error(`The object ${dimension} ${object} is not declared`);
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  if (!parts) throw new Error(`No amount: ${amount}`);
  const [, sign, whole = '', decimals = ''] = parts;
  const ore = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
  return { account, objects: pairs, ore: sign ? -ore : ore };
}

function isDay(text = ''): void {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (!/^\d{8}$/.test(text) || new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date)
    throw new Error(`${text} is no day`);
}
