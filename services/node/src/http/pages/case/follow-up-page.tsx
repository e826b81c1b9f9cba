import type { FollowUp, FollowUpRecord, Missed } from '@storstad/contract';
import { capital } from '../capital.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { ask } from '../reader.js';
import { PageActions } from './action-links.js';
import type { CaseContent, ShownCase } from './case-frame.js';
import { saidDays, saidDue, saidFact } from './case-words.js';
import { DeviationTable } from './deviation-table.js';
import { DueTable } from './due-table.js';
import { IncidentCards } from './incident-cards.js';

/** What is due, what has happened, and what was done and missed. */
export const followUp: CaseContent = async (shown) => {
  const told = await ask(shown.reader, 'getFollowUp', { params: { caseId: shown.theCase.id } });
  return told.ok ? { content: <FollowUpOf shown={shown} followUp={told.answer} /> } : told;
};

function FollowUpOf({
  shown: { theCase, reader, actions },
  followUp: { records, missed },
}: {
  readonly shown: ShownCase;
  readonly followUp: FollowUp;
}) {
  const { say } = useWords();
  const checks = records.filter(({ fact }) => fact.kind === 'register-check');
  const others = records.filter(({ fact }) => fact.kind !== 'register-check');
  return (
    <>
      <h3 class="govuk-heading-s" id="due">
        {say('case.due.heading')}
      </h3>
      <DueTable theCase={theCase} reader={reader} actions={actions} />
      <PageActions actions={actions} page="follow-up" />
      <h3 class="govuk-heading-s">{say('case.incident.heading')}</h3>
      <IncidentCards theCase={theCase} actions={actions} />
      <h3 class="govuk-heading-s">{say('case.deviation.heading')}</h3>
      <DeviationTable deviations={theCase.deviations} actions={actions} />
      <h3 class="govuk-heading-s">{say('case.records.heading')}</h3>
      <Records records={others} caption="case.records.heading" empty="case.records.none" />
      <h3 class="govuk-heading-s">{say('case.records.checks')}</h3>
      <Records records={checks} caption="case.records.checks" empty="case.records.noChecks" />
      <h3 class="govuk-heading-s">{say('case.missed.heading')}</h3>
      <MissedTable missed={missed} />
    </>
  );
}

/** What was done, the latest first. */
function Records({
  records,
  caption,
  empty,
}: {
  readonly records: readonly FollowUpRecord[];
  readonly caption: string;
  readonly empty: string;
}) {
  const words = useWords();
  const { say } = words;
  const latestFirst = [...records].sort((a, b) => (a.fact.on < b.fact.on ? 1 : -1));
  return (
    <Table
      caption={say(caption)}
      captionHidden
      empty={say(empty)}
      columns={[
        { head: say('case.records.on'), nowrap: true },
        { head: say('case.records.what') },
        { head: say('case.records.more') },
        { head: say('case.records.city') },
      ]}
      rows={latestFirst.map((record) => {
        const { what, more } = saidFact(record, words);
        return {
          key: record.id,
          cells: [words.date(record.fact.on), what, capital(more) || '–', words.city(record.city)],
        };
      })}
    />
  );
}

/** What was to be done during the stay and was not, or too late. What was never done is one row of each kind. */
function MissedTable({ missed }: { readonly missed: readonly Missed[] }) {
  const words = useWords();
  const { say, date } = words;
  const rows = new Map<string, { what: string; dueOn: string[]; doneOn: string | null }>();
  for (const one of missed) {
    const what = saidDue(one, words);
    const key = one.doneOn ? `${what} ${one.dueOn} ${one.doneOn}` : what;
    const before = rows.get(key)?.dueOn ?? [];
    rows.set(key, { what, dueOn: [...before, one.dueOn], doneOn: one.doneOn });
  }
  return (
    <Table
      caption={say('case.missed.heading')}
      captionHidden
      empty={say('case.missed.none')}
      columns={[
        { head: say('case.due.what') },
        { head: say('case.missed.dueOn') },
        { head: say('case.missed.doneOn'), nowrap: true },
      ]}
      rows={[...rows].reverse().map(([key, { what, dueOn, doneOn }]) => ({
        key,
        cells: [what, saidDays(dueOn, words), doneOn ? date(doneOn) : say('case.missed.never')],
      }))}
    />
  );
}
