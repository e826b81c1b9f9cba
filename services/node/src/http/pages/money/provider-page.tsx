import type { Exclusion, Provider } from '@storstad/contract';
import { civilDateOf } from '../../../domain/calendar.js';
import { inline } from '../case/case-words.js';
import { IdentityBar } from '../components/identity-bar.js';
import { Notice } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, stopped } from '../reader.js';
import { FormButton } from './money-words.js';
import { LicenceTag, type Standing, StandingTags, standingOf } from './provider-standing.js';
import { DecisionState } from './providers-page.js';

/** One provider: what to mind, its licence as checked, and what was decided about it. */
export async function providerPage({ reader, params }: PageRequest): Promise<PageAnswer> {
  const [told, excluded] = [await ask(reader, 'listProviders'), await ask(reader, 'listExclusions')];
  if (!told.ok) return told;
  if (!excluded.ok) return excluded;
  const provider = told.answer.providers.find(({ id }) => id === params.providerId);
  if (!provider) return stopped('NOT_FOUND');
  const { words, node } = reader;
  const today = civilDateOf(node.clock.now());
  const standing = standingOf(provider, excluded.answer.exclusions, node.city, today);
  const ids = { providerId: provider.id };
  return {
    page: (
      <Page reader={reader} title={provider.name}>
        <BackLink href="/providers" text={words.say('money.providers.title')} />
        <IdentityBar
          reference={`${words.say('money.providers.organisationNumber')} ${provider.organisationNumber}`}
          heading={provider.name}
          tags={<StandingTags standing={standing} />}
          actions={
            <>
              <FormButton reader={reader} operation="checkLicence" href={formHref('checkLicence', ids)} />
              <FormButton
                reader={reader}
                operation="decideOnProvider"
                href={formHref('decideOnProvider', ids)}
                kind="secondary"
              />
            </>
          }
        />
        <Warnings standing={standing} />
        <Decisions provider={provider} today={today} />
        <Elsewhere
          exclusions={excluded.answer.exclusions.filter(
            ({ city, providerId }) => city !== node.city && providerId === provider.id,
          )}
          today={today}
        />
        <LicenceChecks provider={provider} />
      </Page>
    ),
  };
}

/** What to mind before something is bought. */
function Warnings({ standing: { decisions, elsewhere, licence } }: { readonly standing: Standing }) {
  const words = useWords();
  const { say } = words;
  const warnings = [
    ...decisions.map(({ kind, reference }) => say(`money.provider.now.${kind}`, { reference })),
    ...elsewhere.map(({ city, reference }) =>
      say('money.provider.now.elsewhere', { city: words.city(city), reference }),
    ),
    ...(licence?.state === 'granted'
      ? []
      : [say(`money.provider.now.licence.${licence?.state ?? 'unchecked'}`)]),
  ];
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warning" title={say('money.provider.mind')}>
      <ul class="govuk-list govuk-list--bullet">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Decisions({ provider, today }: { readonly provider: Provider; readonly today: string }) {
  const words = useWords();
  const { say } = words;
  return (
    <Table
      caption={say('money.provider.decisions')}
      empty={say('money.provider.noDecisions')}
      columns={[
        { head: say('money.exclusions.decision') },
        { head: say('money.provider.kind') },
        { head: say('money.period'), nowrap: true },
        { head: say('money.provider.reason') },
        { head: say('money.provider.decidedOn'), nowrap: true },
        { head: say('money.state') },
      ]}
      rows={provider.decisions.map((decision) => ({
        key: decision.id,
        cells: [
          decision.reference,
          words.value('ProviderDecision.kind', decision.kind),
          words.period(decision),
          inline(words, 'ProviderDecision.reason', decision.reason),
          words.date(decision.decidedOn),
          <DecisionState key="state" decision={decision} today={today} />,
        ],
      }))}
    />
  );
}

/** Exclusions by other cities in which this provider's organisation number was found. */
function Elsewhere({
  exclusions,
  today,
}: {
  readonly exclusions: readonly Exclusion[];
  readonly today: string;
}) {
  const words = useWords();
  const { say } = words;
  return (
    <Table
      caption={say('money.provider.elsewhere')}
      empty={say('money.provider.notElsewhere')}
      columns={[
        { head: say('money.exclusions.decision') },
        { head: say('money.city') },
        { head: say('money.period'), nowrap: true },
        { head: say('money.state') },
      ]}
      rows={exclusions.map((exclusion) => ({
        key: exclusion.id,
        cells: [
          exclusion.reference,
          words.city(exclusion.city),
          words.period(exclusion),
          <DecisionState key="state" decision={exclusion} today={today} />,
        ],
      }))}
    />
  );
}

function LicenceChecks({ provider }: { readonly provider: Provider }) {
  const { say, date } = useWords();
  return (
    <Table
      caption={say('money.provider.checks')}
      empty={say('money.provider.noChecks')}
      columns={[{ head: say('money.providers.checkedOn') }, { head: say('money.provider.licence') }]}
      rows={provider.licenceChecks
        .map((check, n) => ({
          key: String(n),
          cells: [date(check.checkedOn), <LicenceTag key="state" licence={check} />],
        }))
        .reverse()}
    />
  );
}
