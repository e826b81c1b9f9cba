// The register of agreement versions: proposed by one city, approved by every body, signed by each city.
import t from 'tap';
import { approvalRefusal } from '../../src/domain/agreement.js';
import type { AgreementEvent } from '../../src/domain/event.js';
import {
  decideApprove,
  decidePropose,
  decideReceiveApproval,
  decideReceiveProposal,
} from '../../src/domain/registry.js';
import type { City } from '../../src/domain/values.js';
import {
  agreed,
  around,
  goteborg,
  id,
  malmo,
  party,
  said,
  stockholm,
  type VersionChanges,
  version,
} from './support.js';

const given = { decidedOn: '2024-12-20', decidedBy: 'board', reference: 'SN 1' } as const;
const bodiesOf = (city: City) => version('2025').document.bodies.filter((body) => body.city === city);
const named = (city: City) => bodiesOf(city).map(({ unit }) => `${city}/${unit}`);

t.test('a proposal goes to all other cities, and changes nothing the second time', async (t) => {
  const { document } = version('2025');
  const told = 'agreement-proposed → agreement-proposed to goteborg → agreement-proposed to malmo';
  t.equal(said(decidePropose(document, around({ versions: [] }))), told);
  const register = around({ versions: [version('2025', { unapproved: 'all' })] });
  t.equal(said(decidePropose(document, register)), 'AGREEMENT_EXISTS');
  t.equal(said(decideReceiveProposal(malmo, document, register)), 'nothing', 'what is known already');
  const altered = { ...document, title: 'Another' };
  t.equal(said(decideReceiveProposal(malmo, altered, register)), 'AGREEMENT_EXISTS');
  const heard = agreed(decideReceiveProposal(malmo, altered, around({ versions: [] })));
  t.match(heard, { events: [{ type: 'agreement-proposed', proposedBy: 'malmo' }], messages: [] });
});

t.test('an approval is by a listed body, once, of the very version', async (t) => {
  const draft = version('2025', { unapproved: ['malmo/ASN', 'goteborg/HISINGEN'] });
  t.equal(approvalRefusal(draft, party(malmo, 'ASN')), undefined);
  t.equal(approvalRefusal(draft, party(stockholm, 'JARVA'))?.refusal, 'ALREADY_APPROVED');
  t.equal(approvalRefusal(draft, party(malmo, 'SN'))?.refusal, 'BODY_NOT_IN_AGREEMENT');
  const [approval] = version('2025').approvals.filter(({ city }) => city === goteborg);
  const register = around({ versions: [version('2025', { unapproved: named(goteborg) })] });
  if (!approval) throw new Error('Göteborg has approved what is shipped');
  const told = (from: City, changes: Partial<typeof approval>) =>
    said(decideReceiveApproval(from, { ...approval, ...changes }, null, register));
  t.equal(told(goteborg, {}), 'agreement-approved');
  t.equal(told(malmo, {}), 'NOT_FOUND', 'for another city');
  t.equal(told(goteborg, { digest: 'sha-256:0' }), 'NOT_FOUND', 'of another text');
  t.equal(told(goteborg, { agreementId: '2026' }), 'NOT_FOUND', 'of an unknown version');
  t.equal(told(goteborg, { unit: 'SYDVAST' }), 'BODY_NOT_IN_AGREEMENT');
  t.equal(said(decideApprove(id('2026'), { ...given, unit: 'SN' }, register)), 'NOT_FOUND');
  const next = version('2025', { id: 'next', unapproved: 'all' });
  const both = around({ versions: [version('2025'), next] });
  t.equal(said(decideApprove(id('next'), { ...given, unit: 'SN' }, both)), 'AGREEMENT_OVERLAPS');
});

/** Whether the city signs with the approval of a unit; told to both others alike. */
function signsWith(unit: string, changes: VersionChanges): boolean {
  const known = version('2025', changes);
  const { events, messages } = agreed(
    decideApprove(known.id, { ...given, unit }, around({ versions: [known] })),
  );
  const [event] = events as Extract<AgreementEvent, { type: 'agreement-approved' }>[];
  const told = messages.map((message) => `${message.to} ${'signed' in message.content}`);
  const isSigned = event?.signed != null;
  if (told.join() !== `goteborg ${isSigned},malmo ${isSigned}`) throw new Error(told.join());
  return isSigned;
}

t.test('a city signs with the approval that completes its bodies, whoever else is missing', async (t) => {
  const own = named(stockholm);
  const except = (unit: string) => own.filter((body) => body !== `stockholm/${unit}`);
  t.equal(own.length, 3);
  t.equal(signsWith('SN', { unapproved: own }), false, 'the first of three');
  t.equal(signsWith('SN', { unapproved: except('JARVA') }), false, 'the second');
  t.equal(signsWith('SN', { unapproved: ['stockholm/SN'] }), true, 'the last');
  t.equal(signsWith('SN', { unapproved: ['stockholm/SN', 'malmo/ASN'] }), true, 'before Malmö');
  const each = { terms: { ratification: 'own-body' } } as const;
  t.equal(signsWith('SN', { ...each, unapproved: own }), true, 'with the first where each stands for itself');
  const signed = { ...version('2025', { ...each, unapproved: except('JARVA') }) };
  const again = { ...signed, signatures: [{ city: stockholm, signed: around().sign('agreement', {}) }] };
  const second = agreed(decideApprove(again.id, { ...given, unit: 'SN' }, around({ versions: [again] })));
  t.match(second.events, [{ signed: null }], 'and once only');
});

t.test(
  'the approval that completes another city must carry its signature, over the very version',
  async (t) => {
    const { document, approvals } = version('2025');
    const [approval] = approvals.filter(({ city, unit }) => city === goteborg && unit === 'HISINGEN');
    if (!approval) throw new Error('Hisingen has approved what is shipped');
    const last = version('2025', { unapproved: ['goteborg/HISINGEN'] });
    const first = version('2025', { unapproved: named(goteborg) });
    const signed = around({ city: goteborg }).sign('agreement', document);
    const over = (signedDocument: typeof document) => ({ signed, document: signedDocument });
    const hear = (known: typeof last, signature: ReturnType<typeof over> | null) =>
      said(decideReceiveApproval(goteborg, approval, signature, around({ versions: [known] })));
    t.equal(hear(last, over(document)), 'agreement-approved');
    t.equal(hear(last, null), 'AGREEMENT_INVALID', 'unsigned');
    t.equal(hear(last, over({ ...document, title: 'Another' })), 'AGREEMENT_INVALID', 'of another text');
    t.equal(hear(first, null), 'agreement-approved', 'one that does not complete them needs none');
    t.equal(
      hear(first, over({ ...document, title: 'Another' })),
      'AGREEMENT_INVALID',
      'but none that is wrong',
    );
    const heard = agreed(
      decideReceiveApproval(goteborg, approval, over(document), around({ versions: [last] })),
    );
    t.match(heard.events, [{ signed: { signature: 'by-goteborg' } }], 'which is kept');
    t.same(heard.messages, []);
  },
);
