// A city's statement is compared with the other city's own ledger, and what differs first is named.
import t from 'tap';
import type { StatementFacts } from '../../src/domain/statement.js';
import { linesCarried, linesOfBlock } from '../../src/domain/statement-difference.js';
import { entry } from './cases.js';
import { statementFacts, totalsOf } from './statement-facts.js';
import { hear, hearWith, type Lines, lines, propose, proposeWith, there } from './statements.js';
import { day, id, malmo, said, stockholm } from './support.js';

const all = Array.from({ length: 2 * linesOfBlock + 1 }, (_, n) =>
  entry({ id: `line-${String(n).padStart(4, '0')}` }),
);
const many = (count: number): Lines => all.slice(0, count);
const differs = (line: string) => ({ refusal: 'STATEMENT_DIFFERS', facts: { line } });

t.test('a proposal carries its lines, or blocks of a thousand', async (t) => {
  t.same([linesCarried, linesOfBlock], [150, 1000]);
  const rows: [count: number, carried: number, blocks: number][] = [
    [0, 0, 0],
    [1, 1, 0],
    [150, 150, 0],
    [151, 0, 1],
    [1000, 0, 1],
    [1001, 0, 2],
    [2000, 0, 2],
    [2001, 0, 3],
  ];
  for (const [count, carried, blocks] of rows) {
    const proposal = propose(there, stockholm, many(count));
    const { content } = proposal;
    t.same([content.lines.length, content.blocks.length], [carried, blocks], `${count} lines`);
    t.equal(said(hear(proposal, many(count))), 'statement-proposed');
  }
});

t.test('line by line, the first that differs is named', async (t) => {
  const [one, two, three] = lines;
  const altered = (of: typeof one, changes: object) => ({ ...of, line: { ...of.line, ...changes } });
  const rows: [what: string, ours: Lines, named: string | undefined][] = [
    ['the same', lines, undefined],
    ['in whatever order they were written', [three, one, two], undefined],
    ['another amount', [one, altered(two, { amountOre: 270_001 }), three], 'line-2'],
    ['another count of days', [one, two, altered(three, { stayDays: 5 })], 'line-3'],
    ['another service, with the same sums', [one, altered(two, { service: 'occupation' }), three], 'line-2'],
    ['booked on another day', [one, two, { ...three, bookedOn: day('2025-03-02') }], 'line-3'],
    ['one fewer', [one, three], 'line-2'],
    ['the last one fewer', [one, two], 'line-3'],
    ['one more', [...lines, entry({ id: 'line-0' })], 'line-0'],
    ['one more at the end', [...lines, entry({ id: 'line-4' })], 'line-4'],
    ['two that differ', [one, altered(two, { days: 9 }), altered(three, { days: 9 })], 'line-2'],
    ['none', [], 'line-1'],
  ];
  for (const [what, ours, named] of rows) {
    const outcome = hear(propose(there, stockholm), ours);
    if (named === undefined) t.equal(said(outcome), 'statement-proposed', what);
    else t.strictSame(outcome, differs(named), what);
  }
});

t.test('where only one of the cities has as many as a proposal carries, no line is named', async (t) => {
  const [fewer, more] = [many(150), many(151)];
  for (const [theirs, ours] of [
    [more, fewer],
    [fewer, more],
  ] as const)
    t.strictSame(
      hear(propose(there, stockholm, theirs), ours),
      differs('the number of lines'),
      `they have ${theirs.length}`,
    );
  t.strictSame(
    hear(propose(there, stockholm, many(149)), fewer),
    differs('line-0149'),
    'below that the line is: it is one too many',
  );
});

t.test('of more lines than a proposal carries, the block that differs is named', async (t) => {
  const altering = (at: number) =>
    all.map((one, n) => (n === at ? { ...one, line: { ...one.line, amountOre: 1 } } : one));
  const without = (at: number) => all.filter((_, n) => n !== at);
  const before = entry({ id: 'line-' });
  const [first, second, last] = ['line-0000', 'line-1000', 'line-2000'].map(
    (from) => `one of the 1000 from ${from} on`,
  ) as [string, string, string];
  const rows: [what: string, theirs: Lines, ours: Lines, named: string][] = [
    ['the first line', all, altering(0), first],
    ['the last of the first block', all, altering(999), first],
    ['the first of the second', all, altering(1000), second],
    ['the last of the second', all, altering(1999), second],
    ['the last of all', all, altering(2000), last],
    ['one fewer in the second', all, without(1500), second],
    ['one fewer there', without(1500), all, second],
    ['one more before all', all, [before, ...all], 'one of the 1000 from line- on'],
    ['one more there', [before, ...all], all, first],
    ['one more at the end of a block', many(1500), many(1501), second],
    ['a block more', many(2000), all, last],
    ['a block more there', all, many(2000), 'those from line-2000 on'],
    ['two blocks more', many(1000), all, second],
    ['two blocks more there', all, many(1000), 'those from line-1000 on'],
  ];
  for (const [what, theirs, ours, named] of rows)
    t.strictSame(hear(propose(there, stockholm, theirs), ours), differs(named), what);
});

/** So many blocks, of which those at some places have another digest; `beyond` is what no block covers. */
function blocks(count: number, altered: readonly number[] = [], beyond = ''): Omit<StatementFacts, 'others'> {
  const digests = Array.from({ length: count }, (_, n) => ({
    first: `line-${n}`,
    digest: `sha-256:${altered.includes(n) ? 'other' : 'same'}`,
  }));
  const linesDigest = id<StatementFacts['totals']['linesDigest']>(JSON.stringify([digests, beyond]));
  const lineCount = count * 1000 + (beyond === '' ? 0 : 1);
  return { totals: { ...totalsOf([], stockholm), lineCount, linesDigest }, lines: [], blocks: digests };
}

const all150 = blocks(150);

t.test('beyond a hundred and fifty blocks it is said that it is after them', async (t) => {
  const rows: [what: string, theirs: typeof all150, ours: typeof all150, named: string][] = [
    ['the first of them', all150, blocks(150, [0]), 'one of the 1000 from line-0 on'],
    ['the last of them', all150, blocks(150, [149]), 'one of the 1000 from line-149 on'],
    ['two of them', all150, blocks(150, [149, 148]), 'one of the 1000 from line-148 on'],
    ['what comes after', all150, blocks(150, [], 'other'), 'those after the first 150000'],
    ['one block fewer', all150, blocks(149), 'those from line-149 on'],
    ['one block more', blocks(149), all150, 'one of the 1000 from line-149 on'],
  ];
  for (const [what, theirs, ours, named] of rows) {
    const proposal = proposeWith(there, stockholm, { ...statementFacts([], malmo), ...theirs });
    t.strictSame(hearWith(proposal, { ...statementFacts([]), ...ours }), differs(named), what);
  }
  t.equal(
    said(hearWith(proposeWith(there, stockholm, { ...all150, others: [] }), { ...all150, others: [] })),
    'statement-proposed',
  );
});
