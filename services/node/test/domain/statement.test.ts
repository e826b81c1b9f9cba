// The account between two cities: a statement reads the same from both sides, and the sum over all cities is zero.
import type { CostLine, SealedContent, StatementDocument } from '@storstad/contract';
import fc from 'fast-check';
import t from 'tap';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { amountOf } from '../../src/domain/cost-line.js';
import { postingsOf } from '../../src/domain/ledger.js';
import {
  decideProposeStatement,
  decideReceiveStatement,
  decideReceiveStatementSignature,
  decideSignStatement,
  partiesRefusal,
  type Statement,
  type StatementFacts,
} from '../../src/domain/statement.js';
import type { City } from '../../src/domain/values.js';
import { costLine } from './cases.js';
import { agreed, around, goteborg, id, malmo, members, said, stockholm } from './support.js';

const here = around();
const there = around({ city: malmo });
const reversed = { homeCity: malmo, receivingCity: stockholm };
const lines = [
  costLine({ id: 'line-1' }),
  costLine({ id: 'line-2', days: 3, amountOre: 270_000 }),
  costLine({ id: 'line-3', ...reversed, days: 4, amountOre: 440_000 }),
];
const period = { from: '2025-02-01', until: '2025-03-04' };
const facts = (changes: Partial<StatementFacts> = {}): StatementFacts => ({ lines, others: [], ...changes });

/** What a city proposes to another. */
function propose(surroundings: Circumstances, city: City, ledger = facts()) {
  const input = { city, ...period };
  const { events, messages } = agreed(decideProposeStatement(id('s-1'), input, ledger, surroundings));
  const [event] = events;
  if (event?.type !== 'statement-proposed') throw new Error('A proposal is a statement');
  return { document: event.document, content: messages[0]?.content as SealedContent<'statement-proposed'> };
}

t.test('the document is the same from both sides', async (t) => {
  const { document } = propose(here, malmo);
  t.match(document, { cities: ['malmo', 'stockholm'], lineCount: 3, days: [13, 4], netOre: 730_000 });
  t.same(propose(there, stockholm).document, document);
  const none = propose(here, malmo, facts({ lines: [] })).document;
  t.match(none, { lineCount: 0, days: [0, 0], netOre: 0 }, 'of a period without lines');
  t.not(none.linesDigest, document.linesDigest);
});

t.test('S9: net over three cities', async (t) => {
  const stays: [home: City, receiving: City, days: number, rate: number][] = [
    [stockholm, malmo, 100, 90_000],
    [malmo, goteborg, 90, 100_000],
    [goteborg, stockholm, 60, 110_000],
  ];
  const net = new Map(members.map((city) => [city, { ore: 0, days: 0 }]));
  for (const [homeCity, receivingCity, days, rate] of stays)
    for (const posting of postingsOf(
      costLine({ homeCity, receivingCity, days, amountOre: amountOf(days, rate) }),
    )) {
      const sum = net.get(posting.city) ?? { ore: 0, days: 0 };
      net.set(posting.city, { ore: sum.ore + posting.amountOre, days: sum.days + posting.days });
    }
  t.same(net.get(malmo), { ore: 0, days: 10 });
  t.same(net.get(goteborg), { ore: 2_400_000, days: 30 });
  t.same(net.get(stockholm), { ore: -2_400_000, days: -40 });
});

t.test(
  'another city’s statement is compared line by line, and the first that differs is named',
  async (t) => {
    const [one, two, three] = lines as [CostLine, CostLine, CostLine];
    const rows: [what: string, ours: CostLine[], named: string | undefined][] = [
      ['the same', lines, undefined],
      ['another amount', [one, { ...two, amountOre: 270_001 }, three], 'line-2'],
      ['another count of days', [one, two, { ...three, days: 5 }], 'line-3'],
      ['another service, with the same sums', [one, { ...two, service: 'occupation' }, three], 'line-2'],
      ['one fewer', [one, three], 'line-2'],
      ['one more', [...lines, costLine({ id: 'line-0' })], 'line-0'],
      ['two that differ', [one, { ...two, days: 9 }, { ...three, days: 9 }], 'line-2'],
      ['none', [], 'line-1'],
    ];
    const { document, content } = propose(there, stockholm);
    for (const [what, ours, named] of rows) {
      const outcome = decideReceiveStatement(malmo, document, content, facts({ lines: ours }), here);
      if (named === undefined) t.equal(said(outcome), 'statement-proposed', what);
      else t.same(outcome, { refusal: 'STATEMENT_DIFFERS', facts: { line: named } }, what);
    }
    const many = Array.from({ length: 301 }, (_, n) =>
      costLine({ id: `line-${String(n).padStart(3, '0')}` }),
    );
    const { length } = propose(there, stockholm, facts({ lines: many.slice(1) })).content.lines;
    t.equal(length, 300);
    const long = propose(there, stockholm, facts({ lines: many }));
    t.same(long.content.lines, [], 'more than 300 lines are not carried');
    t.equal(
      said(decideReceiveStatement(malmo, long.document, long.content, facts({ lines: many }), here)),
      'statement-proposed',
    );
    t.match(decideReceiveStatement(malmo, long.document, long.content, facts(), here), {
      facts: { line: 'one of more than 300' },
    });
  },
);

t.test('no field of the document can be another than the lines give', async (t) => {
  const { document, content } = propose(there, stockholm);
  const altered: Partial<StatementDocument>[] = [
    { cities: ['stockholm', 'malmo'] },
    { lineCount: 4 },
    { linesDigest: `sha-256:${'0'.repeat(64)}` },
    { days: [12, 4] },
    { days: [13, 5] },
    { netOre: 729_999 },
    { netOre: -730_000 },
  ];
  for (const change of altered)
    t.match(
      decideReceiveStatement(malmo, { ...document, ...change }, content, facts(), here),
      { refusal: 'STATEMENT_DIFFERS', facts: { line: /^none of the lines/ } },
      JSON.stringify(change),
    );
});

const standing = (changes: Partial<Statement> = {}, within: Partial<StatementDocument> = {}): Statement => ({
  id: id('s-1'),
  document: { ...propose(here, malmo).document, ...within },
  state: 'proposed',
  proposedBy: stockholm,
  signatures: [],
  refusalCode: null,
  ...changes,
});

t.test('a period ends tomorrow at the latest and shares no day with another', async (t) => {
  const february = standing({}, { from: '2025-02-01', until: '2025-03-01' });
  const rows: [from: string, until: string, others: Statement[], expected: string | undefined][] = [
    ['2025-03-01', '2025-03-04', [], undefined],
    ['2025-03-01', '2025-03-05', [], 'STATEMENT_PERIOD_OPEN'],
    ['2025-03-03', '2025-03-04', [], undefined],
    ['2025-03-03', '2025-03-03', [], 'DATE_IMPOSSIBLE'],
    ['2025-03-03', '2025-03-02', [], 'DATE_IMPOSSIBLE'],
    ['2025-03-01', '2025-03-02', [february], undefined],
    ['2025-02-28', '2025-03-02', [february], 'STATEMENT_OVERLAPS'],
    ['2025-01-01', '2025-02-01', [february], undefined],
    ['2025-01-01', '2025-02-02', [february], 'STATEMENT_OVERLAPS'],
    ['2025-02-10', '2025-02-11', [february], 'STATEMENT_OVERLAPS'],
    ['2025-01-01', '2025-03-04', [february], 'STATEMENT_OVERLAPS'],
  ];
  for (const [from, until, others, expected] of rows) {
    const ledger = facts({ lines: [], others });
    const proposed = decideProposeStatement(id('s-2'), { city: 'malmo', from, until }, ledger, here);
    const name = `${from} to ${until}`;
    t.equal(said(proposed), expected ?? 'statement-proposed → statement-proposed to malmo', name);
    const { document, content } = propose(there, stockholm, facts({ lines: [] }));
    const heard = decideReceiveStatement(malmo, { ...document, from, until }, content, ledger, here);
    t.equal(said(heard), expected ?? 'statement-proposed', `${name}, from the other city`);
  }
  for (const city of ['stockholm', 'oslo'])
    t.equal(
      said(decideProposeStatement(id('s'), { city, ...period }, facts(), here)),
      'CITY_NOT_PARTY',
      city,
    );
});

t.test('the city that was asked signs, once, and the one that proposed hears of it', async (t) => {
  const rows: [what: string, statement: Statement, signs: string, hears: string][] = [
    [
      'asked',
      standing({ proposedBy: malmo }),
      'statement-signed → statement-signed to malmo',
      'STATEMENT_STATE',
    ],
    ['its own', standing(), 'STATEMENT_STATE', 'statement-signed'],
    ['signed', standing({ proposedBy: malmo, state: 'signed' }), 'STATEMENT_STATE', 'STATEMENT_STATE'],
    ['refused', standing({ proposedBy: malmo, state: 'refused' }), 'STATEMENT_STATE', 'STATEMENT_STATE'],
    ['its own, signed', standing({ state: 'signed' }), 'STATEMENT_STATE', 'STATEMENT_STATE'],
  ];
  const { signed } = propose(there, stockholm).content;
  for (const [what, statement, signs, hears] of rows) {
    t.equal(said(decideSignStatement(statement, here)), signs, `signs what is ${what}`);
    t.equal(
      said(decideReceiveStatementSignature(statement, malmo, signed, here)),
      hears,
      `hears of what is ${what}`,
    );
  }
  t.equal(
    said(decideReceiveStatementSignature(standing(), goteborg, signed, here)),
    'STATEMENT_STATE',
    'from a third city',
  );
  const { document } = standing();
  t.equal(partiesRefusal(document, [stockholm, malmo]), undefined);
  t.equal(partiesRefusal(document, [malmo, stockholm]), undefined);
  t.equal(partiesRefusal(document, [stockholm, goteborg])?.refusal, 'CITY_NOT_PARTY');
});

t.test('postings of any lines sum to zero, in whole öre and days', async (t) => {
  const pair = fc.shuffledSubarray(members, { minLength: 2, maxLength: 2 }) as fc.Arbitrary<[City, City]>;
  const anyLine = fc
    .record({
      pair,
      days: fc.integer({ min: 0, max: 3660 }),
      rate: fc.integer({ min: 0, max: 100_000_000_000 }),
    })
    .map(({ pair: [homeCity, receivingCity], days, rate }) =>
      costLine({ homeCity, receivingCity, days, dayRateOre: rate, amountOre: amountOf(days, rate) }),
    );
  const property = fc.property(fc.array(anyLine, { maxLength: 20 }), (any) => {
    const sums = { ore: 0n, days: 0n };
    for (const line of any) {
      const [performed, owed] = postingsOf(line);
      const isExact = BigInt(line.amountOre) === BigInt(line.days) * BigInt(line.dayRateOre);
      const isWhole = [performed, owed].every(
        (p) => Number.isSafeInteger(p.amountOre) && Number.isSafeInteger(p.days),
      );
      const isRight =
        performed.city === line.receivingCity && owed.city === line.homeCity && performed.amountOre >= 0;
      if (!isExact || !isWhole || !isRight || Object.is(owed.amountOre, -0) || Object.is(owed.days, -0))
        return false;
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
