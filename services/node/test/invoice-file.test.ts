// A file of invoices: what is read, what is wrong with a row, and what makes a file unreadable.
import t from 'tap';
import { isFileFault } from '../src/file-fault.js';
import { type FileRow, mostRows, readInvoiceFile } from '../src/invoice-file.js';

const caseId = '3f0c9a52-6d0e-4b8e-9f53-0d6a4f3b7c11';
const header = 'number,provider,case,service,from,until,days,day_rate_sek,amount_sek,upkeep_deduction_sek';
const cells = {
  number: 'F-1',
  provider: '559900-0001',
  case: caseId,
  service: 'housing',
  from: '2025-03-01',
  until: '2025-04-01',
  days: '31',
  day_rate_sek: '2000',
  amount_sek: '62000',
  upkeep_deduction_sek: '0',
};
const rowOf = (changes: Partial<typeof cells> = {}, delimiter = ',') =>
  Object.values({ ...cells, ...changes }).join(delimiter);
const read = {
  number: 'F-1',
  provider: '559900-0001',
  caseId,
  service: 'housing',
  from: '2025-03-01',
  until: '2025-04-01',
  days: 31,
  dayRateOre: 200_000,
  amountOre: 6_200_000,
  upkeepDeductionOre: 0,
};

function rowsOf(text: string): FileRow[] {
  const rows = readInvoiceFile(text);
  if (isFileFault(rows)) throw new Error(`Row ${rows.fileFault.row}: ${rows.fileFault.problem}`);
  return rows;
}

/** What is wrong with a file, or with its only row. */
function wrong(text: string): string | null {
  const rows = readInvoiceFile(text);
  if (isFileFault(rows)) return `${rows.fileFault.row}: ${rows.fileFault.problem}`;
  const [row] = rows;
  return row && 'reason' in row ? `${row.row} ${row.column}: ${row.reason}` : null;
}

t.test('the ways in which the same invoice can be written', async (t) => {
  const semicolons = header.replaceAll(',', ';');
  const [names, values] = [header.split(','), rowOf().split(',')];
  const files: [name: string, text: string][] = [
    ['plain', `${header}\n${rowOf()}\n`],
    ['no line feed at the end', `${header}\n${rowOf()}`],
    ['CRLF', `${header}\r\n${rowOf()}\r\n`],
    ['byte order mark', `\ufeff${header}\n${rowOf()}\n`],
    ['byte order mark and quotes', `\ufeff"${names.join('","')}"\n"${values.join('","')}"\n`],
    ['semicolons', `${semicolons}\n${rowOf({}, ';')}\n`],
    ['spaces around', `${header.replaceAll(',', ' , ')}\n${rowOf().replaceAll(',', ' , ')}\n`],
    ['empty lines', `${header}\n\n\n${rowOf()}\n\n`],
    ['another order', `${[...names].reverse().join()}\n${[...values].reverse().join()}\n`],
    ['with currency', `${header},currency\n${rowOf()},SEK\n`],
    ['decimals', `${semicolons}\n${rowOf({ day_rate_sek: '2000,00', amount_sek: '62000.0' }, ';')}\n`],
  ];
  for (const [name, text] of files) t.match(rowsOf(text), [{ invoice: read }], name);
});

t.test('a row is the line of the file', async (t) => {
  const rows = rowsOf(`${header}\n${rowOf()}\n\n${rowOf({ days: 'x' })}\n`);
  t.strictSame(
    rows.map(({ row }) => row),
    [2, 4],
  );
});

t.test('amounts are kronor with at most two decimals', async (t) => {
  const ore = (amount_sek: string) => {
    const [row] = rowsOf(`${header.replaceAll(',', ';')}\n${rowOf({ amount_sek }, ';')}`);
    return row && 'invoice' in row ? row.invoice.amountOre : null;
  };
  const good: [string, number][] = [
    ['0', 0],
    ['0,01', 1],
    ['0.1', 10],
    ['1999,99', 199_999],
    ['1000000000', 100_000_000_000],
  ];
  for (const [text, wanted] of good) t.equal(ore(text), wanted, text);
  const bad = [
    '',
    '-1',
    '+1',
    '1,',
    ',5',
    '0,001',
    '1 000',
    '1.000,00',
    '1,000.00',
    '1e3',
    '0x10',
    '=1+1',
    '@SUM(A1)',
    '1000000000,01',
    '٣',
    '2000 kr',
    'NaN',
  ];
  for (const text of bad) t.equal(ore(text), null, text);
});

t.test('what is wrong with a row, and where', async (t) => {
  const rows: [Partial<typeof cells>, RegExp][] = [
    [{ number: '' }, /^2 number: must be the number/],
    [{ number: 'x'.repeat(61) }, /^2 number: /],
    [{ number: '980412-1234' }, /^2 number: .* personal number$/],
    [{ provider: 'Testutförare A' }, /^2 provider: must be an organisation number/],
    [{ case: 'x' }, /^2 case: must be the id/],
    [{ case: `=${caseId}` }, /^2 case: /],
    [{ service: 'hotel' }, /^2 service: must be a code/],
    [{ service: 'constructor' }, /^2 service: /],
    [{ from: '2025-02-30' }, /^2 from: must be a day/],
    [{ until: '01/04/2025' }, /^2 until: must be a day/],
    [{ days: '31.5' }, /^2 days: must be a whole number/],
    [{ days: '-1' }, /^2 days: /],
    [{ days: '=30+1' }, /^2 days: /],
    [{ days: '3661' }, /^2 days: /],
    [{ day_rate_sek: '=1+1' }, /^2 day_rate_sek: must be kronor/],
    [{ amount_sek: '62000,005'.replace(',', '.') }, /^2 amount_sek: must be kronor/],
    [{ upkeep_deduction_sek: '-420' }, /^2 upkeep_deduction_sek: must be kronor/],
  ];
  for (const [changes, wanted] of rows) {
    const said = wrong(`${header}\n${rowOf(changes)}`);
    t.match(said, wanted, JSON.stringify(changes));
    const [value = ''] = Object.values(changes);
    if (value.length > 1) t.notMatch(said?.split('such as')[0], value, 'the cell is not repeated');
  }
  t.match(wrong(`${header},currency\n${rowOf()},EUR`), /^2 currency: must be SEK/);
  t.match(wrong(`${header}\n${rowOf()},1`), /^2 null: has 11 cells, and the header has 10/);
  t.match(wrong(`${header}\n${rowOf().split(',').slice(1).join()}`), /^2 null: has 9 cells/);
  t.equal(
    wrong(`${header}\n${rowOf({ number: '=1+1' })}`),
    null,
    'where a text is wanted a formula is a text',
  );
});

t.test('a file that cannot be read', async (t) => {
  const names = header.split(',');
  const files: [name: string, text: string, RegExp][] = [
    ['nothing', '', /^1: the file is empty/],
    ['empty lines', '\n\n', /^1: the file is empty/],
    ['no header', `${rowOf()}\n`, /^1: the first row must name the columns/],
    ['not CSV', '%PDF-1.7\n', /^1: the first row must name the columns/],
    [
      'a column is missing',
      `${names.slice(0, -1).join()}\n`,
      /^1: the column upkeep_deduction_sek is missing/,
    ],
    ['an unknown one', `${header},person\n`, /^1: column 11 has a name that is not known/],
    ['one of every object', `${header},constructor\n`, /^1: column 11 has a name that is not known/],
    ['one is there twice', `${header},number\n`, /^1: the column number is there twice/],
    ['two without a name', `${header},,\n`, /^1: two columns have the same name/],
    [
      'a quotation mark is not closed',
      `${header}\n${rowOf()}\n"${rowOf()}\n`,
      /^\d+: the quotation marks are wrong/,
    ],
    ['one in the middle', `${header}\n${rowOf({ number: 'F"1' })}\n`, /^2: the quotation marks are wrong/],
    ['an endless row', `${header}\n${'x'.repeat(20_000)}\n`, /^2: .*too long/],
  ];
  for (const [name, text, wanted] of files) t.match(wrong(text), wanted, name);
  t.strictSame(rowsOf(`${header}\n`), [], 'a header alone is a file without invoices');
});

t.test('5,000 rows, and no more; a million are refused at once', async (t) => {
  const file = (rows: number) => `${header}\n${`${rowOf()}\n`.repeat(rows)}`;
  t.equal(rowsOf(file(mostRows)).length, 5_000);
  t.match(wrong(file(mostRows + 1)), /^5002: the file has more than 5,000 rows/);
  const million = file(1_000_000);
  const begun = process.hrtime.bigint();
  t.match(wrong(million), /^5002: the file has more than 5,000 rows/);
  const ms = Number(process.hrtime.bigint() - begun) / 1e6;
  t.ok(ms < 2_000, `${ms} ms`);
});
