// What the auditor finds in one exported statement, and how it names it.
import { canonicalJson } from '@storstad/evidence';
import { readMembers } from '@storstad/members';
import t from 'tap';
import { checkStatement } from '../src/check-statement.js';
import { auditing, type BookedLine, type Changes, exported, line, someLines } from './helpers/statement.js';

const named = (number: number, n: number) => `line ${number} (cost line ${line(n).id})`;
const [first, second, third] = someLines as [BookedLine, BookedLine, BookedLine];
const well =
  'The statement 1a2b3c4d-5e6f-4708-91a2-b3c4d5e6f708 of malmo and stockholm, 2025-01-01 up to 2026-01-01, is well: ';

t.test('a statement that is all right', async (t) => {
  const { check } = auditing(t);
  for (const lines of [[], [first], someLines])
    t.strictSame(await check(exported(lines)), {
      status: 0,
      said: [`${well}${lines.length} lines, signed by both.`],
      complaints: [],
    });
  const ofNoVersion = [first, { ...second, line: { ...second.line, agreement: '2024' } }];
  t.equal(
    (await check(exported(ofNoVersion, { document: { agreement: null } }))).status,
    0,
    'of all versions',
  );
});

t.test('a line that is wrong is named, the first one only', async (t) => {
  const { check } = auditing(t);
  const differs = 'its booking day or its digest was altered: the digest of the lines so far is another';
  const table: [name: string, lines: BookedLine[], finding: string, changes?: Changes][] = [
    [
      'signed by the other city',
      [first, { ...second, signedBy: 'malmo' }, third],
      `${named(3, 2)}: it is not signed by stockholm, which has carried it out`,
    ],
    [
      'signed by a third',
      [
        { ...first, signedBy: 'goteborg' },
        { ...second, signedBy: 'malmo' },
      ],
      `${named(2, 1)}: its signature does not hold: it is by a key that is on no member card of the city`,
    ],
    [
      'signed as something else',
      [{ ...first, typ: 'storstad-statement+json' }],
      `${named(2, 1)}: its signature does not hold: it is over another kind of document`,
    ],
    [
      'not canonical',
      [{ ...first, payload: JSON.stringify({ ...first.line, z: undefined }, null, 1) }],
      'line 2 (a cost line whose id cannot be read): what is signed is no cost line',
    ],
    [
      'no cost line',
      [{ ...first, payload: canonicalJson({ ...first.line, days: 'ten' }) }],
      `${named(2, 1)}: what is signed is no cost line`,
    ],
    [
      'of other cities',
      [{ bookedOn: '2025-05-15', line: line(1, { homeCity: 'goteborg' }) }],
      `${named(2, 1)}: is between goteborg and malmo`,
    ],
    [
      'a city with itself',
      [{ bookedOn: '2025-05-15', line: line(1, { homeCity: 'malmo' }) }],
      `${named(2, 1)}: is between malmo and malmo`,
    ],
    [
      'before the period',
      [{ ...first, bookedOn: '2024-12-31' }],
      `${named(2, 1)}: is booked on 2024-12-31, outside the period`,
    ],
    [
      'on the day after the period',
      [{ ...first, bookedOn: '2026-01-01' }],
      `${named(2, 1)}: is booked on 2026-01-01, outside the period`,
    ],
    [
      'of another version',
      [{ ...first, line: line(1, { agreement: '2024' }) }],
      `${named(2, 1)}: is under the agreement version 2024`,
    ],
    [
      'out of order by day',
      [third, first],
      `${named(3, 1)}: is not in order of booking day and id, or is there twice`,
    ],
    [
      'out of order by id',
      [second, first],
      `${named(3, 1)}: is not in order of booking day and id, or is there twice`,
    ],
    ['twice', [first, first], `${named(3, 1)}: is not in order of booking day and id, or is there twice`],
  ];
  for (const [name, lines, finding, changes] of table)
    t.strictSame(await check(exported(lines, changes)), { status: 1, said: [finding], complaints: [] }, name);
  const text = exported(someLines);
  t.strictSame((await check(text.replace('"bookedOn":"2025-05-15"', '"bookedOn":"2025-05-14"'))).said, [
    `${named(2, 1)}: ${differs}`,
  ]);
  t.strictSame((await check(text.replace('"bookedOn":"2025-06-02"', '"bookedOn":"2025-06-03"'))).said, [
    `${named(4, 3)}: ${differs}`,
  ]);
});

t.test('the first and the last day of the period belong to it', async (t) => {
  const { check } = auditing(t);
  t.equal(
    (
      await check(
        exported([
          { ...first, bookedOn: '2025-01-01' },
          { ...second, bookedOn: '2025-12-31' },
        ]),
      )
    ).status,
    0,
  );
});

t.test('what the statement says must be what its lines give', async (t) => {
  const { check } = auditing(t);
  const said = 'line 1 (the statement): ';
  const table: [Changes['document'] & object, string][] = [
    [{ lineCount: 4 }, `${said}lineCount is 4, and the lines give 3`],
    [{ cases: [2, 1] }, `${said}cases is 2,1, and the lines give 1,1`],
    [{ days: [0, 11] }, `${said}days is 0,11, and the lines give 0,10`],
    [{ amountsOre: [0, 2] }, `${said}amountsOre is 0,2, and the lines give 0,1`],
    [{ netOre: 1 }, `${said}netOre is 1, and the lines give -1`],
  ];
  for (const [document, finding] of table)
    t.strictSame(await check(exported(someLines, { document })), {
      status: 1,
      said: [finding],
      complaints: [],
    });
  const linesDigest = `sha-256:${'0'.repeat(64)}`;
  t.match((await check(exported(someLines, { document: { linesDigest } }))).said, [
    /linesDigest is sha-256:0+, and/,
  ]);
  const days = { status: 1, said: ['line 1 (the statement): its period has no day'] };
  t.match(await check(exported([], { document: { until: '2025-01-01' } })), days);
});

t.test('the signatures of both cities, over this statement', async (t) => {
  const { check, members, run, fileOf } = auditing(t);
  const said = 'line 1 (the statement): ';
  const missing = 'there is no signature by a key of ';
  const table: [signedBy: string[], findings: string[]][] = [
    [['malmo'], [`${said}${missing}stockholm`]],
    [['stockholm'], [`${said}${missing}malmo`]],
    [[], [`${said}${missing}malmo`, `${said}${missing}stockholm`]],
    [['malmo', 'malmo'], [`${said}${missing}stockholm`]],
    [['malmo', 'stockholm', 'goteborg'], [`${said}it has more signatures than cities`]],
  ];
  for (const [signedBy, findings] of table)
    t.strictSame(await check(exported(someLines, { signedBy })), {
      status: 1,
      said: findings,
      complaints: [],
    });
  const [own = '', ofAnother = ''] = [exported(someLines), exported([])].map((text) => text.split('\n')[0]);
  const mixed = `${own.split('"signatures"')[0]}"signatures"${ofAnother.split('"signatures"')[1]}`;
  t.strictSame((await check(exported(someLines).replace(own, mixed))).said, [
    `${said}malmo has signed something else`,
    `${said}stockholm has signed something else`,
  ]);
  const broken = exported(someLines).replace(/"signature":"(..)/, '"signature":"__');
  t.strictSame((await check(broken)).said, [
    `${said}the signature of malmo does not hold: the bytes or the signature were altered`,
  ]);
  const cities = exported([], { cities: ['malmo', 'uppsala'], signedBy: ['malmo'] });
  t.strictSame((await run('check-statement', '--members', members, fileOf('a.jsonl', cities))).said, [
    `${said}there is no member card of uppsala`,
  ]);
  const order = exported([], { cities: ['stockholm', 'malmo'] });
  t.strictSame((await check(order)).said, [`${said}its cities are not two in alphabetical order`]);
});

t.test('a file that is not whole, or more than whole', async (t) => {
  const { check } = auditing(t);
  const text = exported(someLines);
  const lines = text.split(/(?<=\n)/);
  const [head = '', one = '', two = '', three = '', end = ''] = lines;
  const table: [name: string, content: string, finding: string][] = [
    ['empty', '', 'line 1 (the statement): is not there; the file is empty'],
    ['no head', one + two, 'line 1 (the statement): is no statement'],
    ['no end', head + one + two + three, 'line 5 (the end): is not there; the file is not whole'],
    [
      'the last line feed',
      text.slice(0, -1),
      'line 5 (the end): does not end with a line feed; the file is not whole',
    ],
    [
      'a line left out',
      head + one + three + end,
      `${named(3, 3)}: its booking day or its digest was altered: the digest of the lines so far is another`,
    ],
    ['the last line left out', head + one + two + end, 'line 4 (the end): says 3 lines, and there are 2'],
    ['more after the end', text + end, 'line 6 (the end): comes after the end'],
    ['two statements', head + head, 'line 2 (a statement): is a second statement'],
    [
      'spaces',
      head + one.replace(':', ': ') + two,
      `${named(2, 1)}: is not in the form in which a node writes it`,
    ],
    [
      'a carriage return',
      head + one.replace('\n', '\r\n') + two,
      `${named(2, 1)}: is not in the form in which a node writes it`,
    ],
    [
      'another member',
      head + one.replace('}\n', ',"x":1}\n'),
      `${named(2, 1)}: is not in the form in which a node writes it`,
    ],
    [
      'a member twice',
      head + one.replace('{', '{"kind":"line",'),
      `${named(2, 1)}: is not JSON (DUPLICATE_KEY)`,
    ],
    ['an empty line', `${head}\n`, 'line 2 (a cost line whose id cannot be read): is not JSON (NOT_JSON)'],
    [
      'another kind',
      `${head}{"kind":"x"}\n`,
      'line 2 (a cost line whose id cannot be read): is no record of a statement',
    ],
  ];
  for (const [name, content, finding] of table)
    t.strictSame(await check(content), { status: 1, said: [finding], complaints: [] }, name);
  const bytes = Buffer.from(text);
  bytes[head.length + 5] = 0xff;
  t.strictSame((await check(bytes)).said, [`${named(2, 1)}: is not UTF-8`]);
  t.match((await check(Buffer.alloc(3_000_000, 'x'))).said, [/^line 1 \(the statement\): does not end/]);
});

t.test('every byte counts', async (t) => {
  const { fileOf, members } = auditing(t);
  const cards = readMembers(members);
  if (!cards.ok) throw new Error(cards.problems.join());
  for (const [lines, step] of [
    [[first], 1],
    [someLines, 7],
  ] as const) {
    const bytes = Buffer.from(exported(lines));
    const ends = [...bytes].flatMap((byte, at) => (byte === 10 ? [at] : []));
    for (let at = 0; at < bytes.length; at += step) {
      const altered = Buffer.from(bytes);
      altered[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const { findings } = await checkStatement(fileOf('altered.jsonl', altered), cards.members);
      const inLine = ends.findIndex((end) => at <= end) + 1;
      // A line feed that is no more joins its line with the next one: the line that it ended is named.
      if (!findings.some((finding) => finding.startsWith(`line ${inLine} (`)))
        t.fail(`byte ${at} of line ${inLine}: ${findings}`);
    }
    t.ok(bytes.length > 2_000, `${bytes.length} bytes, each ${step}. altered`);
  }
});

t.test('what cannot be run', async (t) => {
  const { run, members, folder, fileOf } = auditing(t);
  const file = fileOf('a.jsonl', exported([]));
  const usage = /^usage: storstad-auditor check-statement/;
  for (const args of [
    [],
    ['check'],
    ['check-statement', file],
    ['check-statement', '--members', members],
    ['check-statement', '--members', members, file, file],
    ['compare', file],
    ['compare', file, file, file],
    ['check-sum'],
  ]) {
    const { status, said, complaints } = await run(...args);
    t.strictSame([status, said], [2, []], args.join(' '));
    t.match(complaints[0], usage);
  }
  for (const args of [
    ['check-statement', '--members', `${folder}/none`, file],
    ['check-statement', '--members', members, `${folder}/none`],
    ['check-statement', '--colour', 'red', file],
    ['compare', file, `${folder}/none`],
    ['check-sum', `${folder}/none`],
  ]) {
    const { status, said, complaints } = await run(...args);
    t.strictSame([status, said, complaints.length], [2, [], 1], `${args.join(' ')}: ${complaints}`);
  }
});
