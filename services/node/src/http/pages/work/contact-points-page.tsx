import type { ContactPoint } from '@storstad/contract';
import { capital } from '../capital.js';
import { inlineList } from '../case/case-words.js';
import { ButtonLink } from '../components/forms.js';
import { Notice } from '../components/messages.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageHandler } from '../page.js';
import { ask, mayAskFor, type Reader } from '../reader.js';

/** How each city is reached, by function and never by person, and what it can offer. */
export const contactPointsPage: PageHandler = async ({ reader }) => {
  const { words, node } = reader;
  const { say } = words;
  const told = await ask(reader, 'listContactPoints');
  if (!told.ok) return told;
  const { contactPoints, emergencyNumbers } = told.answer;
  const cities = [node.city, ...[...node.members.keys()].filter((city) => city !== node.city)];
  return {
    page: (
      <Page reader={reader} title={say('work.contacts.title')}>
        <h1 class="govuk-heading-l">{say('work.contacts.title')}</h1>
        <Notice tone="warning" title={say('work.contacts.emergency', { ...emergencyNumbers })}>
          <p>{say('work.contacts.emergencyMore')}</p>
        </Notice>
        {mayAskFor(reader, 'publishContactPoint') && (
          <ButtonLink href={formHref('publishContactPoint')}>
            {say('forms.publishContactPoint.link')}
          </ButtonLink>
        )}
        {cities.map((city) => (
          <City
            key={city}
            name={words.city(city)}
            contact={contactPoints.find((one) => one.city === city)}
            reader={reader}
          />
        ))}
      </Page>
    ),
  };
};

function City({
  name,
  contact,
  reader: { words },
}: {
  readonly name: string;
  readonly contact: ContactPoint | undefined;
  readonly reader: Reader;
}) {
  const { say } = words;
  if (!contact)
    return (
      <section>
        <h2 class="govuk-heading-m">{name}</h2>
        <p class="app-empty">{say('work.contacts.none', { city: name })}</p>
      </section>
    );
  const functions = [
    ...contact.functions.map((one) => ({ ...one, isOutOfHours: false })),
    { ...contact.outOfHours, isOutOfHours: true },
  ];
  return (
    <section>
      <h2 class="govuk-heading-m">{name}</h2>
      <Table
        caption={say('work.contacts.caption', { city: name })}
        columns={(['function', 'phone', 'email', 'hours'] as const).map((column) => ({
          head: say(`work.contacts.${column}`),
        }))}
        rows={functions.map(({ function: called, phone, email, hours, isOutOfHours }, i) => ({
          key: String(i),
          cells: [
            isOutOfHours ? say('work.contacts.outOfHours', { function: called }) : called,
            <a key="phone" class="govuk-link app-nowrap" href={`tel:${phone.replaceAll(/[ -]/g, '')}`}>
              {phone}
            </a>,
            email ? (
              <a class="govuk-link" href={`mailto:${email}`}>
                {email}
              </a>
            ) : (
              say('work.contacts.noEmail')
            ),
            hours,
          ],
        }))}
      />
      <SummaryList
        rows={[
          {
            key: say('work.contacts.services'),
            value:
              capital(inlineList(words, 'ServiceCode', contact.services)) || say('work.contacts.notSaid'),
          },
          {
            key: say('work.contacts.housing'),
            value:
              capital(inlineList(words, 'HousingForm', contact.housingForms)) || say('work.contacts.notSaid'),
          },
          { key: say('work.contacts.published'), value: words.time(contact.publishedAt) },
        ]}
      />
    </section>
  );
}
