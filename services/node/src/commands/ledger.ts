import type { Balance, CityBalance, OpenDisputes, PostedCostLine, Statement } from '@storstad/contract';
import { cityToAct } from '../domain/dispute.js';
import { type LedgerEntry, postingsOf } from '../domain/ledger.js';
import { net } from '../domain/netting.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import {
  decideDeclineStatement,
  decideProposeStatement,
  decideSignStatement,
  emptyPeriodRefusal,
  type Statement as Known,
  periodOfStatement,
  sharesLines,
  statementThread,
  versionRefusal,
} from '../domain/statement.js';
import type { AgreementId, City, StatementId } from '../domain/values.js';
import { type Node, otherCities } from '../node.js';
import type { LedgerPage } from '../store/ledger.js';
import { costLineViews } from './cost-lines.js';
import { by, type DeskCall, type DeskCommand } from './desk-command.js';
import { statementFacts } from './ledger-facts.js';
import { standingView, statementView } from './views.js';

/** The balance with each other city, and with all of them. */
export const listBalances: DeskCommand<'listBalances'> = (node) => {
  const balances = otherCities(node).map((city) => node.store.ledger.balances.with(city));
  const openDisputes = otherCities(node).map((city) => openDisputesWith(node, city));
  return { balances, own: sumOf(node.city, balances), openDisputes };
};

/** The lines with one other city, and their balance: all, or those of a statement, or those with an open question. */
export const getLedger: DeskCommand<'getLedger'> = (node, { params, query }) => {
  const city = otherCity(node, params.city);
  if (isRefusal(city)) return city;
  const { page = 1, limit = 100, disputed = false, statementId } = query;
  const statement = statementId ? node.store.statements.find(statementId as StatementId) : undefined;
  if (statementId && !(statement?.document.cities.includes(city) && isOwn(node, statement)))
    return refuse('NOT_FOUND');
  const { entries, total, before } = disputed
    ? pageOf(openlyAsked(node, city, statement), { page, limit }, node.city)
    : node.store.ledger.page(city, { page, limit }, statement && periodOfStatement(statement.document));
  const lines = entries.toSorted(byDayAndCase).map(costLineViews(node));
  return { city, lines, before, balance: node.store.ledger.balances.with(city), page, limit, total };
};

const isOwn = ({ city }: Node, { document }: Known): boolean => document.cities.includes(city);

/** Within a day by case and period, a line before the one that takes it back. */
const byDayAndCase = (a: LedgerEntry, b: LedgerEntry): number => (placeOf(a) < placeOf(b) ? -1 : 1);

const placeOf = ({ bookedOn, line }: LedgerEntry): string =>
  [bookedOn, line.caseId, line.from, line.service, line.reverses === null ? 0 : 1, line.id].join(' ');

/** Lines with a city that one of the two is to do something about; of one statement, if one is named. */
function openlyAsked(node: Node, city: City, statement?: Known): LedgerEntry[] {
  const view = costLineViews(node);
  return node.store.ledger.questioned(city).filter((entry) => {
    const shown = view(entry);
    return cityToActOn(shown) !== null && (statement === undefined || shown.statement?.id === statement.id);
  });
}

const cityToActOn = ({ line, dispute }: PostedCostLine): City | null =>
  dispute && cityToAct(line, dispute.state);

function openDisputesWith(node: Node, city: City): OpenDisputes {
  const toAct = node.store.ledger.questioned(city).map(costLineViews(node)).map(cityToActOn);
  const count = (of: City) => toAct.filter((one) => one === of).length;
  return { city, awaitingOwn: count(node.city), awaitingOther: count(city) };
}

/** A page of lines that are all at hand. */
function pageOf(
  all: readonly LedgerEntry[],
  { page, limit }: { readonly page: number; readonly limit: number },
  own: City,
): LedgerPage {
  const start = (page - 1) * limit;
  const posted = all.slice(0, start).filter(({ state }) => state === 'posted');
  const postings = posted.flatMap(({ line }) => postingsOf(line)).filter(({ city }) => city === own);
  return {
    entries: all.slice(start, start + limit),
    total: all.length,
    before: {
      netDays: postings.reduce((sum, { days }) => sum + days, 0),
      netOre: postings.reduce((sum, { amountOre }) => sum + amountOre, 0),
    },
  };
}

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
  const standing = node.store.statements
    .standing(city)
    .filter(({ document }) => sharesLines(periodOfStatement(document), period))
    .map(standingView);
  const sums = { lineCount, cases, days, amountsOre, netOre };
  return { city, ...period, ...sums, disputedLines, disputedOre, standing };
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
