import type { QuotaUse } from '@storstad/contract';
import { ChartWithTable } from '../components/charts/chart.js';
import { QuotaPlaces } from '../components/charts/quota-places.js';
import { Table } from '../components/table.js';
import { ask, type Reader } from '../reader.js';

/** The city's places under the versions in force today. */
export async function quotasInForce(reader: Reader): Promise<readonly QuotaUse[]> {
  const [agreements, quotas] = await Promise.all([ask(reader, 'listAgreements'), ask(reader, 'listQuotas')]);
  if (!agreements.ok || !quotas.ok) return [];
  const inForce = agreements.answer.agreements
    .filter(({ state }) => state === 'in-force')
    .map(({ id }) => id);
  return quotas.answer.quotas.filter(({ agreement }) => inForce.includes(agreement));
}

/** The places taken and free, as a picture with its table; or that no agreement is in force. */
export function QuotaInForce({
  reader: { words },
  quotas,
}: {
  readonly reader: Reader;
  readonly quotas: readonly QuotaUse[];
}) {
  const { say } = words;
  const versions = [...new Set(quotas.map(({ agreement }) => agreement))];
  return (
    <>
      <h2 class="govuk-heading-m">{say('work.quota.heading')}</h2>
      {versions.length === 0 && <p class="app-empty">{say('work.quota.none')}</p>}
      {versions.map((version) => {
        const own = quotas.filter(({ agreement }) => agreement === version);
        const title = say('work.quota.title', { version });
        return (
          <ChartWithTable
            key={version}
            chart={
              <QuotaPlaces
                id={`quota-${version}`}
                title={title}
                description={own
                  .map(({ direction, used, limit }) => say(`work.quota.said.${direction}`, { used, limit }))
                  .join(' ')}
                directions={own.map(({ direction, used, limit }) => ({
                  name: say(`work.quota.${direction}`),
                  taken: used,
                  limit,
                }))}
              />
            }
          >
            <Table
              caption={title}
              columns={[
                { head: say('work.quota.direction') },
                { head: say('work.quota.taken'), align: 'right' },
                { head: say('work.quota.free'), align: 'right' },
                { head: say('work.quota.carriedOver'), align: 'right' },
              ]}
              rows={own.map(({ direction, used, limit, carriedOver }) => ({
                key: direction,
                cells: [say(`work.quota.${direction}`), used, Math.max(0, limit - used), carriedOver],
              }))}
            />
          </ChartWithTable>
        );
      })}
    </>
  );
}
