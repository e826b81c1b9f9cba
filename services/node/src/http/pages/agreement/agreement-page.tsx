import type { Agreement } from '@storstad/contract';
import { capital } from '../capital.js';
import { ButtonLink } from '../components/forms.js';
import { IdentityBar } from '../components/identity-bar.js';
import { Details } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { Tag } from '../components/tag.js';
import { formHref } from '../forms/form-href.js';
import { formText } from '../forms/form-page.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor, type Reader } from '../reader.js';
import { saidPeriod, saidQuota, VersionState } from './version-words.js';

/** One version of the agreement: its terms, who has approved it and which cities have signed it. */
export async function agreementPage({ reader, params }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'getAgreement', { params: { agreementId: params.agreementId ?? '' } });
  if (!told.ok) return told;
  const version = told.answer;
  const { say } = reader.words;
  return {
    page: (
      <Page reader={reader} title={`${say('agreements.versionNamed', { id: version.id })}`}>
        <BackLink href="/agreements" text={say('agreements.title')} />
        <IdentityBar
          reference={say('agreements.versionNamed', { id: version.id })}
          heading={version.document.title}
          tags={<VersionState state={version.state} />}
          actions={<Approve reader={reader} version={version} />}
        />
        <Terms version={version} />
        <Bodies version={version} />
        <Signatures version={version} />
      </Page>
    ),
  };
}

/** The way to approve, while a body of this city has not. */
function Approve({ reader, version }: { readonly reader: Reader; readonly version: Agreement }) {
  const isMissing = version.missingBodies.some((body) => body.startsWith(`${reader.node.city}/`));
  if (!isMissing || version.state === 'expired' || !mayAskFor(reader, 'approveAgreement')) return null;
  return (
    <ButtonLink href={formHref('approveAgreement', { agreementId: version.id })}>
      {formText({ operation: 'approveAgreement', variant: null }, 'link', reader.words)}
    </ButtonLink>
  );
}

function Terms({ version }: { readonly version: Agreement }) {
  const words = useWords();
  const { say, value } = words;
  const { terms } = version.document;
  return (
    <SummaryList
      title={say('agreements.terms.title')}
      rows={[
        { key: say('agreements.period'), value: saidPeriod(version, words) },
        { key: say('agreements.places'), value: saidQuota(version, words) },
        {
          key: say('agreements.terms.kinds'),
          value: capital(terms.caseKinds.map((kind) => value('CaseKind', kind)).join(', ')),
        },
        {
          key: say('agreements.terms.highThreat'),
          value: say(`agreements.terms.${terms.highThreat}`),
        },
        {
          key: say('agreements.terms.ratification'),
          value: say(`agreements.terms.${terms.ratification}`),
        },
        { key: say('agreements.terms.proposedBy'), value: words.city(version.proposedBy) },
      ]}
    />
  );
}

/** Each body with its decision, those that are missing too. */
function Bodies({ version }: { readonly version: Agreement }) {
  const words = useWords();
  const { say, value, date } = words;
  return (
    <Table
      caption={say('agreements.bodies.title')}
      columns={[
        { head: say('agreements.bodies.body') },
        { head: say('agreements.bodies.city') },
        { head: say('agreements.bodies.decision') },
        { head: say('agreements.bodies.decidedBy') },
        { head: say('agreements.bodies.reference') },
      ]}
      rows={version.document.bodies.map(({ city, unit, name }) => {
        const approval = version.approvals.find((given) => given.city === city && given.unit === unit);
        return {
          key: `${city}/${unit}`,
          cells: [
            name === unit ? name : `${name} (${unit})`,
            words.city(city),
            approval ? (
              say('agreements.bodies.approvedOn', { on: date(approval.decidedOn) })
            ) : (
              <Tag key="missing" tone="warning">
                {say('agreements.bodies.missing')}
              </Tag>
            ),
            approval ? value('Approval.decidedBy', approval.decidedBy) : '–',
            approval?.reference ?? '–',
          ],
        };
      })}
    />
  );
}

/** Which cities' nodes have signed the version, and what exactly was signed. */
function Signatures({ version }: { readonly version: Agreement }) {
  const words = useWords();
  const { say } = words;
  const cities = [...new Set(version.document.bodies.map(({ city }) => city))];
  return (
    <>
      <Table
        caption={say('agreements.signatures.title')}
        columns={[{ head: say('agreements.bodies.city') }, { head: say('agreements.signatures.signature') }]}
        rows={cities.map((city) => ({
          key: city,
          cells: [
            words.city(city),
            say(
              version.signedBy.includes(city)
                ? 'agreements.signatures.signed'
                : 'agreements.signatures.unsigned',
            ),
          ],
        }))}
      />
      <Details summary={say('agreements.signatures.what')}>
        <p>{say('agreements.signatures.digest')}</p>
        <p>
          <code>{version.digest}</code>
        </p>
      </Details>
    </>
  );
}
