import { capital } from '../capital.js';
import { Pagination } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask } from '../reader.js';

/** Who has logged in, with the roles and units that the city's log-in gave them the last time. */
export async function staffPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listStaff', { query: { page: String(pageIn(query)), limit: '50' } });
  if (!told.ok) return told;
  const { words } = reader;
  const { say } = words;
  return {
    page: (
      <Page reader={reader} title={say('oversight.staff.title')}>
        <h1 class="govuk-heading-l">{say('oversight.staff.title')}</h1>
        <p class="govuk-body">{say('oversight.staff.lead')}</p>
        <Table
          caption={say('oversight.staff.title')}
          captionHidden
          columns={[
            { head: say('oversight.staff.who') },
            { head: say('oversight.staff.roles') },
            { head: say('oversight.staff.units') },
            { head: say('oversight.staff.lastLogIn') },
          ]}
          rows={told.answer.staff.map(({ staff, roles, units, lastLogInAt }) => ({
            key: staff,
            cells: [
              staff,
              capital(roles.map((role) => words.value('StaffRole', role)).join(', ')) || '–',
              units.join(', ') || '–',
              words.time(lastLogInAt),
            ],
          }))}
          empty={say('oversight.staff.empty')}
        />
        <Pagination {...paging(reader, query, told.answer)} />
      </Page>
    ),
  };
}
