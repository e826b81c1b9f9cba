import type { Balances, Statement } from '@storstad/contract';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { withSign } from './money-words.js';

/** Of the balance with each city: what signed statements have, what is left, and which questions are open. */
export function SettledTable({
  balances: { balances, own, openDisputes },
  statements,
}: {
  readonly balances: Balances;
  readonly statements: readonly Statement[];
}) {
  const words = useWords();
  const { say, money } = words;
  const signed = (ore: number) => withSign(ore, money(ore));
  return (
    <>
      <Table
        caption={say('money.settled.title')}
        columns={[
          { head: say('money.city') },
          { head: say('money.settled.balance'), align: 'right', nowrap: true },
          { head: say('money.settled.settled'), align: 'right', nowrap: true },
          { head: say('money.settled.left'), align: 'right', nowrap: true },
          { head: say('money.disputes.title') },
        ]}
        rows={balances.map(({ city, netOre }, n) => {
          const settled = settledWith(city, own.city, statements);
          return {
            key: city,
            cells: [
              words.city(city),
              signed(netOre),
              signed(settled),
              signed(netOre - settled),
              <Questions key="questions" city={city} open={openDisputes[n]} />,
            ],
          };
        })}
      />
      <p class="govuk-body">{say('money.settled.meaning')}</p>
    </>
  );
}

function Questions({
  city,
  open,
}: {
  readonly city: string;
  readonly open?: Balances['openDisputes'][number] | undefined;
}) {
  const { say } = useWords();
  const n = open ? open.awaitingOwn + open.awaitingOther : 0;
  if (!open || n === 0) return <>–</>;
  return (
    <a class="govuk-link" href={`/balances/${city}?disputed=true`}>
      {say('money.settled.questions', { n, own: open.awaitingOwn })}
    </a>
  );
}

/** What the signed statements between this city and another come to: plus is what this city is to get. */
export function settledWith(city: string, own: string, statements: readonly Statement[]): number {
  return statements
    .filter(
      ({ state, document: { cities } }) =>
        state === 'signed' && cities.includes(city) && cities.includes(own),
    )
    .reduce((sum, { document: { cities, netOre } }) => sum + (cities[0] === own ? netOre : -netOre), 0);
}
