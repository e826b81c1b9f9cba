import type { Agreement, Statement } from '@storstad/contract';
import type { VNode } from 'preact';
import { otherCities } from '../../../node.js';
import { useWords } from '../components/page-context.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, mayAskFor, type Reader, stopped } from '../reader.js';
import { audiences, reportHref } from './reports-pages.js';

/** Every file that those who look after the exchange may download, in one place. */
export async function exportsPage({ reader }: PageRequest): Promise<PageAnswer> {
  if (!mayAskFor(reader, 'exportLedger')) return stopped('NOT_PERMITTED');
  const [statements, versions] = [await ask(reader, 'listStatements'), await ask(reader, 'listAgreements')];
  if (!statements.ok) return statements;
  if (!versions.ok) return versions;
  const { say } = reader.words;
  return {
    page: (
      <Page reader={reader} title={say('oversight.exports.title')}>
        <h1 class="govuk-heading-l">{say('oversight.exports.title')}</h1>
        <p class="govuk-body app-measure">{say('oversight.exports.lead')}</p>
        <Ledgers reader={reader} />
        <Statements statements={statements.answer.statements} own={reader.node.city} />
        <Group
          id="vouchers"
          links={[{ href: '/balances/vouchers', text: say('oversight.exports.vouchersLink') }]}
        />
        <Reports versions={versions.answer.agreements} />
      </Page>
    ),
  };
}

interface FileLink {
  readonly href: string;
  readonly text: string;
}

/** A heading and the files under it. */
function Group({
  id,
  links,
  empty,
  more,
}: {
  readonly id: 'ledgers' | 'statements' | 'vouchers' | 'reports';
  readonly links: readonly FileLink[];
  /** Is said where there is no file. */
  readonly empty?: string | undefined;
  readonly more?: VNode | undefined;
}) {
  const { say } = useWords();
  return (
    <section aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        {say(`oversight.exports.${id}`)}
      </h2>
      {links.length === 0 && <p class="app-empty">{empty}</p>}
      {links.length > 0 && (
        <ul class="govuk-list">
          {links.map(({ href, text }) => (
            <li key={href}>
              <a class="govuk-link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
      {more}
    </section>
  );
}

const Ledgers = ({ reader: { node, words } }: { readonly reader: Reader }) => (
  <Group
    id="ledgers"
    links={otherCities(node).map((city) => ({
      href: `/balances/${city}/lines.csv`,
      text: words.say('oversight.exports.ledger', { city: words.city(city) }),
    }))}
  />
);

const standing: readonly Statement['state'][] = ['proposed', 'signed'];

/** Older ones are on the page of statements. */
const shownStatements = 12;

/** This city's own that hold or wait for a signature; of those between two others there are no lines here. */
function Statements({
  statements,
  own,
}: {
  readonly statements: readonly Statement[];
  readonly own: string;
}) {
  const words = useWords();
  const { say, number } = words;
  const mine = statements
    .filter(({ state, document }) => standing.includes(state) && document.cities.includes(own))
    .sort((a, b) => (a.document.from < b.document.from ? 1 : -1));
  const otherOf = ({ document }: Statement) => document.cities.find((city) => city !== own) ?? '';
  const alike = (a: Statement, b: Statement) =>
    otherOf(a) === otherOf(b) && a.document.from === b.document.from && a.document.until === b.document.until;
  // Each day is settled once, but for each version by itself.
  const periodOf = (statement: Statement) => {
    const { agreement } = statement.document;
    const isOnlyOne = !mine.some((other) => other !== statement && alike(other, statement));
    const period = words.period(statement.document);
    return agreement === null || isOnlyOne
      ? period
      : say('oversight.exports.ofVersion', { period, version: agreement });
  };
  return (
    <Group
      id="statements"
      links={mine.slice(0, shownStatements).map((statement) => ({
        href: `/statements/${statement.id}/lines.jsonl`,
        text: say('oversight.exports.statement', {
          city: words.city(otherOf(statement)),
          period: periodOf(statement),
        }),
      }))}
      empty={say('oversight.exports.noStatements')}
      more={
        mine.length > shownStatements ? (
          <p>
            {say('oversight.exports.latest', { n: shownStatements, total: number(mine.length) })}{' '}
            <a class="govuk-link" href="/statements">
              {say('oversight.exports.allStatements')}
            </a>
          </p>
        ) : undefined
      }
    />
  );
}

function Reports({ versions }: { readonly versions: readonly Agreement[] }) {
  const { say } = useWords();
  return (
    <Group
      id="reports"
      links={versions
        .filter(({ state }) => state !== 'proposed')
        .toReversed()
        .flatMap(({ id }) =>
          audiences.map((audience) => ({
            href: reportHref(id, audience, true),
            text: say(`oversight.exports.${audience}`, { version: id }),
          })),
        )}
      empty={say('oversight.exports.noReports')}
    />
  );
}
