// Which refusal is given when several apply, to a request, an answer, a charge, a statement, an agreement version.
import { readFileSync } from 'node:fs';
import type { CostLine } from '@storstad/contract';
import t from 'tap';
import { parse } from 'yaml';
import { proposalRefusal } from '../../src/domain/agreement.js';
import type { HomeCase, ReceivingCase } from '../../src/domain/case.js';
import type { Circumstances } from '../../src/domain/circumstances.js';
import { decideReceiveCostLine } from '../../src/domain/cost-line.js';
import type { LedgerFacts } from '../../src/domain/ledger.js';
import { decideAcceptReferral } from '../../src/domain/reception.js';
import { decideSendReferral } from '../../src/domain/referral.js';
import { refusalCodes } from '../../src/domain/refusal.js';
import { decideProposeStatement, type Statement } from '../../src/domain/statement.js';
import type { ReferralId, Unit } from '../../src/domain/values.js';
import {
  approval,
  consent,
  entry,
  homeCase,
  ledgerWith,
  lowThreat,
  opened,
  placement,
  receivingCase,
  signedLine,
} from './cases.js';
import { incident } from './follow-ups.js';
import { holds } from './precedence.js';
import { statementFacts } from './statement-facts.js';
import {
  around,
  day,
  id,
  malmo,
  members,
  said,
  stockholm,
  use,
  type VersionChanges,
  version,
} from './support.js';

const high = { ...lowThreat, level: 'high', activeProtectionNeeded: true, confirmed: false } as const;
const evidencePerson = { ...high, evidencePerson: 'not-participating' } as const;
const participating = { ...high, evidencePerson: 'participating' } as const;
const admitting = { ...participating, admitsInvolvement: true } as const;
const confirmed = { ...admitting, confirmed: true } as const;
const basis = { kind: 'protected-person', threat: confirmed } as const;
const lastDay2025 = { today: day('2026-01-01') };
const nothingRight: VersionChanges = {
  without: ['stockholm/JARVA', 'malmo/ASN'],
  unapproved: 'all',
  terms: { caseKinds: ['defector'], highThreat: 'excluded' },
};

interface Attempt<C> {
  readonly side: { readonly home: boolean };
  readonly theCase: Partial<C>;
  readonly version: VersionChanges;
  readonly around: Partial<Circumstances>;
}
const surroundings = (attempt: Attempt<unknown>) =>
  around({ versions: [version('2025', attempt.version)], ...attempt.around });

t.test('a request', async (t) => {
  const { intake } = opened.sealed;
  const child = { ...intake, bornOn: day('2010-01-01') };
  const police = consent('police');
  const municipality = consent('municipality');
  const ask = { city: malmo, id: id<ReferralId>('r'), witnessException: false };
  const wrong = {
    ...child,
    motivated: false,
    relocationNeeded: false,
    responsibleForMinors: true,
    destination: 'abroad',
  } as const;
  const elsewhere = { unit: id<Unit>('SN'), kind: 'defector' } as const;
  holds<Attempt<HomeCase>>(t, {
    start: {
      side: { home: false },
      theCase: {
        state: 'in-progress',
        kind: 'protected-person',
        threat: { ...evidencePerson, confirmed: true },
        intake: { ...wrong, bornOn: intake.bornOn },
        consents: [],
        approvals: [],
      },
      version: nothingRight,
      around: { ...lastDay2025, quotaUse: () => use(2, 0), unitRules: [elsewhere] },
    },
    mends: [
      ['WRONG_SIDE', { side: { home: true } }],
      ['CASE_STATE', { theCase: { state: 'draft' } }],
      ['AGREEMENT_NOT_IN_FORCE', { around: { today: day('2025-12-31') } }],
      ['PARTY_NOT_RATIFIED', { version: { unapproved: [] } }],
      ['UNIT_NOT_PARTY', { version: { without: ['malmo/ASN'] } }],
      // The rules of the units are asked only of a confirmed threat, and not of a minor.
      [
        'WRONG_UNIT_FOR_CASE',
        { around: { unitRules: [] }, theCase: { threat: evidencePerson, intake: wrong } },
      ],
      ['CITY_NOT_PARTY', { version: { without: [] } }],
      ['CASE_KIND_NOT_IN_TERMS', { theCase: { kind: 'defector' } }],
      [
        'EVIDENCE_PERSON_NOT_DEFECTOR',
        { theCase: { kind: 'protected-person' }, version: { terms: { highThreat: 'excluded' } } },
      ],
      ['EVIDENCE_PERSON_NOT_PARTICIPATING', { theCase: { threat: participating } }],
      ['NOT_WITHIN_CRIMINALITY', { theCase: { threat: admitting } }],
      ['MINOR', { theCase: { intake: { ...wrong, bornOn: intake.bornOn } } }],
      [
        'RESPONSIBLE_FOR_MINORS',
        { theCase: { intake: { ...wrong, bornOn: intake.bornOn, responsibleForMinors: false } } },
      ],
      [
        'NOT_MOTIVATED',
        { theCase: { intake: { ...intake, relocationNeeded: false, destination: 'abroad' } } },
      ],
      ['RELOCATION_NOT_NEEDED', { theCase: { intake: { ...intake, destination: 'abroad' } } }],
      ['DESTINATION_ABROAD', { theCase: { intake } }],
      ['THREAT_NOT_CONFIRMED', { theCase: { threat: confirmed } }],
      ['THREAT_ABOVE_TERMS', { version: { terms: {} } }],
      ['CONSENT_POLICE_MISSING', { theCase: { consents: [police] } }],
      ['CONSENT_MUNICIPALITY_MISSING', { theCase: { consents: [police, municipality] } }],
      ['CONSENT_SERVICE_MISSING', { theCase: { consents: [police, municipality, consent('services')] } }],
      ['POLICE_APPROVAL_MISSING', { theCase: { approvals: [approval({ decision: 'refused', basis })] } }],
      ['POLICE_APPROVAL_REFUSED', { theCase: { approvals: [approval()] } }],
      ['POLICE_APPROVAL_STALE', { theCase: { approvals: [approval({ basis })] } }],
      ['QUOTA_HOME', { around: { quotaUse: () => use(1, 2) } }],
    ],
    decide: (attempt) => {
      const theCase = attempt.side.home ? homeCase('draft', attempt.theCase) : receivingCase('received');
      return said(decideSendReferral(theCase, ask, surroundings(attempt)));
    },
    atLast: 'referral-requested → referral-requested to malmo',
  });
});

t.test('an acceptance', async (t) => {
  const cleared = (verdict: 'clear' | 'unsuitable') => ({
    theCase: { clearance: { verdict, decidedAt: approval().decidedAt } },
  });
  holds<Attempt<ReceivingCase>>(t, {
    start: {
      side: { home: true },
      theCase: {
        state: 'in-progress',
        kind: 'protected-person',
        threat: evidencePerson,
        clearance: null,
        incidents: [incident('threat-changed')],
      },
      version: { ...nothingRight, without: ['malmo/ASN'] },
      around: { city: malmo, ...lastDay2025, quotaUse: () => use(0, 2) },
    },
    mends: [
      ['WRONG_SIDE', { side: { home: false } }],
      ['CASE_STATE', { theCase: { state: 'received' } }],
      ['AGREEMENT_NOT_IN_FORCE', { around: { today: day('2025-12-31') } }],
      ['PARTY_NOT_RATIFIED', { version: { unapproved: [] } }],
      ['UNIT_NOT_PARTY', { version: { without: [] } }],
      ['CASE_KIND_NOT_IN_TERMS', { version: { terms: { highThreat: 'excluded' } } }],
      ['EVIDENCE_PERSON_NOT_PARTICIPATING', { theCase: { threat: participating } }],
      ['NOT_WITHIN_CRIMINALITY', { theCase: { threat: admitting } }],
      ['THREAT_NOT_CONFIRMED', { theCase: { threat: confirmed } }],
      ['THREAT_ABOVE_TERMS', { version: { terms: {} } }],
      ['PLACE_CLEARANCE_MISSING', cleared('unsuitable')],
      ['LOCATION_UNSUITABLE', cleared('clear')],
      ['QUOTA_RECEIVING', { around: { quotaUse: () => use(2, 1) } }],
      ['CASE_ON_HOLD', { theCase: { incidents: [] } }],
    ],
    decide: (attempt) => {
      const theCase = attempt.side.home ? homeCase('draft') : receivingCase('received', attempt.theCase);
      return said(decideAcceptReferral(theCase, { unit: 'ASN' }, surroundings(attempt)));
    },
    atLast: 'referral-accepted → referral-accepted to stockholm',
  });
});

t.test('a cost line from another city', async (t) => {
  interface Charge {
    readonly from: { readonly city: typeof malmo };
    readonly theCase: Partial<HomeCase>;
    readonly line: Partial<CostLine>;
    readonly ledger: LedgerFacts;
  }
  const { placementAgreement } = homeCase('in-progress');
  const borneBy = (bearer: 'home' | 'receiving') => ({
    placementAgreement: {
      document: { ...placement, services: [{ service: 'housing' as const, dayRateOre: 90_000, bearer }] },
      signatures: placementAgreement?.signatures ?? [],
    },
  });
  holds<Charge>(t, {
    start: {
      from: { city: stockholm },
      theCase: borneBy('receiving'),
      line: { service: 'transport', from: '2025-02-02', dayRateOre: 1 },
      ledger: ledgerWith([entry({ id: 'line-0', until: '2025-02-04' })], '2025-03-04'),
    },
    mends: [
      ['NOT_FOUND', { from: { city: malmo } }],
      ['SERVICE_NOT_AGREED', { line: { service: 'housing' } }],
      ['COST_NOT_BORNE_BY_HOME', { theCase: borneBy('home') }],
      ['COST_LINE_OUTSIDE_STAY', { line: { from: '2025-02-03' } }],
      ['COST_LINE_OVERLAPS', { ledger: { linesOfCase: [] } }],
      ['COST_LINE_DIFFERS', { line: { dayRateOre: 90_000 } }],
      ['PERIOD_CLOSED', { ledger: { openFrom: day('2025-03-03') } }],
    ],
    decide: ({ from, theCase, line, ledger }) =>
      said(
        decideReceiveCostLine(
          homeCase('in-progress', theCase),
          from.city,
          signedLine(line),
          ledger,
          around(),
        ),
      ),
    atLast: 'cost-line-posted',
  });
});

t.test('a statement', async (t) => {
  const standing = { document: { from: '2025-02-01', until: '2025-03-01', agreement: null } } as Statement;
  holds(t, {
    start: {
      input: { city: 'stockholm', from: '2025-03-05', until: '2025-03-05' },
      ledger: { ...statementFacts([]), others: [standing] },
    },
    mends: [
      ['CITY_NOT_PARTY', { input: { city: 'malmo' } }],
      ['DATE_IMPOSSIBLE', { input: { from: '2025-02-28' } }],
      ['STATEMENT_PERIOD_OPEN', { input: { until: '2025-03-04' } }],
      ['STATEMENT_OVERLAPS', { input: { from: '2025-03-01' } }],
    ],
    decide: ({ input, ledger }) => said(decideProposeStatement(id('s'), input, ledger, around())),
    atLast: 'statement-proposed → statement-proposed to malmo',
  });
});

t.test('a new agreement version', async (t) => {
  const { document } = version('2025');
  holds(t, {
    start: {
      document: { ...document, validUntil: '2025-01-01', bodies: [{ city: 'oslo', unit: 'X', name: 'x' }] },
    },
    mends: [
      ['CITY_NOT_PARTY', { document: { bodies: document.bodies } }],
      ['AGREEMENT_INVALID', { document: { validUntil: '2025-06-01' } }],
      ['AGREEMENT_EXISTS', { document: { id: '2025-half' } }],
      ['AGREEMENT_OVERLAPS', { document: { validFrom: '2026-01-01', validUntil: '2027-01-01' } }],
    ],
    decide: (attempt) => proposalRefusal([version('2025')], attempt.document, members)?.refusal,
    atLast: undefined,
  });
});

t.test('the contract lists the codes in the same order', async (t) => {
  const file = new URL('../../../../openapi/schemas/problem.yaml', import.meta.url);
  const { enum: listed } = parse(readFileSync(file, 'utf8')).ProblemCode as { enum: string[] };
  const rules: readonly string[] = refusalCodes;
  t.same(
    listed.filter((code) => rules.includes(code)),
    rules,
  );
});
