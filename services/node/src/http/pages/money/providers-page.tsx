import type { Exclusion, Provider } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { ButtonGroup } from '../components/forms.js';
import { Pagination } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, type Reader } from '../reader.js';
import { FormButton } from './money-words.js';
import { holds, StandingTags, standingOf } from './provider-standing.js';

const limit = 50;

/** This city's register of providers, and the exclusions of all cities. */
export async function providersPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const [told, excluded] = [await ask(reader, 'listProviders'), await ask(reader, 'listExclusions')];
  if (!told.ok) return told;
  if (!excluded.ok) return excluded;
  const { words } = reader;
  const { say } = words;
  const page = pageIn(query);
  const providers = told.answer.providers.toSorted((a, b) => a.name.localeCompare(b.name, words.language));
  const { exclusions } = excluded.answer;
  return {
    page: (
      <Page reader={reader} title={say('money.providers.title')}>
        <h1 class="govuk-heading-l">{say('money.providers.title')}</h1>
        <p class="govuk-body">{say('money.providers.lead')}</p>
        <ButtonGroup>
          <FormButton reader={reader} operation="registerProvider" href={formHref('registerProvider')} />
        </ButtonGroup>
        <Providers
          reader={reader}
          providers={providers.slice((page - 1) * limit, page * limit)}
          exclusions={exclusions}
        />
        <Pagination {...paging(reader, query, { page, limit, total: providers.length })} />
        <Exclusions
          exclusions={exclusions}
          names={new Map(providers.map(({ id, name }) => [id, name]))}
          today={civilDateOf(reader.node.clock.now())}
        />
      </Page>
    ),
  };
}

function Providers({
  reader: { words, node },
  providers,
  exclusions,
}: {
  readonly reader: Reader;
  readonly providers: readonly Provider[];
  readonly exclusions: readonly Exclusion[];
}) {
  const { say, date } = words;
  const today = civilDateOf(node.clock.now());
  return (
    <Table
      caption={say('money.providers.register')}
      empty={say('money.providers.empty')}
      columns={[
        { head: say('money.providers.name') },
        { head: say('money.providers.organisationNumber'), nowrap: true },
        { head: say('money.providers.checkedOn') },
        { head: say('money.state') },
      ]}
      rows={providers.map((provider) => {
        const standing = standingOf(provider, exclusions, node.city, today);
        return {
          key: provider.id,
          cells: [
            <a key="name" class="govuk-link" href={`/providers/${provider.id}`}>
              {provider.name}
            </a>,
            provider.organisationNumber,
            standing.licence ? date(standing.licence.checkedOn) : '–',
            <StandingTags key="state" standing={standing} />,
          ],
        };
      })}
    />
  );
}

/** What each city has told of exclusions; a provider is named only where it is in this city's own register. */
function Exclusions({
  exclusions,
  names,
  today,
}: {
  readonly exclusions: readonly Exclusion[];
  readonly names: ReadonlyMap<string, string>;
  readonly today: string;
}) {
  const words = useWords();
  const { say } = words;
  return (
    <>
      <Table
        caption={say('money.exclusions.title')}
        empty={say('money.exclusions.empty')}
        columns={[
          { head: say('money.exclusions.decision') },
          { head: say('money.city') },
          { head: say('money.period'), nowrap: true },
          { head: say('money.exclusions.match') },
          { head: say('money.state') },
        ]}
        rows={exclusions.map((exclusion) => ({
          key: exclusion.id,
          cells: [
            exclusion.reference,
            words.city(exclusion.city),
            words.period(exclusion),
            exclusion.providerId ? (
              <a key="match" class="govuk-link" href={`/providers/${exclusion.providerId}`}>
                {names.get(exclusion.providerId) ?? say('money.exclusions.inRegister')}
              </a>
            ) : (
              say('money.exclusions.noMatch')
            ),
            <DecisionState key="state" decision={exclusion} today={today} />,
          ],
        }))}
      />
      <p class="govuk-body">{say('money.exclusions.mark')}</p>
    </>
  );
}

/** Whether a decision holds, is to come, is over or was replaced. */
export function DecisionState({
  decision,
  today,
}: {
  readonly decision: { from: string; until: string | null; replacedBy: string | null };
  readonly today: string;
}) {
  const { say } = useWords();
  if (decision.replacedBy !== null) return <Tag>{say('money.decision.replaced')}</Tag>;
  if (holds(decision, today)) return <Tag tone="bad">{say('money.decision.holds')}</Tag>;
  return (
    <Tag tone="info">{say(decision.from > today ? 'money.decision.coming' : 'money.decision.over')}</Tag>
  );
}
