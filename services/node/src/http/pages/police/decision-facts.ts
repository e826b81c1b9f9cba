import type { Case, PoliceApproval } from '@storstad/contract';
import { addDays } from '../../../domain/calendar.js';
import type { CivilDate } from '../../../domain/values.js';
import { capital } from '../capital.js';
import { inlineList } from '../case/case-words.js';
import type { SummaryRow } from '../components/summary-list.js';
import type { Words } from '../words.js';

/** The facts of a case that a liaison decides on, in words. */

/** The police's own assessment; one row that says so while there is none. */
export function threatRows({ threat }: Case, words: Words): SummaryRow[] {
  const { say } = words;
  const row = (key: string, value: string): SummaryRow => ({ key: say(`decisions.facts.${key}`), value });
  const yesOrNo = (isTrue: boolean) => say(isTrue ? 'decisions.yes' : 'decisions.no');
  if (!threat) return [row('assessment', say('decisions.facts.notAssessed'))];
  return [
    row('level', words.value('AssessThreat.level', threat.level)),
    row('confirmed', yesOrNo(threat.confirmed)),
    row('lethal', yesOrNo(threat.lethalViolenceRisk)),
    row('protection', yesOrNo(threat.activeProtectionNeeded)),
    row('evidence', words.value('AssessThreat.evidencePerson', threat.evidencePerson)),
    row('admits', yesOrNo(threat.admitsInvolvement)),
    row('assessedOn', words.date(threat.assessedOn)),
  ];
}

/** What the case is about, without the person. */
export function caseRows(theCase: Case, words: Words): SummaryRow[] {
  const { say } = words;
  const row = (key: string, told: string): SummaryRow => ({
    key: say(`decisions.facts.${key}`),
    value: told,
  });
  const { needs, policeReference, side } = theCase;
  return [
    row('reference', policeReference ?? say('decisions.facts.noReference')),
    row('services', capital(inlineList(words, 'ServiceCode', needs.services))),
    row('housing', words.value('HousingForm', needs.housingForm)),
    ...(side === 'home' ? [row('consent', saidConsents(theCase, words))] : []),
  ];
}

/** The person's consent to what social services and police tell each other. */
function saidConsents({ consents }: Case, { say, date }: Words): string {
  const police = consents.filter(({ type }) => type === 'police');
  if (police.length === 0) return say('decisions.facts.noConsent');
  return police
    .map(({ givenOn, validUntil, withdrawnAt }) => {
      if (withdrawnAt) return say('decisions.facts.consentWithdrawn', { on: date(withdrawnAt) });
      const from = say('decisions.facts.consentGiven', { on: date(givenOn) });
      if (!validUntil) return from;
      const last = addDays(validUntil as CivilDate, -1);
      return `${from} ${say('decisions.facts.consentUntil', { on: date(last) })}`;
    })
    .join('; ');
}

/** What the police have decided before. */
export function decisionRows(theCase: Case, words: Words): SummaryRow[] {
  const { say } = words;
  const { approval, placeClearance, noSuitableCityOn, side, threat } = theCase;
  const rows: (SummaryRow | null)[] = [
    // In the receiving city the assessment is the home city's.
    side === 'home' && threat
      ? {
          key: say('decisions.facts.threat'),
          value: `${words.value('AssessThreat.level', threat.level)}, ${words.date(threat.assessedOn)}`,
        }
      : null,
    approval && { key: words.city(approval.city), value: saidApproval(approval, words) },
    placeClearance && {
      key: say('decisions.facts.place'),
      value: `${words.value('PlaceClearance.verdict', placeClearance.verdict)}, ${words.time(placeClearance.decidedAt)}`,
    },
    noSuitableCityOn
      ? { key: say('decisions.facts.noSuitableCity'), value: words.date(noSuitableCityOn) }
      : null,
  ];
  const made = rows.filter((row) => row !== null);
  return made.length > 0
    ? made
    : [{ key: say('decisions.facts.decided'), value: say('decisions.facts.nothingDecided') }];
}

function saidApproval(
  { state, reasons, decidedAt, withdrawnAt, witnessException }: PoliceApproval,
  words: Words,
): string {
  const { say, time } = words;
  return [
    capital(say(`decisions.facts.approval.${state}`)),
    say('decisions.facts.decidedAt', { at: time(decidedAt) }),
    reasons.length > 0 &&
      say('decisions.facts.reasons', { reasons: inlineList(words, 'ApprovalReason', reasons) }),
    withdrawnAt && say('decisions.facts.withdrawnAt', { at: time(withdrawnAt) }),
    witnessException && say('decisions.facts.witness'),
  ]
    .filter(Boolean)
    .join('. ');
}
