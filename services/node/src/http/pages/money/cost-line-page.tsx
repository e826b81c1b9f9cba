import type { CostLineDispute, PostedCostLine } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { inline, saidCities, saidProblem } from '../case/case-words.js';
import { IdentityBar } from '../components/identity-bar.js';
import { Inset, Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Timeline, type TimelineEntry } from '../components/timeline.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, type Reader } from '../reader.js';
import type { Words } from '../words.js';
import { lineActions } from './cost-line-actions.js';
import { CaseLink, FormButton, LineTags, StatementLink, withSign } from './money-words.js';

/** One cost line: what it is made of, how it stands, and what is asked about it. */
export async function costLinePage({ reader, params }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'getCostLine', { params: { lineId: params.lineId ?? '' } });
  if (!told.ok) return told;
  const posted = told.answer;
  const { words, node } = reader;
  const { line } = posted;
  const other = line.homeCity === node.city ? line.receivingCity : line.homeCity;
  const service = words.value('ServiceCode', line.service);
  const heading = line.reverses ? words.say('money.line.reversalOf', { service }) : service;
  const reference = words.say('money.line.reference', { reference: caseReference(line.id) });
  return {
    page: (
      <Page reader={reader} title={`${heading} – ${reference}`}>
        <BackLink
          href={`/balances/${other}`}
          text={words.say('money.ledger.title', { city: words.city(other) })}
        />
        <IdentityBar
          reference={`${reference} · ${saidCities(line, words)}`}
          heading={`${heading}, ${words.period(line)}`}
          tags={<LineTags line={posted} />}
          actions={<Actions reader={reader} posted={posted} />}
        />
        <Refused posted={posted} />
        <MadeOf posted={posted} />
        <Facts reader={reader} posted={posted} />
        <Dispute posted={posted} />
      </Page>
    ),
  };
}

const Actions = ({ reader, posted }: { readonly reader: Reader; readonly posted: PostedCostLine }) => (
  <>
    {lineActions(posted, reader.node.city).map((operation, n) => (
      <FormButton
        key={operation}
        reader={reader}
        operation={operation}
        href={formHref(operation, { lineId: posted.line.id })}
        kind={n === 0 ? 'primary' : 'secondary'}
      />
    ))}
  </>
);

function Refused({ posted: { state, refusalCode } }: { readonly posted: PostedCostLine }) {
  const words = useWords();
  if (state !== 'refused' || refusalCode === null) return null;
  return (
    <Notice tone="bad" title={words.say('money.line.refused', { why: saidProblem(refusalCode, words) })}>
      <p>{words.say('money.line.refusedWhatNow')}</p>
    </Notice>
  );
}

/** Days times rate, less what is taken off: expected; and beside it what is charged. */
function MadeOf({ posted: { line } }: { readonly posted: PostedCostLine }) {
  const { say, number, money } = useWords();
  const difference = line.amountOre - line.expectedOre;
  const row = (key: string, days: number, rateOre: number) => ({
    key,
    cells: [say(`money.line.${key}`), number(days), money(rateOre), money(days * rateOre)],
  });
  const sum = (key: string, amountOre: number, said = money(amountOre)) => ({
    key,
    cells: [
      <strong key="name">{say(`money.line.${key}`)}</strong>,
      '',
      '',
      <strong key="sum">{said}</strong>,
    ],
  });
  return (
    <Table
      caption={say('money.line.madeOf')}
      columns={[
        { head: say('money.line.what') },
        { head: say('money.days'), align: 'right' },
        { head: say('money.dayRate'), align: 'right', nowrap: true },
        { head: say('money.amount'), align: 'right', nowrap: true },
      ]}
      rows={[
        row('fullDays', line.days, line.dayRateOre),
        row('leaveDays', line.leaveDays, line.leaveDayRateOre),
        { key: 'deduction', cells: [say('money.line.deduction'), '', '', money(0 - line.deductionOre)] },
        sum('expected', line.expectedOre),
        sum('charged', line.amountOre),
      ]}
      foot={[say('money.line.difference'), '', '', withSign(difference, money(difference))]}
    />
  );
}

function Facts({ reader, posted }: { readonly reader: Reader; readonly posted: PostedCostLine }) {
  const words = useWords();
  const { say, date } = words;
  const { line, bookedOn, reversedBy, statement } = posted;
  const lineLink = (id: string) => (
    <a class="govuk-link" href={`/cost-lines/${id}`}>
      {say('money.line.reference', { reference: caseReference(id) })}
    </a>
  );
  return (
    <SummaryList
      title={say('money.line.facts')}
      rows={[
        { key: say('money.case'), value: <CaseLink reader={reader} caseId={line.caseId} /> },
        { key: say('money.line.caseId'), value: line.caseId },
        { key: say('money.version'), value: line.agreement },
        { key: say('money.line.home'), value: words.city(line.homeCity) },
        { key: say('money.line.receiving'), value: words.city(line.receivingCity) },
        { key: say('money.line.source'), value: words.value('CostLine.source', line.source) },
        { key: say('money.line.stayDays'), value: words.number(line.stayDays) },
        { key: say('money.line.postedOn'), value: date(line.postedOn) },
        { key: say('money.booked'), value: bookedOn ? date(bookedOn) : say('money.line.notBooked') },
        {
          key: say('money.line.statement'),
          value: statement ? (
            <>
              {say(`money.inStatement.${statement.state}`)}: <StatementLink statement={statement} />
            </>
          ) : (
            say('money.line.noStatement')
          ),
        },
        {
          key: say('money.line.signature'),
          value: say('money.line.signedBy', { city: words.city(line.receivingCity) }),
        },
        ...(line.reverses ? [{ key: say('money.line.reverses'), value: lineLink(line.reverses) }] : []),
        ...(reversedBy ? [{ key: say('money.line.reversedBy'), value: lineLink(reversedBy) }] : []),
      ]}
    />
  );
}

/** What is asked about the line, answered, and what came of it. */
function Dispute({ posted: { dispute, line } }: { readonly posted: PostedCostLine }) {
  const words = useWords();
  const { say } = words;
  return (
    <>
      <h2 class="govuk-heading-m">{say('money.dispute.title')}</h2>
      {dispute === null ? (
        <p class="app-empty">{say('money.dispute.none')}</p>
      ) : (
        <>
          <p class="govuk-body">
            {say(dispute.freezes ? 'money.dispute.freezes' : 'money.dispute.stated')}{' '}
            {say(`money.dispute.now.${dispute.state}`, {
              home: words.city(line.homeCity),
              receiving: words.city(line.receivingCity),
            })}
          </p>
          <Timeline entries={entriesOf(dispute, line, words)} />
          <Inset>{say('money.dispute.noNames')}</Inset>
        </>
      )}
    </>
  );
}

function entriesOf(dispute: CostLineDispute, line: PostedCostLine['line'], words: Words): TimelineEntry[] {
  const { say, date, city } = words;
  const entries: TimelineEntry[] = [
    {
      key: 'asked',
      title: say('money.dispute.asked', { reason: inline(words, 'DisputeReason', dispute.reason) }),
      by: city(line.homeCity),
      time: date(dispute.raisedOn),
      text: dispute.question,
      tone: 'warning',
    },
  ];
  if (dispute.answer !== null && dispute.answeredOn !== null)
    entries.push({
      key: 'answered',
      title: say('money.dispute.answered'),
      by: city(line.receivingCity),
      time: date(dispute.answeredOn),
      text: dispute.answer,
    });
  if (dispute.settledOn !== null)
    entries.push({
      key: 'settled',
      title: words.value('CostLineDispute.state', dispute.state),
      by: city(dispute.state === 'reversed' ? line.receivingCity : line.homeCity),
      time: date(dispute.settledOn),
      tone: 'good',
    });
  return entries;
}
