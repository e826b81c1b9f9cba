// The account between two cities: a statement of any period reads the same from both sides, or the difference is named.
import type { BookedCostLine, SealedContent, StatementDocument } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { postingsOf } from '../../src/domain/ledger.js';
import {
  decideDeclineStatement,
  decideProposeStatement,
  decideReceiveDecline,
  decideReceiveShared,
  decideReceiveStatement,
  decideReceiveStatementSignature,
  decideSignStatement,
  linesCarried,
  partiesRefusal,
  type Statement,
  type StatementFacts,
  sharesLines,
} from '../../src/domain/statement.js';
import type { AgreementId, City } from '../../src/domain/values.js';
import { costLine, entry } from './cases.js';
import { statementFacts } from './statement-facts.js';
import { agreed, around, day, goteborg, id, malmo, members, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const reversed = { homeCity: malmo, receivingCity: stockholm, caseId: 'case-2' };
const lines = [
  entry({ id: 'line-1' }),
  entry({ id: 'line-2', stayDays: 3, amountOre: 270_000 }),
  entry({ id: 'line-3', ...reversed, stayDays: 4, amountOre: 440_000 }),
];
type Lines = readonly BookedCostLine[];
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => entry({ id: `line-${String(n).padStart(3, '0')}` }));
const period = { from: '2025-02-01', until: '2025-03-04' };

/** What a city proposes to another, with these lines in its ledger. */
function propose(surroundings: Circumstances, city: City, has: Lines = lines, input: object = {}) {
  const facts = statementFacts(has, surroundings.city);
  const { events, messages } = agreed(
    decideProposeStatement(id('s-1'), { city, ...period, ...input }, facts, surroundings),
  );
  const [event] = events;
  if (event?.type !== 'statement-proposed') throw new Error('A proposal is a statement');
  return { document: event.document, content: messages[0]?.content as SealedContent<'statement-proposed'> };
}

/** What Stockholm, with these lines, says to a proposal of Malmö's. */
const hear = (
  { document, content }: ReturnType<typeof propose>,
  has: Lines,
  others: StatementFacts['others'] = [],
) => decideReceiveStatement(malmo, document, content, statementFacts(has, stockholm, others), here);

t.test('the document is the same from both sides', async (t) => {
  const { document } = propose(here, malmo);
  t.match(document, {
    cities: ['malmo', 'stockholm'],
    agreement: null,
    lineCount: 3,
    cases: [1, 1],
    days: [13, 4],
    amountsOre: [1_170_000, 440_000],
    netOre: 730_000,
  });
  t.strictSame(propose(there, stockholm).document, document);
  const none = propose(here, malmo, []).document;
  const nothing = { lineCount: 0, cases: [0, 0], days: [0, 0], amountsOre: [0, 0], netOre: 0 };
  t.match(none, nothing, 'of a period without lines');
  t.notOk(Object.is(none.netOre, -0));
  t.not(none.linesDigest, document.linesDigest);
  t.match(propose(here, malmo, lines, { agreement: '2025' }).document, { agreement: '2025' });
});

t.test('a proposal carries its lines, or as many blocks of them', async (t) => {
  for (const count of [0, 1, linesCarried]) {
    const { content } = propose(there, stockholm, many(count));
    t.same([content.lines.length, content.blocks.length], [count, 0], `${count} lines`);
  }
  for (const [count, blocks] of [
    [linesCarried + 1, 101],
    [2 * linesCarried, linesCarried],
    [2 * linesCarried + 1, 134],
  ] as const) {
    const proposal = propose(there, stockholm, many(count));
    t.same([proposal.content.lines.length, proposal.content.blocks.length], [0, blocks], `${count} lines`);
    t.equal(said(hear(proposal, many(count))), 'statement-proposed');
  }
});

t.test(
  'another city’s statement is compared line by line, and the first that differs is named',
  async (t) => {
    const [one, two, three] = lines as [(typeof lines)[0], (typeof lines)[0], (typeof lines)[0]];
    const altered = (of: typeof one, changes: object) => ({ ...of, line: { ...of.line, ...changes } });
    const rows: [what: string, ours: Lines, named: string | undefined][] = [
      ['the same', lines, undefined],
      ['in whatever order they were written', [three, one, two], undefined],
      ['another amount', [one, altered(two, { amountOre: 270_001 }), three], 'line-2'],
      ['another count of days', [one, two, altered(three, { stayDays: 5 })], 'line-3'],
      [
        'another service, with the same sums',
        [one, altered(two, { service: 'occupation' }), three],
        'line-2',
      ],
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
      else t.strictSame(outcome, { refusal: 'STATEMENT_DIFFERS', facts: { line: named } }, what);
    }
  },
);

t.test('of more lines than a proposal carries, the block that differs is named', async (t) => {
  const theirs = many(401);
  const proposal = propose(there, stockholm, theirs);
  const altering = (at: number) =>
    theirs.map((one, n) => (n === at ? { ...one, line: { ...one.line, amountOre: 1 } } : one));
  const rows: [altered: number, named: string][] = [
    [0, 'one of those from line-000 on'],
    [2, 'one of those from line-000 on'],
    [3, 'one of those from line-003 on'],
    [400, 'one of those from line-399 on'],
  ];
  for (const [at, line] of rows)
    t.strictSame(
      hear(proposal, altering(at)),
      { refusal: 'STATEMENT_DIFFERS', facts: { line } },
      `line ${at}`,
    );
});

t.test('one city has 200 lines and the other 201: no line that both have alike is named', async (t) => {
  const [fewer, more] = [many(linesCarried), many(linesCarried + 1)];
  for (const [theirs, ours] of [
    [more, fewer],
    [fewer, more],
  ] as const) {
    const outcome = hear(propose(there, stockholm, theirs), ours);
    t.match(outcome, { refusal: 'STATEMENT_DIFFERS' });
    t.notMatch(
      outcome,
      { facts: { line: 'line-000' } },
      `they have ${theirs.length}; line-000 is the same in both, line-200 is not`,
    );
  }
});

t.test('no field of the document can be another than the lines give', async (t) => {
  const { document, content } = propose(there, stockholm);
  const altered: Partial<StatementDocument>[] = [
    { cities: ['stockholm', 'malmo'] },
    { agreement: '2025' },
    { lineCount: 4 },
    { linesDigest: `sha-256:${'0'.repeat(64)}` },
    { cases: [2, 1] },
    { cases: [1, 0] },
    { days: [12, 4] },
    { days: [13, 5] },
    { amountsOre: [1_170_001, 440_000] },
    { amountsOre: [440_000, 1_170_000] },
    { netOre: 729_999 },
    { netOre: -730_000 },
  ];
  for (const change of altered) {
    const outcome = hear({ document: { ...document, ...change }, content }, lines);
    if (change.agreement)
      t.equal(said(outcome), 'statement-proposed', 'the version is the proposer’s to say');
    else
      t.match(
        outcome,
        { refusal: 'STATEMENT_DIFFERS', facts: { line: /^none of the lines/ } },
        JSON.stringify(change),
      );
  }
});

const standing = (changes: Partial<Statement> = {}, within: Partial<StatementDocument> = {}): Statement => ({
  id: id('s-1'),
  document: { ...propose(here, malmo).document, ...within },
  state: 'proposed',
  proposedBy: stockholm,
  signatures: [],
  refusalCode: null,
  differsAt: null,
  ...changes,
});

t.test('a period ends tomorrow at the latest and shares no line with another', async (t) => {
  const february = standing({}, { from: '2025-02-01', until: '2025-03-01' });
  const of2025 = standing({}, { from: '2025-02-01', until: '2025-03-01', agreement: '2025' });
  type Row = [
    from: string,
    until: string,
    others: Statement[],
    expected?: string | undefined,
    agreement?: string,
  ];
  const rows: Row[] = [
    ['2025-03-01', '2025-03-04', []],
    ['2025-03-01', '2025-03-05', [], 'STATEMENT_PERIOD_OPEN'],
    ['2025-03-03', '2025-03-04', []],
    ['2025-03-03', '2025-03-03', [], 'DATE_IMPOSSIBLE'],
    ['2025-03-03', '2025-03-02', [], 'DATE_IMPOSSIBLE'],
    ['2025-03-01', '2025-03-02', [february]],
    ['2025-02-28', '2025-03-02', [february], 'STATEMENT_OVERLAPS'],
    ['2025-01-01', '2025-02-01', [february]],
    ['2025-01-01', '2025-02-02', [february], 'STATEMENT_OVERLAPS'],
    ['2025-02-10', '2025-02-11', [february], 'STATEMENT_OVERLAPS'],
    ['2025-01-01', '2025-03-04', [february], 'STATEMENT_OVERLAPS'],
    ['2025-02-10', '2025-02-11', [february], 'STATEMENT_OVERLAPS', '2025'],
    ['2025-02-10', '2025-02-11', [of2025], 'STATEMENT_OVERLAPS', '2025'],
    ['2025-02-10', '2025-02-11', [of2025], 'STATEMENT_OVERLAPS'],
    ['2025-02-10', '2025-02-11', [of2025], undefined, '2024'],
  ];
  for (const [from, until, others, expected, agreement] of rows) {
    const input = { city: 'malmo', from, until, ...(agreement ? { agreement } : {}) };
    const proposed = decideProposeStatement(id('s-2'), input, statementFacts([], stockholm, others), here);
    const name = `${from} to ${until} ${agreement ?? ''}`;
    t.equal(said(proposed), expected ?? 'statement-proposed → statement-proposed to malmo', name);
    const { document, content } = propose(there, stockholm, []);
    const altered = { document: { ...document, from, until, agreement: agreement ?? null }, content };
    t.equal(
      said(hear(altered, [], others)),
      expected ?? 'statement-proposed',
      `${name}, from the other city`,
    );
  }
  for (const city of ['stockholm', 'oslo'])
    t.equal(
      said(decideProposeStatement(id('s'), { city, ...period }, statementFacts(lines), here)),
      'CITY_NOT_PARTY',
      city,
    );
  const dates = { from: day('2025-01-01'), until: day('2025-02-01') };
  t.equal(sharesLines({ ...dates, agreement: null }, { ...dates, agreement: id<AgreementId>('2025') }), true);
  t.equal(
    sharesLines(
      { ...dates, agreement: id<AgreementId>('2024') },
      { ...dates, agreement: id<AgreementId>('2025') },
    ),
    false,
  );
});

t.test(
  'the city that was asked signs or declines, once, and the one that proposed hears of it',
  async (t) => {
    const signs = 'statement-signed → statement-signed to malmo';
    const declines = 'statement-declined → statement-declined to malmo';
    const shares = 'statement-signed → statement-shared to goteborg';
    const no = 'STATEMENT_STATE';
    type Row = [what: string, of: Statement, signs: string, declines: string, hears: string, hearsNo: string];
    const rows: Row[] = [
      ['asked', standing({ proposedBy: malmo }), signs, declines, no, no],
      ['its own', standing(), no, no, shares, 'statement-declined'],
      ...(['signed', 'refused', 'declined', 'shared'] as const).flatMap((state): Row[] => [
        [state, standing({ proposedBy: malmo, state }), no, no, no, no],
        [`its own, ${state}`, standing({ state }), no, no, no, no],
      ]),
    ];
    const { signed } = propose(there, stockholm).content;
    const reason = { reason: 'lines-missing' } as const;
    for (const [what, statement, ...expected] of rows) {
      const outcomes = [
        decideSignStatement(statement, here),
        decideDeclineStatement(statement, reason, here),
        decideReceiveStatementSignature(statement, malmo, signed, here),
        decideReceiveDecline(statement, malmo, { statementId: 's-1', ...reason }, here),
      ];
      t.same(outcomes.map(said), expected, what);
    }
    for (const outcome of [
      decideReceiveStatementSignature(standing(), goteborg, signed, here),
      decideReceiveDecline(standing(), goteborg, { statementId: 's-1', ...reason }, here),
    ])
      t.equal(said(outcome), no, 'from a third city');
    const { document } = standing();
    t.equal(partiesRefusal(document, [stockholm, malmo]), undefined);
    t.equal(partiesRefusal(document, [malmo, stockholm]), undefined);
    t.equal(partiesRefusal(document, [stockholm, goteborg])?.refusal, 'CITY_NOT_PARTY');
  },
);

t.test('the third city is told what two have signed, and takes it from one of them only', async (t) => {
  const { document } = standing();
  const [byMalmo, byStockholm] = [there, here].map((one) => one.sign('statement', document));
  if (!byMalmo || !byStockholm) throw new Error('Two signatures');
  const proposed = standing({ signatures: [{ city: stockholm, signed: byStockholm }] });
  const { messages } = agreed(decideReceiveStatementSignature(proposed, malmo, byMalmo, here));
  const content = { signatures: [byMalmo, byStockholm] };
  t.match(messages, [{ type: 'statement-shared', to: goteborg, thread: 'statements/s-1', subject: 's-1' }]);
  t.strictSame(messages[0]?.content, content, 'in the order of the cities');
  const third = around({ city: goteborg });
  const tell = (
    from: City,
    documents: StatementDocument[] = [document, document],
    known?: Statement,
    at = third,
  ) => decideReceiveShared(from, documents, content, known, at);
  t.match(agreed(tell(stockholm)).events, [
    {
      type: 'statement-shared',
      statementId: 's-1',
      document,
      proposedBy: stockholm,
      signatures: [
        { city: malmo, signed: byMalmo },
        { city: stockholm, signed: byStockholm },
      ],
    },
  ]);
  t.equal(said(tell(malmo)), 'statement-shared');
  t.equal(said(tell(goteborg)), 'CITY_NOT_PARTY', 'from a city that is not in it');
  t.equal(said(tell(stockholm, undefined, undefined, there)), 'CITY_NOT_PARTY', 'of this city itself');
  t.equal(
    said(tell(stockholm, undefined, standing({ state: 'shared' }))),
    'STATEMENT_STATE',
    'a second time',
  );
  const differs = { refusal: 'STATEMENT_DIFFERS', facts: { line: 'the signatures' } };
  t.strictSame(tell(stockholm, [document, { ...document, netOre: 1 }]), differs, 'of two documents');
  t.strictSame(tell(stockholm, [document]), differs, 'with one signature');
  t.strictSame(tell(stockholm, []), differs);
});

t.test('postings of any lines sum to zero, in whole öre and days', async (t) => {
  const pair = fc.shuffledSubarray(members, { minLength: 2, maxLength: 2 }) as fc.Arbitrary<[City, City]>;
  const ore = fc.integer({ min: -100_000_000_000, max: 100_000_000_000 });
  const anyLine = fc
    .record({ pair, stayDays: fc.integer({ min: -3660, max: 3660 }), amountOre: ore })
    .map(({ pair: [homeCity, receivingCity], stayDays, amountOre }) =>
      costLine({ homeCity, receivingCity, stayDays, amountOre }),
    );
  const property = fc.property(fc.array(anyLine, { maxLength: 20 }), (any) => {
    const sums = { ore: 0n, days: 0n };
    for (const line of any) {
      const [performed, owed] = postingsOf(line);
      if (performed.city !== line.receivingCity || owed.city !== line.homeCity) return false;
      if (performed.amountOre !== line.amountOre || performed.days !== line.stayDays) return false;
      if (Object.is(owed.amountOre, -0) || Object.is(owed.days, -0)) return false;
      for (const { amountOre, days } of [performed, owed]) {
        sums.ore += BigInt(amountOre);
        sums.days += BigInt(days);
      }
    }
    return sums.ore === 0n && sums.days === 0n;
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 200 }));
  t.match(postingsOf(costLine()), [
    { city: malmo, amountOre: 900_000, days: 10 },
    { city: stockholm, amountOre: -900_000, days: -10 },
  ]);
});
