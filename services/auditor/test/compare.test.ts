// Two exports of one statement: the first line that differs.
import t from 'tap';
import { auditing, type BookedLine, exported, line, someLines } from './helpers/statement.js';

const named = (number: number, n: number) => `line ${number} (cost line ${line(n).id})`;
const [first, second, third] = someLines as [BookedLine, BookedLine, BookedLine];
/** The document of all lines, whatever lines are there. */
const whole = exported(someLines).split('\n')[0] ?? '';
const under = (lines: readonly BookedLine[]) => exported(lines).replace(/^.*/, whole);

t.test('the same', async (t) => {
  const { compare } = auditing(t);
  const same = { status: 0, said: ['The two exports say the same.'], complaints: [] };
  t.strictSame(await compare(exported(someLines), exported(someLines)), same);
  t.strictSame(await compare(exported([]), exported([])), same);
  t.strictSame(
    await compare(exported(someLines), exported(someLines, { signedBy: ['malmo'] })),
    same,
    'signed later',
  );
});

t.test('the first line that differs', async (t) => {
  const { compare } = auditing(t);
  const other = { ...second, line: { ...second.line, amountOre: 2, days: 9 } };
  const moved = { ...second, bookedOn: '2025-05-16' };
  const elsewhere = (side: string) => `is missing in ${side}, or is booked on another day there`;
  const table: [name: string, one: BookedLine[], other: BookedLine[], finding: string][] = [
    [
      'missing',
      [first, second, third],
      [first, third],
      `${named(3, 2)} of one.jsonl: ${elsewhere('other.jsonl')}`,
    ],
    [
      'extra',
      [first, third],
      [first, second, third],
      `${named(3, 2)} of other.jsonl: ${elsewhere('one.jsonl')}`,
    ],
    [
      'the last is missing',
      [first, second, third],
      [first, second],
      `${named(4, 3)} of one.jsonl: ${elsewhere('other.jsonl')}`,
    ],
    ['the last is extra', [], [first], `${named(2, 1)} of other.jsonl: ${elsewhere('one.jsonl')}`],
    [
      'altered',
      [first, second],
      [first, other],
      `${named(3, 2)}: is not the same in both; they differ in amountOre, days, signed, digestSoFar`,
    ],
    [
      'booked on another day',
      [first, second],
      [first, moved],
      `${named(3, 2)}: is not the same in both; they differ in bookedOn, digestSoFar`,
    ],
    [
      'two differ: the first',
      [first, second, third],
      [{ ...first, bookedOn: '2025-05-14' }, other, third],
      `${named(2, 1)}: is not the same in both; they differ in bookedOn, digestSoFar`,
    ],
  ];
  for (const [name, one, two, finding] of table)
    t.strictSame(await compare(under(one), under(two)), { status: 1, said: [finding], complaints: [] }, name);
});

t.test('statements that are not the same', async (t) => {
  const { compare } = auditing(t);
  const said = 'line 1 (the statement): ';
  t.strictSame((await compare(exported(someLines), exported([first, second]))).said, [
    `${said}the two are not the same statement; they differ in amountsOre, days, lineCount, linesDigest, netOre`,
  ]);
  const [malmo, stockholm] = [['malmo'], ['stockholm']].map((signedBy) => exported(someLines, { signedBy }));
  t.strictSame((await compare(malmo ?? '', stockholm ?? '')).said, [`${said}the signatures differ`]);
});

t.test('files that are not whole', async (t) => {
  const { compare } = auditing(t);
  const text = exported(someLines);
  const lines = text.split(/(?<=\n)/);
  const table: [content: string, finding: string][] = [
    ['', 'line 1 (the statement): is not there in other.jsonl'],
    [lines.slice(1).join(''), 'line 1 (the statement) of other.jsonl: is no statement'],
    [lines.slice(0, 3).join(''), 'other.jsonl ends without its end; it is not whole'],
    [
      text.replace('"kind":"line"', '"kind":"lime"'),
      `${named(2, 1)} of other.jsonl: is no record of a statement`,
    ],
    [lines[0] + text, 'line 2 (a statement) of other.jsonl: is a second statement'],
    [text.replace('"lines":3', '"lines":4'), 'line 5 (the end): one.jsonl says 3 lines, other.jsonl 4'],
    [text + lines[1], 'line 6 of other.jsonl: comes after the end'],
  ];
  for (const [content, finding] of table) {
    t.strictSame(await compare(text, content), { status: 1, said: [finding], complaints: [] });
    t.equal((await compare(content, text)).status, 1, `the other way round: ${finding}`);
  }
});

t.test('every byte of one side counts', async (t) => {
  const { compare } = auditing(t);
  const text = exported([first]);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 3) {
    const altered = Buffer.from(bytes);
    altered[at] = (bytes[at] ?? 0) ^ (1 << (at % 7));
    if ((await compare(text, altered)).status !== 1) t.fail(`byte ${at}`);
  }
  t.ok(bytes.length > 1_000);
});
