import type { CaseCosts, ExternalService } from '@storstad/contract';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Tag, type Tone } from '../components/tag.js';
import { formHref } from '../forms/form-href.js';
import { ask, mayAskFor, type Reader } from '../reader.js';
import { PageActions } from './action-links.js';
import type { CaseContent, ShownCase } from './case-frame.js';
import { inline } from './case-words.js';
import { LineTable, ServiceTable } from './cost-tables.js';

/** What the case costs: expected beside posted, and what stands beside the cost. */
export const costs: CaseContent = async (shown) => {
  const told = await ask(shown.reader, 'getCaseCosts', { params: { caseId: shown.theCase.id } });
  return told.ok ? { content: <Costs shown={shown} costs={told.answer} /> } : told;
};

function Costs({
  shown: { theCase, reader, actions },
  costs,
}: {
  readonly shown: ShownCase;
  readonly costs: CaseCosts;
}) {
  return (
    <>
      <PageActions actions={actions} page="costs" />
      <ServiceTable services={costs.services} />
      <Findings costs={costs} />
      <LineTable lines={costs.lines} reader={reader} />
      <ExternalServices
        caseId={theCase.id}
        side={theCase.side}
        services={costs.externalServices}
        reader={reader}
      />
      <Leaves costs={costs} />
      <Beside costs={costs} isHome={theCase.side === 'home'} />
    </>
  );
}

function Findings({ costs: { findings } }: { readonly costs: CaseCosts }) {
  const words = useWords();
  const { say, money, number } = words;
  return (
    <Table
      caption={say('case.costs.findings')}
      empty={say('case.costs.noFindings')}
      columns={[
        { head: say('case.costs.finding') },
        { head: say('case.costs.service') },
        { head: say('case.costs.days'), align: 'right' },
        { head: say('case.costs.amount'), align: 'right', nowrap: true },
      ]}
      rows={findings.map(({ code, service, days, amountOre, lineId }, i) => ({
        key: `${code} ${service} ${lineId} ${i}`,
        cells: [
          words.value('CostFinding.code', code),
          words.value('ServiceCode', service),
          number(days),
          money(amountOre),
        ],
      }))}
    />
  );
}

const serviceTone: Readonly<Record<ExternalService['state'], Tone>> = {
  proposed: 'warning',
  approved: 'good',
  refused: 'bad',
};

/** Services that the receiving city buys; the home city decides on the cost first. */
function ExternalServices({
  caseId,
  side,
  services,
  reader,
}: {
  readonly caseId: string;
  readonly side: 'home' | 'receiving';
  readonly services: readonly ExternalService[];
  readonly reader: Reader;
}) {
  const words = useWords();
  const { say } = words;
  return (
    <Table
      caption={say('case.external.caption')}
      empty={say('case.external.none')}
      columns={[
        { head: say('case.costs.service') },
        { head: say('case.external.period'), nowrap: true },
        { head: say('case.agreed.dayRate'), align: 'right', nowrap: true },
        { head: say('case.external.reason') },
        { head: say('case.external.state') },
        { head: say('case.external.action') },
      ]}
      rows={services.map((service) => {
        const { notice, state, decision, endedOn } = service;
        return {
          key: notice.id,
          cells: [
            `${words.value('ServiceCode', notice.service)} (${inline(words, 'Operator', notice.operator)})`,
            words.period({ from: notice.from, until: endedOn ?? notice.until }),
            words.money(notice.dayRateOre),
            words.value('ExternalServiceNotice.reason', notice.reason),
            <span key="state">
              <Tag tone={serviceTone[state]}>{words.value('ExternalService.state', state)}</Tag>
              {decision && ` ${words.date(decision.decidedOn)}, ${decision.decidedBy}`}
            </span>,
            <ServiceLink key="action" caseId={caseId} side={side} service={service} reader={reader} />,
          ],
        };
      })}
    />
  );
}

/** The home city decides, once; the receiving city ends what runs. */
function ServiceLink({
  caseId,
  side,
  service: { notice, state, endedOn },
  reader,
}: {
  readonly caseId: string;
  readonly side: 'home' | 'receiving';
  readonly service: ExternalService;
  readonly reader: Reader;
}) {
  const operation =
    side === 'home' && state === 'proposed'
      ? 'decideExternalService'
      : side === 'receiving' && state !== 'refused' && endedOn === null
        ? 'endExternalService'
        : null;
  if (!operation || !mayAskFor(reader, operation)) return null;
  return (
    <a class="govuk-link" href={formHref(operation, { caseId, externalServiceId: notice.id })}>
      {reader.words.find(`forms.${operation}.link`) ?? operation}
    </a>
  );
}

/** Days away, when the place is kept. */
function Leaves({ costs: { leaves } }: { readonly costs: CaseCosts }) {
  const words = useWords();
  const { say } = words;
  return (
    <Table
      caption={say('case.leaves.caption')}
      empty={say('case.leaves.none')}
      columns={[{ head: say('case.external.period'), nowrap: true }, { head: say('case.leaves.reason') }]}
      rows={leaves.map(({ from, until, reason }) => ({
        key: from,
        cells: [words.period({ from, until }), words.value('Leave.reason', reason)],
      }))}
    />
  );
}

/** What stands beside the cost: upkeep that was paid, grants, and what would have been done otherwise. */
function Beside({ costs, isHome }: { readonly costs: CaseCosts; readonly isHome: boolean }) {
  const words = useWords();
  const { say, money, date } = words;
  const { upkeepPayments, grants, alternative, avoidedCost } = costs;
  const rows = [
    ...upkeepPayments.map(({ id, from, until, amountOre }) => ({
      key: id,
      cells: [say('case.beside.upkeep'), words.period({ from, until }), money(amountOre)],
    })),
    ...grants.map(({ id, decidedOn, reference, amountOre }) => ({
      key: id,
      cells: [say('case.beside.grant', { reference }), date(decidedOn), money(amountOre)],
    })),
  ];
  return (
    <>
      <Table
        caption={say('case.beside.caption')}
        empty={say('case.beside.none')}
        columns={[
          { head: say('case.beside.what') },
          { head: say('case.beside.when') },
          { head: say('case.costs.amount'), align: 'right', nowrap: true },
        ]}
        rows={rows}
      />
      {isHome && (
        <SummaryList
          headingLevel={3}
          title={say('case.beside.alternativeTitle')}
          rows={[
            {
              key: say('case.beside.alternative'),
              value: alternative ? words.value('Alternative', alternative) : say('case.beside.notRecorded'),
            },
            ...(avoidedCost
              ? [
                  {
                    key: say('case.beside.comparison'),
                    value: say('case.beside.comparisonLine', {
                      days: avoidedCost.days,
                      low: money(avoidedCost.lowOre),
                      high: money(avoidedCost.highOre),
                    }),
                  },
                ]
              : []),
          ]}
        />
      )}
    </>
  );
}
