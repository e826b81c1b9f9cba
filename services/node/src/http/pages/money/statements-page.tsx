import type { Statement } from '@storstad/contract';
import { otherCities } from '../../../node.js';
import { ButtonGroup, ButtonLink } from '../components/forms.js';
import { Pagination, SubNavigation } from '../components/navigation.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { pageIn, paging } from '../paging.js';
import { ask, type Reader } from '../reader.js';
import { FormButton } from './money-words.js';
import { isToSign, StatementState, saidBetween, saidNet } from './statement-words.js';

const limit = 25;

/** All statements, or those with one other city, or those between others; what waits for this city first. */
export async function statementsPage({ reader, query }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'listStatements');
  if (!told.ok) return told;
  const { say } = reader.words;
  const chosen = query.get('city') ?? '';
  const own = reader.node.city;
  const shown = told.answer.statements
    .filter((statement) => isChosen(statement, chosen, own))
    .sort((a, b) => rank(b, own) - rank(a, own) || (a.document.from < b.document.from ? 1 : -1));
  const page = pageIn(query);
  return {
    page: (
      <Page reader={reader} title={say('money.statements.title')}>
        <h1 class="govuk-heading-l">{say('money.statements.title')}</h1>
        <p class="govuk-body">{say('money.statements.lead')}</p>
        <ButtonGroup>
          <ButtonLink href="/statements/preview">{say('money.statements.previewLink')}</ButtonLink>
          <FormButton
            reader={reader}
            operation="proposeStatement"
            href={formHref('proposeStatement')}
            kind="secondary"
          />
        </ButtonGroup>
        <Choices reader={reader} chosen={chosen} statements={told.answer.statements} />
        <Statements reader={reader} statements={shown.slice((page - 1) * limit, page * limit)} />
        <Pagination {...paging(reader, query, { page, limit, total: shown.length })} />
      </Page>
    ),
  };
}

const rank = (statement: Statement, own: string): number => Number(isToSign(statement, own));

const isChosen = ({ document }: Statement, chosen: string, own: string): boolean =>
  chosen === '' || (chosen === 'others' ? !document.cities.includes(own) : isBetween(document, own, chosen));

const isBetween = ({ cities }: Statement['document'], one: string, other: string): boolean =>
  cities.includes(one) && cities.includes(other);

function Choices({
  reader: { node, words },
  chosen,
  statements,
}: {
  readonly reader: Reader;
  readonly chosen: string;
  readonly statements: readonly Statement[];
}) {
  const links = [
    { text: words.say('money.statements.all'), city: '' },
    ...otherCities(node).map((city) => ({ text: words.city(city), city: city as string })),
    { text: words.say('money.statements.others'), city: 'others' },
  ];
  return (
    <SubNavigation
      label={words.say('money.statements.choose')}
      links={links.map(({ text, city }) => ({
        text,
        href: city === '' ? '/statements' : `/statements?city=${city}`,
        current: city === chosen,
        count: statements.filter(
          (statement) => isToSign(statement, node.city) && isChosen(statement, city, node.city),
        ).length,
      }))}
    />
  );
}

function Statements({
  reader: { words, node },
  statements,
}: {
  readonly reader: Reader;
  readonly statements: readonly Statement[];
}) {
  const { say } = words;
  return (
    <Table
      caption={say('money.statements.title')}
      captionHidden
      empty={say('money.statements.empty')}
      columns={[
        { head: say('money.period'), nowrap: true },
        { head: say('money.statements.between') },
        { head: say('money.version') },
        { head: say('money.statements.lines'), align: 'right' },
        { head: say('money.net') },
        { head: say('money.state') },
      ]}
      rows={statements.map((statement) => ({
        key: statement.id,
        cells: [
          <a key="period" class="govuk-link" href={`/statements/${statement.id}`}>
            {words.period(statement.document)}
          </a>,
          saidBetween(statement.document, words),
          statement.document.agreement ?? say('money.allVersions'),
          words.number(statement.document.lineCount),
          saidNet(statement.document, words),
          <StatementState key="state" statement={statement} own={node.city} />,
        ],
      }))}
    />
  );
}
