import type { Balance, CityBalance, Statement } from '@storstad/contract';
import { net } from '../domain/netting.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import {
  decideDeclineStatement,
  decideProposeStatement,
  decideSignStatement,
  emptyPeriodRefusal,
  type Statement as Known,
  periodOfStatement,
  statementThread,
  versionRefusal,
} from '../domain/statement.js';
import type { AgreementId, City, StatementId } from '../domain/values.js';
import { type Node, otherCities } from '../node.js';
import { costLineView } from './cost-lines.js';
import { by, type DeskCall, type DeskCommand } from './desk-command.js';
import { statementFacts } from './ledger-facts.js';
import { statementView } from './views.js';

/** The balance with each other city, and with all of them. */
export const listBalances: DeskCommand<'listBalances'> = (node) => {
  const balances = otherCities(node).map((city) => node.store.ledger.balances.with(city));
  return { balances, own: sumOf(node.city, balances) };
};

/** The lines with one other city, and their balance. */
export const getLedger: DeskCommand<'getLedger'> = (node, { params, query }) => {
  const city = otherCity(node, params.city);
  if (isRefusal(city)) return city;
  const { page = 1, limit = 100 } = query;
  const { entries, total, before } = node.store.ledger.page(city, { page, limit });
  const lines = entries.map((entry) => costLineView(node, entry));
  return { city, lines, before, balance: node.store.ledger.balances.with(city), page, limit, total };
};

/** What a statement of a period would say now. */
export const previewStatement: DeskCommand<'previewStatement'> = (node, { params, query }) => {
  const city = otherCity(node, params.city);
  if (isRefusal(city)) return city;
  const period = periodOfStatement(query);
  const refusal = emptyPeriodRefusal(period) ?? versionRefusal(period, node.store.agreements.all());
  if (refusal) return refusal;
  const { lineCount, cases, days, amountsOre } = node.store.ledger.totals(city, period);
  const { lines: disputedLines, ore: disputedOre } = node.store.ledger.frozen(city, period);
  const netOre = amountsOre.carriedOut - amountsOre.received;
  return { city, ...period, lineCount, cases, days, amountsOre, netOre, disputedLines, disputedOre };
};

/** All statements. */
export const listStatements: DeskCommand<'listStatements'> = (node) => ({
  statements: node.store.statements.list().map(statementView),
});

/** One statement. */
export const getStatement: DeskCommand<'getStatement'> = (node, { params }) => {
  const statement = node.store.statements.find(params.statementId as StatementId);
  return statement ? statementView(statement) : refuse('NOT_FOUND');
};

/** Proposes a statement of a period to another city. */
export const proposeStatement: DeskCommand<'proposeStatement'> = (node, call) => {
  const id = node.newId() as StatementId;
  const facts = () => statementFacts(node, call.body.city as City, periodOfStatement(call.body));
  return node.commit.decide(
    by(call, statementThread(id)),
    (around) => decideProposeStatement(id, call.body, facts(), around),
    () => shown(node, id),
  );
};

/** Signs a statement that another city proposed. */
export const signStatement: DeskCommand<'signStatement'> = (node, call) =>
  onStatement(node, call, decideSignStatement);

/** Declines a statement that another city proposed. */
export const declineStatement: DeskCommand<'declineStatement'> = (node, call) =>
  onStatement(node, call, (statement, around) => decideDeclineStatement(statement, call.body, around));

/** The fewest transfers that settle a version's year over all cities. */
export const getNetting: DeskCommand<'getNetting'> = (node, { params }) => {
  const id = params.agreementId as AgreementId;
  const version = node.store.agreements.all().find((known) => known.id === id);
  if (!version) return refuse('NOT_FOUND');
  const cities = [...new Set(version.document.bodies.map((body) => body.city as City))];
  const documents = node.store.statements.signed().map(({ document }) => document);
  const ledgers = otherCities(node).map((city) => ({
    cities: [node.city, city] as const,
    lines: node.store.ledger.balances.linesOf(city, id),
  }));
  return net(id, cities, documents, ledgers);
};

type Decide = (
  statement: Known,
  around: Parameters<typeof decideSignStatement>[1],
) => ReturnType<typeof decideSignStatement>;

function onStatement(
  node: Node,
  call: DeskCall<'signStatement'> | DeskCall<'declineStatement'>,
  decide: Decide,
): Promise<Statement | Refusal> {
  const id = call.params.statementId as StatementId;
  return node.commit.decide<Statement>(
    by(call, statementThread(id)),
    (around) => {
      const statement = node.store.statements.find(id);
      return statement ? decide(statement, around) : refuse('NOT_FOUND');
    },
    () => shown(node, id),
  );
}

function otherCity(node: Node, city: string): City | Refusal {
  return otherCities(node).includes(city as City) ? (city as City) : refuse('NOT_FOUND');
}

const sumOf = (city: City, balances: readonly Balance[]): CityBalance => {
  const sum = (what: 'casesSent' | 'casesReceived' | 'netDays' | 'netOre') =>
    balances.reduce((total, balance) => total + balance[what], 0);
  return {
    city,
    casesSent: sum('casesSent'),
    casesReceived: sum('casesReceived'),
    netDays: sum('netDays'),
    netOre: sum('netOre'),
  };
};

function shown(node: Node, id: StatementId): Statement {
  const statement = node.store.statements.find(id);
  if (!statement) throw new Error('The statement is gone after a command on it');
  return statementView(statement);
}
