import type { Agreement, KnownQuotaUse, QuotaUse } from '@storstad/contract';
import { ChartWithTable } from '../components/charts/chart.js';
import { type Places, QuotaPlaces } from '../components/charts/quota-places.js';
import { Inset } from '../components/messages.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask } from '../reader.js';
import type { Words } from '../words.js';
import { saidPeriod, saidQuota, VersionState } from './version-words.js';

/** This city's places, taken and free, and what is known of other cities', in every version in force or to come. */
export async function quotasPage({ reader }: PageRequest): Promise<PageAnswer> {
  const [versions, uses] = [await ask(reader, 'listAgreements'), await ask(reader, 'listQuotas')];
  if (!versions.ok) return versions;
  if (!uses.ok) return uses;
  const { say, city } = reader.words;
  const present = versions.answer.agreements.filter(({ state }) => state !== 'expired');
  return {
    page: (
      <Page reader={reader} title={say('agreements.quotas.title')}>
        <h1 class="govuk-heading-l">{say('agreements.quotas.title')}</h1>
        <p class="govuk-body">{say('agreements.quotas.lead', { city: city(reader.node.city) })}</p>
        {present.length === 0 && <p class="app-empty">{say('agreements.quotas.empty')}</p>}
        {present.map((version) => (
          <VersionPlaces
            key={version.id}
            version={version}
            uses={uses.answer.quotas.filter(({ agreement }) => agreement === version.id)}
            known={uses.answer.otherCities.filter(({ agreement }) => agreement === version.id)}
          />
        ))}
        <Inset>{say('agreements.quotas.whyNoMore')}</Inset>
      </Page>
    ),
  };
}

/** The places of one version: a picture and its table, for this city and for the others. */
function VersionPlaces({
  version,
  uses,
  known,
}: {
  readonly version: Agreement;
  readonly uses: readonly QuotaUse[];
  readonly known: readonly KnownQuotaUse[];
}) {
  const words = useWords();
  const { say, number } = words;
  const places = placesOf(version, uses, words);
  const id = `places-${version.id}`;
  return (
    <section aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        <a class="govuk-link" href={`/agreements/${version.id}`}>
          {version.document.title}
        </a>{' '}
        <VersionState state={version.state} />
      </h2>
      <p class="govuk-body">
        {saidPeriod(version, words)}. {saidQuota(version, words)}
      </p>
      <ChartWithTable
        chart={
          <QuotaPlaces
            id={`chart-${version.id}`}
            title={say('agreements.quotas.chart', { version: version.id })}
            description={places
              .map(({ name, taken, limit }) =>
                say('agreements.quotas.others.described', { name, taken, limit }),
              )
              .join(' ')}
            directions={places}
          />
        }
      >
        <Table
          caption={say('agreements.quotas.chart', { version: version.id })}
          columns={[
            { head: say('agreements.quotas.direction') },
            { head: say('agreements.quotas.taken'), align: 'right' },
            { head: say('agreements.quotas.free'), align: 'right' },
            { head: say('agreements.quotas.carriedOver'), align: 'right' },
          ]}
          rows={places.map(({ name, taken, limit, carriedOver }) => ({
            key: name,
            cells: [name, number(taken), number(Math.max(0, limit - taken)), number(carriedOver)],
          }))}
        />
      </ChartWithTable>
      {places.some(({ carriedOver }) => carriedOver > 0) && (
        <p class="govuk-body">{say('agreements.quotas.carriedOverMeans')}</p>
      )}
      <OtherCities version={version} known={known} />
    </section>
  );
}

/** What this city knows of the places of the others: those of cases that it has with them. */
function OtherCities({
  version,
  known,
}: {
  readonly version: Agreement;
  readonly known: readonly KnownQuotaUse[];
}) {
  const words = useWords();
  const { say, city, value, number } = words;
  const title = say('agreements.quotas.others.title', { version: version.id });
  const places = known.map((one) => ({
    name: say('agreements.quotas.others.name', {
      city: city(one.city),
      direction: value('QuotaDirection', one.direction),
    }),
    taken: one.known,
    limit: one.limit,
    atLeast: true,
  }));
  return (
    <ChartWithTable
      chart={
        <QuotaPlaces
          id={`others-${version.id}`}
          title={title}
          description={places
            .map(({ name, taken, limit }) => say('agreements.quotas.described', { name, taken, limit }))
            .join(' ')}
          directions={places}
        />
      }
    >
      <Table
        caption={title}
        columns={[
          { head: say('agreements.quotas.others.cityAndDirection') },
          { head: say('agreements.quotas.others.atLeast'), align: 'right' },
          { head: say('agreements.quotas.others.limit'), align: 'right' },
        ]}
        rows={places.map(({ name, taken, limit }) => ({
          key: name,
          cells: [name, number(taken), number(limit)],
        }))}
      />
    </ChartWithTable>
  );
}

type PlacesOf = Places & Pick<QuotaUse, 'carriedOver'>;

/** By direction; as one where both directions share the places. */
function placesOf({ document }: Agreement, uses: readonly QuotaUse[], words: Words): PlacesOf[] {
  const places = uses.map(({ direction, used, limit, carriedOver }) => ({
    name: words.value('QuotaDirection', direction),
    taken: used,
    limit,
    carriedOver,
  }));
  const { limit, counting } = document.terms.quota;
  if (counting === 'each-direction') return places;
  const sum = (count: (places: PlacesOf) => number) => places.reduce((all, one) => all + count(one), 0);
  const name = words.say('agreements.quotas.together');
  return [{ name, limit, taken: sum(({ taken }) => taken), carriedOver: sum((one) => one.carriedOver) }];
}
