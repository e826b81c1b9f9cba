import { ButtonLink } from '../components/forms.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { formText } from '../forms/form-page.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor } from '../reader.js';
import { saidPeriod, VersionState } from './version-words.js';

/** The versions of the agreement that this city knows of, the latest first. */
export async function agreementsPage({ reader }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listAgreements');
  if (!told.ok) return told;
  const { words } = reader;
  const { say, number } = words;
  const versions = told.answer.agreements.toSorted((a, b) =>
    a.document.validFrom < b.document.validFrom ? 1 : -1,
  );
  return {
    page: (
      <Page reader={reader} title={say('agreements.title')}>
        <h1 class="govuk-heading-l">{say('agreements.title')}</h1>
        <p class="govuk-body">{say('agreements.lead')}</p>
        <Table
          caption={say('agreements.title')}
          captionHidden
          columns={[
            { head: say('agreements.version') },
            { head: say('agreements.state') },
            { head: say('agreements.period'), nowrap: true },
            { head: say('agreements.places'), align: 'right' },
            { head: say('agreements.approved'), align: 'right' },
            { head: say('agreements.signedBy') },
          ]}
          rows={versions.map((version) => ({
            key: version.id,
            cells: [
              <a key="link" class="govuk-link" href={`/agreements/${version.id}`}>
                {version.id}: {version.document.title}
              </a>,
              <VersionState key="state" state={version.state} />,
              saidPeriod(version, words),
              number(version.document.terms.quota.limit),
              say('agreements.approvedOf', {
                n: version.document.bodies.length - version.missingBodies.length,
                of: version.document.bodies.length,
              }),
              version.signedBy.map(words.city).join(', ') || '–',
            ],
          }))}
          empty={say('agreements.empty')}
        />
        {mayAskFor(reader, 'proposeAgreement') && (
          <ButtonLink href={formHref('proposeAgreement')} kind="secondary">
            {formText({ operation: 'proposeAgreement', variant: null }, 'link', words)}
          </ButtonLink>
        )}
      </Page>
    ),
  };
}
