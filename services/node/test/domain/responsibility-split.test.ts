// S8: when a child appears in a running case, both cities sign who does what (002:63).
import type { ProposeResponsibilitySplit, ResponsibilitySplitDocument } from '@storstad/contract';
import t from 'tap';
import type { Case } from '../../src/domain/case.js';
import type { CaseEvent, Decided } from '../../src/domain/event.js';
import {
  decideProposeSplit,
  decideReceiveSplit,
  decideReceiveSplitSignature,
  decideSignSplit,
  splitInForce,
} from '../../src/domain/responsibility-split.js';
import type { City, IncidentId, SplitId } from '../../src/domain/values.js';
import { given, homeCase, receivingCase } from './cases.js';
import { incident, settled } from './follow-ups.js';
import { agreed, around, goteborg, id, malmo, said, stockholm } from './support.js';

const child = incident('child-surfaced');
const ids = { incidentId: child.id, id: id<SplitId>('split-1') };
const measures = { homeMeasures: ['contact-with-guardian'], receivingMeasures: ['child-housing'] } as const;
const input = (changes: Partial<ProposeResponsibilitySplit> = {}): ProposeResponsibilitySplit => ({
  homeMeasures: [...measures.homeMeasures],
  receivingMeasures: [...measures.receivingMeasures],
  ...changes,
});
const at = (city: City, changes: Partial<typeof child> = {}): Case =>
  city === stockholm
    ? homeCase('in-progress', { incidents: [{ ...child, ...changes }] })
    : receivingCase('in-progress', { incidents: [{ ...child, ...changes }] });
const propose = (city: City, body = input(), theCase = at(city), which = ids) =>
  decideProposeSplit(theCase, which, body, around({ city }));
const after = (theCase: Case, outcome: Decided) => given(outcome.events as CaseEvent[], theCase);
const proposedBy = (city: City) => {
  const [message] = agreed(propose(city)).messages;
  if (message?.type !== 'responsibility-split-proposed') throw new Error('A proposal is told');
  const { signed } = message.content;
  const document = JSON.parse(Buffer.from(signed.payload, 'base64url').toString());
  return { signed, document: document as ResponsibilitySplitDocument };
};

t.test('either city proposes, and signs what it proposes', async (t) => {
  for (const [city, to] of [
    [stockholm, 'malmo'],
    [malmo, 'stockholm'],
  ] as const) {
    t.equal(said(propose(city)), `responsibility-split-proposed → responsibility-split-proposed to ${to}`);
    t.same(proposedBy(city).document, {
      id: 'split-1',
      incidentId: 'incident-child-surfaced',
      caseId: 'case-1',
      homeCity: 'stockholm',
      receivingCity: 'malmo',
      ...measures,
      guardianGranted: false,
    });
    const [split] = after(at(city), agreed(propose(city))).incidents[0]?.splits ?? [];
    t.same(
      split?.signatures.map((signature) => signature.city),
      [city],
    );
  }
  t.equal(said(propose(malmo, input(), at(malmo, { closed: settled() }))), 'ALREADY_SETTLED');
  t.equal(said(propose(malmo, input(), at(malmo, { kind: 'wrongdoing' }))), 'NOT_FOUND', 'for a child only');
  const unknown = { ...ids, incidentId: id<IncidentId>('x') };
  t.equal(said(propose(malmo, input(), at(malmo), unknown)), 'NOT_FOUND');
});

t.test('it lists at least one measure, of either city', async (t) => {
  const proposed = 'responsibility-split-proposed → responsibility-split-proposed to stockholm';
  const rows: [changes: Partial<ProposeResponsibilitySplit>, expected: string][] = [
    [{ homeMeasures: [], receivingMeasures: [] }, 'MEASURES_MISSING'],
    [{ homeMeasures: [] }, proposed],
    [{ receivingMeasures: [] }, proposed],
  ];
  for (const [changes, expected] of rows)
    t.equal(said(propose(malmo, input(changes))), expected, JSON.stringify(changes));
});

t.test('no child is placed in protected housing without a guardian (6 kap. 6 d § SoL)', async (t) => {
  const housed = ['protected-housing-with-child' as const];
  for (const where of ['homeMeasures', 'receivingMeasures'] as const) {
    t.equal(said(propose(malmo, input({ [where]: housed }))), 'CHILD_WITHOUT_GUARDIAN', where);
    t.equal(
      said(propose(malmo, input({ [where]: housed, guardianGranted: false }))),
      'CHILD_WITHOUT_GUARDIAN',
    );
    t.match(agreed(propose(malmo, input({ [where]: housed, guardianGranted: true }))).events, [
      { sealed: { document: { guardianGranted: true } } },
    ]);
  }
});

t.test('a proposal that comes is of this case, these cities and a child', async (t) => {
  const { document, signed } = proposedBy(malmo);
  const hear = (changes: Partial<ResponsibilitySplitDocument>, theCase = at(stockholm), from: City = malmo) =>
    said(decideReceiveSplit(theCase, from, { ...document, ...changes }, signed, around()));
  t.equal(hear({}), 'responsibility-split-proposed');
  t.equal(hear({ caseId: 'x' }), 'NOT_FOUND');
  t.equal(hear({ homeCity: 'malmo' }), 'NOT_FOUND');
  t.equal(hear({ receivingCity: 'goteborg' }), 'NOT_FOUND');
  t.equal(hear({ incidentId: 'x' }), 'NOT_FOUND');
  t.equal(hear({}, at(stockholm, { kind: 'wrongdoing' })), 'NOT_FOUND');
  t.equal(hear({}, at(stockholm), goteborg), 'NOT_FOUND');
  const ours = proposedBy(stockholm);
  t.equal(
    said(decideReceiveSplit(at(malmo), stockholm, ours.document, ours.signed, around({ city: malmo }))),
    'responsibility-split-proposed',
    'in the receiving city too',
  );
});

t.test(
  'with the other city’s signature over the same bytes the incident is settled, and the stay goes on',
  async (t) => {
    const { document, signed } = proposedBy(malmo);
    const known = after(
      at(stockholm),
      agreed(decideReceiveSplit(at(stockholm), malmo, document, signed, around())),
    );
    const sign = (theCase: Case, which = ids) => decideSignSplit(theCase, which, around());
    const done = 'responsibility-split-signed, incident-closed → responsibility-split-signed to malmo';
    t.equal(said(sign(known)), done);
    const settledCase = after(known, agreed(sign(known)));
    t.match(settledCase, {
      state: 'in-progress',
      incidents: [
        {
          closed: { decision: 'continues-with-measures', city: 'stockholm', closedOn: '2025-03-03' },
          splits: [{ signatures: [{ city: 'malmo' }, { city: 'stockholm' }] }],
        },
      ],
    });
    t.equal(said(sign(settledCase)), 'ALREADY_SETTLED');
    t.equal(said(sign(known, { ...ids, id: id<SplitId>('x') })), 'NOT_FOUND');
    t.equal(said(sign(known, { ...ids, incidentId: id<IncidentId>('x') })), 'NOT_FOUND');
    const own = after(at(stockholm), agreed(propose(stockholm)));
    t.equal(said(sign(own)), 'WRONG_SIDE', 'nobody signs its own proposal twice');
  },
);

t.test('the signature that comes is over the very bytes that were proposed here', async (t) => {
  const { document, signed } = proposedBy(malmo);
  const waiting = after(at(malmo), agreed(propose(malmo)));
  const theirs = around().sign('responsibility-split', document);
  const hear = (theCase: Case, payload = theirs, which: Partial<ResponsibilitySplitDocument> = {}) =>
    decideReceiveSplitSignature(
      theCase,
      stockholm,
      { ...document, ...which },
      {
        signed: payload,
        signedOn: '2025-02-28',
      },
    );
  const taken = agreed(hear(waiting));
  t.equal(said(taken), 'responsibility-split-signed, incident-closed');
  t.match(taken.events[1], { sealed: { closed: { city: 'stockholm', closedOn: '2025-02-28' } } });
  const other = around().sign('responsibility-split', { ...document, homeMeasures: [] });
  t.equal(said(hear(waiting, other)), 'RESPONSIBILITY_SPLIT_UNSIGNED', 'other bytes');
  t.equal(said(hear(waiting, theirs, { id: 'x' })), 'RESPONSIBILITY_SPLIT_UNSIGNED', 'an unknown proposal');
  t.equal(said(hear(at(malmo))), 'RESPONSIBILITY_SPLIT_UNSIGNED');
  const both = after(waiting, taken);
  t.equal(said(hear(both)), 'nothing', 'the second time');
  const closedHere = {
    ...waiting,
    incidents: waiting.incidents.map((one) => ({ ...one, closed: settled() })),
  };
  t.equal(said(hear(closedHere)), 'responsibility-split-signed', 'settled by another proposal meanwhile');
  t.equal(signed.payload, theirs.payload, 'the same document gives the same bytes');
});

t.test('when both have signed each other’s proposal, the home city’s holds in both', async (t) => {
  const home = proposedBy(stockholm);
  const waiting = after(
    at(stockholm, { closed: settled() }),
    agreed(propose(stockholm, input(), at(stockholm))),
  );
  const theirs = around({ city: malmo }).sign('responsibility-split', home.document);
  const taken = decideReceiveSplitSignature(waiting, malmo, home.document, {
    signed: theirs,
    signedOn: '2025-02-28',
  });
  t.equal(said(taken), 'responsibility-split-signed, incident-closed');
  t.match(
    agreed(taken).events[1],
    { sealed: { closed: { city: 'malmo' } } },
    'settled once more, by this one',
  );
  const split = (by: City[], which: string) => ({
    document: { ...home.document, id: which },
    signatures: by.map((city) => ({ city, signed: home.signed })),
  });
  const rows: [splits: (typeof child)['splits'], holds: string | undefined][] = [
    [[], undefined],
    [[split([stockholm], 'a'), split([malmo], 'b')], undefined],
    [[split([stockholm], 'a'), split([malmo, stockholm], 'b')], 'b'],
    [[split([malmo, stockholm], 'b'), split([stockholm, malmo], 'a')], 'a'],
    [[split([stockholm, malmo], 'a'), split([malmo, stockholm], 'b')], 'a'],
  ];
  for (const [splits, holds] of rows) t.equal(splitInForce({ ...child, splits })?.document.id, holds);
});
