import type { Case, Incident, ResponsibilitySplit } from '@storstad/contract';
import { isSettledAtHome } from '../../../domain/incident.js';
import { capital } from '../capital.js';
import { useWords } from '../components/page-context.js';
import { SummaryList, type SummaryRow } from '../components/summary-list.js';
import { Tag } from '../components/tag.js';
import type { Words } from '../words.js';
import { ThingActions } from './action-links.js';
import { splitRows } from './agreed-rows.js';
import { type CaseAction, thing } from './case-actions.js';
import { inline, yesOrNo } from './case-words.js';

/** The incidents of a case, those that are open first. */
export function IncidentCards({
  theCase,
  actions,
}: {
  readonly theCase: Case;
  readonly actions: readonly CaseAction[];
}) {
  const { say } = useWords();
  const { incidents } = theCase;
  if (incidents.length === 0) return <p class="app-empty">{say('case.incident.none')}</p>;
  const [open, closed] = (['open', 'closed'] as const).map((state) =>
    incidents.filter((incident) => incident.state === state).reverse(),
  );
  return (
    <>
      {[...(open ?? []), ...(closed ?? [])].map((incident) => (
        <IncidentCard key={incident.id} theCase={theCase} incident={incident} actions={actions} />
      ))}
    </>
  );
}

const IncidentCard = ({
  theCase,
  incident,
  actions,
}: {
  readonly theCase: Case;
  readonly incident: Incident;
  readonly actions: readonly CaseAction[];
}) => {
  const words = useWords();
  const { say } = words;
  return (
    <div id={thing('incident', incident.id)}>
      <SummaryList
        headingLevel={3}
        title={words.value('IncidentKind', incident.kind)}
        rows={[
          { key: say('case.incident.state'), value: <State incident={incident} /> },
          ...(incident.state === 'open' ? [emergencyRow(incident, words)] : []),
          ...timeRows(incident, words),
          { key: say('case.incident.reports'), value: <Reports incident={incident} /> },
          ...incident.responsibilitySplits.map((split, i) => splitRow(split, i + 1, actions, words)),
          ...closedRows(incident, words),
          ...settlingRow(theCase, incident, words),
          ...(actions.some((action) => action.thing === thing('incident', incident.id))
            ? [
                {
                  key: say('case.canDo'),
                  value: <ThingActions actions={actions} thing={thing('incident', incident.id)} />,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
};

const State = ({ incident: { state, urgent, holds } }: { readonly incident: Incident }) => {
  const words = useWords();
  const { say } = words;
  const isOpen = state === 'open';
  return (
    <>
      <Tag tone={isOpen ? 'warning' : 'neutral'}>{words.value('Incident.state', state)}</Tag>{' '}
      {isOpen && urgent && <Tag tone="bad">{say('case.tags.urgent')}</Tag>}{' '}
      {isOpen && holds && say('case.incident.holds')}
    </>
  );
};

/** Who settles an open incident, where not both cities can, and how, where not every decision is possible. */
function settlingRow(theCase: Case, incident: Incident, { say, city }: Words): SummaryRow[] {
  if (incident.state !== 'open' || !isSettledAtHome(incident.kind)) return [];
  const row = (value: string) => [{ key: say('case.incident.settling'), value }];
  const home = { city: city(theCase.homeCity) };
  if (theCase.side === 'receiving') return row(say('case.incident.settledAtHome', home));
  if (incident.kind !== 'consent-withdrawn') return [];
  return row(say('case.incident.afterWithdrawal'));
}

/** Shown with every incident that is open (001:204). */
const emergencyRow = ({ emergencyNumbers: { emergency, police } }: Incident, { say }: Words): SummaryRow => ({
  key: say('case.incident.numbers'),
  value: say('case.incident.numbersLine', { emergency, police }),
});

const timeRows = (
  { city, occurredAt, knownAt, reportedAt, latestOn, timeliness }: Incident,
  words: Words,
): SummaryRow[] => [
  { key: words.say('case.incident.occurred'), value: words.time(occurredAt) },
  {
    key: words.say('case.incident.known'),
    value: words.say('case.incident.knownLine', { city: words.city(city), time: words.time(knownAt) }),
  },
  {
    key: words.say('case.incident.told'),
    value: (
      <>
        {words.time(reportedAt)}{' '}
        <Tag tone={timeliness === 'late' ? 'bad' : 'good'}>
          {words.value('Incident.timeliness', timeliness)}
        </Tag>{' '}
        {words.say('case.incident.latest', { day: words.date(latestOn) })}
      </>
    ),
  },
];

/** Reports to others that were made; they are recorded here, not made here. */
const Reports = ({ incident: { reports } }: { readonly incident: Incident }) => {
  const { say, date } = useWords();
  const made = (['policeReportedOn', 'lexSarahReportedOn', 'ivoCopyReceivedOn'] as const).flatMap((key) =>
    reports[key] ? [say(`case.incident.report.${key}`, { day: date(reports[key]) })] : [],
  );
  return <>{made.length > 0 ? made.join(', ') : say('case.incident.noReports')}</>;
};

/** Which city does what for the child. */
function splitRow(
  { document, signedBy, inForce }: ResponsibilitySplit,
  n: number,
  actions: readonly CaseAction[],
  words: Words,
): SummaryRow {
  const { say, city } = words;
  return {
    key: say('case.split.title', { n }),
    value: (
      <>
        <Tag tone={inForce ? 'good' : 'warning'}>
          {say(inForce ? 'case.split.inForce' : 'case.split.proposed')}
        </Tag>
        {splitRows(document, words).map(({ key, value }) => (
          <p key={key}>
            {key}: {value}
          </p>
        ))}
        <p>{say('case.split.signedBy', { cities: signedBy.map(city).join(', ') })}</p>
        <ThingActions actions={actions} thing={thing('split', document.id)} />
      </>
    ),
  };
}

const closedRows = ({ closed }: Incident, words: Words): SummaryRow[] =>
  closed
    ? [
        {
          key: words.say('case.incident.closed'),
          value: words.say('case.incident.closedLine', {
            day: words.date(closed.closedOn),
            decision: capital(inline(words, 'ClosedIncident.decision', closed.decision)),
            police: yesOrNo(closed.policeTookPart, words),
            relapse: inline(words, 'ClosedIncident.relapse', closed.relapse),
          }),
        },
      ]
    : [];
