import type { PostedCostLine, ServiceCost } from '@storstad/contract';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Tag, type Tone } from '../components/tag.js';
import { mayAskFor, type Reader } from '../reader.js';
import { inline, saidRefusal } from './case-words.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** By service, what the stay and the agreement give beside what was posted. */
export function ServiceTable({ services }: { readonly services: readonly ServiceCost[] }) {
  const words = useWords();
  const { say, money, number } = words;
  const total = (of: (service: ServiceCost) => number) => money(sum(services.map(of)));
  return (
    <Table
      caption={say('case.costs.services')}
      empty={say('case.costs.noServices')}
      wide
      columns={[
        { head: say('case.costs.service') },
        { head: say('case.agreed.bearer') },
        { head: say('case.agreed.dayRate'), align: 'right', nowrap: true },
        { head: say('case.costs.expectedDays'), align: 'right' },
        { head: say('case.costs.expected'), align: 'right', nowrap: true },
        { head: say('case.costs.postedDays'), align: 'right' },
        { head: say('case.costs.posted'), align: 'right', nowrap: true },
        { head: say('case.costs.difference'), align: 'right', nowrap: true },
      ]}
      rows={services.map((one) => ({
        key: `${one.service} ${one.externalServiceId}`,
        cells: [
          `${words.value('ServiceCode', one.service)} (${inline(words, 'ServiceCost.source', one.source)})`,
          words.value('CostBearer', one.bearer),
          money(one.dayRateOre),
          number(one.expectedDays),
          money(one.expectedOre),
          number(one.postedDays),
          money(one.postedOre),
          money(one.differenceOre),
        ],
      }))}
      foot={[
        say('case.costs.sum'),
        '',
        '',
        '',
        total(({ expectedOre }) => expectedOre),
        '',
        total(({ postedOre }) => postedOre),
        total(({ differenceOre }) => differenceOre),
      ]}
    />
  );
}

const lineTone: Readonly<Record<PostedCostLine['state'], Tone>> = {
  sent: 'info',
  posted: 'good',
  refused: 'bad',
};

/** Every cost line of the case, as posted. */
export function LineTable({
  lines,
  reader,
}: {
  readonly lines: readonly PostedCostLine[];
  readonly reader: Reader;
}) {
  const words = useWords();
  const { say, money, number } = words;
  const mayOpen = mayAskFor(reader, 'getCostLine');
  const posted = lines.filter(({ state }) => state === 'posted').map(({ line }) => line.amountOre);
  return (
    <Table
      caption={say('case.lines.caption')}
      empty={say('case.lines.none')}
      columns={[
        { head: say('case.lines.service') },
        { head: say('case.lines.period'), nowrap: true },
        { head: say('case.costs.days'), align: 'right' },
        { head: say('case.costs.amount'), align: 'right', nowrap: true },
        { head: say('case.lines.booked'), nowrap: true },
        { head: say('case.lines.state') },
      ]}
      rows={lines.map(({ line, state, refusalCode, bookedOn, dispute, reversedBy }) => ({
        key: line.id,
        cells: [
          <LineName key="name" line={line} isLink={mayOpen} />,
          words.period(line),
          number(line.days),
          money(line.amountOre),
          bookedOn ? words.date(bookedOn) : say('case.lines.notBooked'),
          <span key="state">
            <Tag tone={lineTone[state]}>{words.value('PostedCostLine.state', state)}</Tag>
            {refusalCode && ` ${saidRefusal(refusalCode, words)}`}
            {dispute &&
              ` ${say('case.lines.dispute', { state: inline(words, 'CostLineDispute.state', dispute.state) })}`}
            {reversedBy && ` ${say('case.lines.reversed')}`}
          </span>,
        ],
      }))}
      foot={[say('case.costs.sumPosted'), '', '', money(sum(posted)), '', '']}
    />
  );
}

const LineName = ({ line, isLink }: { readonly line: PostedCostLine['line']; readonly isLink: boolean }) => {
  const words = useWords();
  const { say } = words;
  const text =
    words.value('ServiceCode', line.service) + (line.reverses ? ` – ${say('case.lines.reversal')}` : '');
  return isLink ? (
    <a class="govuk-link" href={`/cost-lines/${line.id}`}>
      {text}
    </a>
  ) : (
    text
  );
};
