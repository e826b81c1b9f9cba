// What follows from a receipt: a message that was refused is taken back, and a withdrawal is answered.
import { readFileSync } from 'node:fs';
import type { MessageType, RefusalNotice } from '@storstad/contract';
import t from 'tap';
import { parse } from 'yaml';
import type { Case, HomeCase } from '../../src/domain/case.js';
import type { CaseEvent } from '../../src/domain/event.js';
import type { LedgerEntry } from '../../src/domain/ledger.js';
import { type Delivered, decideOnAcceptance, decideOnRefusal } from '../../src/domain/receipt.js';
import {
  caseId,
  entry,
  given,
  homeCase,
  homeStates,
  receivingCase,
  receivingStates,
  referralId,
} from './cases.js';
import { incident } from './follow-ups.js';
import { agreed, around, id, said } from './support.js';

/** Where a refusal of these takes nothing back: it stands in the list of deliveries for people to see. */
const followUpMessages: MessageType[] = [
  ...(['completion-asked', 'completion-given', 'no-arrival-recorded', 'move-recorded'] as const),
  ...(['placement-extended', 'follow-up-recorded', 'incident-reported', 'incident-reports-noted'] as const),
  ...(['incident-closed', 'responsibility-split-proposed', 'responsibility-split-signed'] as const),
  ...(['deviation-raised', 'deviation-answered', 'deviation-closed', 'case-reclassified'] as const),
  ...(['contact-point-published', 'leave-recorded', 'external-service-proposed'] as const),
  ...(['external-service-decided', 'external-service-ended', 'exclusion-published'] as const),
  ...(['dispute-answered', 'statement-declined', 'statement-shared'] as const),
];

/** A message that has come, and the line it is about, if it is one. */
const about = (
  type: MessageType,
  theCase: Case | undefined,
  subject: string,
  line?: LedgerEntry,
  counterpart?: LedgerEntry,
): Delivered => ({ type, subject, theCase, entry: line, counterpart });
const no = { code: 'CASE_STATE', facts: {} } as const;

t.test('what the sender takes back when its message is refused, by the state of its case', async (t) => {
  const home = homeStates.map((state): [string, Case] => [state, homeCase(state)]);
  const receiving = receivingStates.map((state): [string, Case] => [state, receivingCase(state)]);
  const every = receivingStates;
  const nothing = '';
  const table: Partial<
    Record<MessageType, [sender: typeof home, takenBack: string, states: readonly string[]]>
  > = {
    'referral-requested': [home, 'referral-rejected', ['requested']],
    'referral-withdrawn': [home, nothing, []],
    'personal-details-disclosed': [home, nothing, []],
    'placement-agreement-signed': [home, 'placement-agreement-signature-refused', ['ready']],
    'case-closed': [home, nothing, []],
    'referral-accepted': [receiving, 'referral-rejected → referral-rejected to stockholm', ['accepted']],
    'referral-rejected': [receiving, nothing, []],
    'placement-agreement-proposed': [receiving, nothing, []],
    'arrival-recorded': [receiving, nothing, []],
    'departure-recorded': [receiving, nothing, []],
    'cost-line-posted': [receiving, 'cost-line-refused', every],
    'cost-line-disputed': [home, 'dispute-undone', homeStates],
    'dispute-settled': [home, 'dispute-reopened, cost-line-questioned', homeStates],
    'statement-proposed': [receiving, 'statement-refused', every],
    'statement-signed': [receiving, nothing, []],
    'agreement-proposed': [receiving, nothing, []],
    'agreement-approved': [receiving, nothing, []],
    ...Object.fromEntries(followUpMessages.map((type) => [type, [receiving, nothing, []]])),
  };
  const contract = new URL('../../../../openapi/schemas/messages.yaml', import.meta.url);
  const { MessageType } = parse(readFileSync(contract, 'utf8')) as { MessageType: { enum: string[] } };
  t.same(Object.keys(table).sort(), [...MessageType.enum].sort(), 'every message is in the table');
  const refused = (
    type: MessageType,
    theCase: Case | undefined,
    code: RefusalNotice['code'] = 'CAPACITY',
    subject = 'referral-1',
  ) => {
    const ofLine = type === 'cost-line-disputed' || type === 'dispute-settled';
    const delivered = about(type, theCase, subject, ofLine ? entry() : undefined);
    return said(decideOnRefusal(delivered, { code, facts: {} }, id('i'), around()));
  };
  for (const [type, [sender, takenBack, states]] of Object.entries(table) as [
    MessageType,
    NonNullable<(typeof table)[MessageType]>,
  ][])
    for (const [state, theCase] of sender)
      t.equal(refused(type, theCase), states.includes(state) ? takenBack : 'nothing', `${type}, ${state}`);
  const withdrawnMeanwhile = refused('referral-accepted', receivingCase('accepted'), 'CASE_STATE');
  t.equal(withdrawnMeanwhile, 'referral-cancelled', 'the home city has withdrawn');
  for (const theCase of [homeCase('requested'), undefined])
    t.equal(
      refused('referral-requested', theCase, 'CAPACITY', 'referral-0'),
      'nothing',
      'an earlier request',
    );
  for (const theCase of [receivingCase('accepted'), undefined])
    t.equal(
      refused('referral-accepted', theCase, 'CAPACITY', 'referral-0'),
      'nothing',
      'an earlier acceptance',
    );
});

t.test('a cost line counts when both cities have it, and a reversal with what it takes back', async (t) => {
  const there = receivingCase('in-progress');
  const taken = (type: MessageType, ...lines: LedgerEntry[]) =>
    said(decideOnAcceptance(about(type, there, 'line-1', ...lines)));
  t.equal(taken('cost-line-posted', entry({}, { state: 'sent' })), 'cost-line-posted');
  t.equal(taken('cost-line-posted'), 'nothing');
  for (const type of ['arrival-recorded', 'cost-line-disputed', 'dispute-settled'] as const)
    t.equal(taken(type, entry()), 'nothing', `nothing else follows from a receipt: ${type}`);
  const reversal = entry({ id: 'line-2', reverses: 'line-1', amountOre: -900_000 }, { state: 'sent' });
  t.equal(taken('cost-line-posted', reversal, entry()), 'cost-line-posted');
  t.equal(
    taken('cost-line-posted', reversal, entry({}, { frozen: true, questioned: true })),
    'cost-line-posted, cost-line-booked',
    'a line that was kept out of statements is booked with it',
  );
});

t.test('a statement that was refused keeps the code and the line that differs', async (t) => {
  const delivered = about('statement-proposed', undefined, 's-1');
  const refused = (facts: Record<string, string>) =>
    decideOnRefusal(delivered, { code: 'STATEMENT_DIFFERS', facts }, id('i'), around()).events;
  t.match(refused({ line: 'line-2' }), [
    { type: 'statement-refused', statementId: 's-1', code: 'STATEMENT_DIFFERS', differsAt: 'line-2' },
  ]);
  t.match(refused({}), [{ differsAt: null }]);
});

/** Stockholm's case when it has asked for its request back. */
const askedBack = (state: 'ready' | 'in-progress' | 'completed', reason: string): HomeCase => {
  const event: CaseEvent = { type: 'withdrawal-asked', caseId, referralId, reason };
  return given([event], homeCase(state)) as HomeCase;
};
const withdrawn = (theCase: Case | undefined, subject: string = referralId) =>
  about('referral-withdrawn', theCase, subject);

t.test('a withdrawal from ready is a question; the receipt answers it', async (t) => {
  const ready = askedBack('ready', 'other-solution');
  t.match(ready, { state: 'ready', referrals: [{ state: 'accepted', withdrawalAsked: 'other-solution' }] });
  const yes = agreed(decideOnAcceptance(withdrawn(ready)));
  t.match(yes.events, [{ type: 'referral-cancelled', referralId, reason: 'other-solution' }]);
  t.same(yes.messages, []);
  const over = given(yes.events as CaseEvent[], ready);
  t.match(over, { state: 'draft', referrals: [{ state: 'cancelled', withdrawalAsked: null }] });
  const refused = (theCase: Case | undefined, subject?: string) =>
    decideOnRefusal(withdrawn(theCase, subject), no, id('i'), around());
  t.equal(said(refused(ready)), 'withdrawal-refused', 'the person had arrived');
  t.match(given(refused(ready).events as CaseEvent[], ready), {
    state: 'ready',
    referrals: [{ state: 'accepted', withdrawalAsked: null }],
  });
  for (const answer of [(c: Case | undefined, s?: string) => decideOnAcceptance(withdrawn(c, s)), refused]) {
    t.equal(said(answer(homeCase('ready'))), 'nothing', 'when nothing was asked');
    t.equal(said(answer(ready, 'referral-0')), 'nothing', 'about an earlier request');
    t.equal(said(answer(homeCase('draft'))), 'nothing', 'when the request is over already');
    t.equal(said(answer(undefined)), 'nothing');
    t.equal(said(answer(receivingCase('ready'))), 'nothing');
  }
});

t.test(
  'when the person had arrived without a consent or an approval, both cities have it to settle',
  async (t) => {
    const opened = 'withdrawal-refused, incident-reported → incident-reported to malmo';
    const nothingGone: Partial<HomeCase> = {};
    const rows: [name: string, reason: string, gone: Partial<HomeCase>, expected: string, kind?: string][] = [
      ['a consent', 'consent-withdrawn', { consents: [] }, opened, 'consent-withdrawn'],
      ['the approval', 'police-approval-withdrawn', { approvals: [] }, opened, 'approval-lapsed'],
      [
        'both, asked back for another reason',
        'other-solution',
        { consents: [], approvals: [] },
        opened,
        'consent-withdrawn',
      ],
      ['a consent that was given anew', 'consent-withdrawn', nothingGone, 'withdrawal-refused'],
      ['nothing', 'person-declined', nothingGone, 'withdrawal-refused'],
    ];
    for (const [name, reason, gone, expected, kind] of rows) {
      const kept = (state: Parameters<typeof askedBack>[0], changes: Partial<HomeCase> = {}) =>
        decideOnRefusal(
          withdrawn({ ...askedBack(state, reason), ...gone, ...changes }),
          no,
          id('i'),
          around(),
        );
      for (const state of ['ready', 'in-progress'] as const) t.equal(said(kept(state)), expected, name);
      if (kind) t.match(kept('ready').events[1], { incidentId: 'i', sealed: { incident: { kind } } });
      t.equal(said(kept('completed')), 'withdrawal-refused', `${name}: nothing is opened in a closed case`);
      if (kind === 'approval-lapsed')
        t.equal(
          said(kept('in-progress', { incidents: [incident(kind)] })),
          'withdrawal-refused',
          'nor what is open already',
        );
    }
  },
);
