import type { PostedCostLine } from '@storstad/contract';
import { decidePostCostLine } from '../domain/cost-line.js';
import { refuse } from '../domain/refusal.js';
import { decideProposeStatement, decideSignStatement } from '../domain/statement.js';
import type { City, CostLineId, StatementId, Thread } from '../domain/values.js';
import type { Node } from '../node.js';
import { by, type DeskCommand, onCase } from './desk-command.js';
import { ledgerFacts, statementFacts } from './ledger-facts.js';
import { statementView } from './views.js';

/** Charges the home city for days of an agreed service. */
export const postCostLine: DeskCommand<'postCostLine'> = (node, call) => {
  const id = node.newId() as CostLineId;
  return onCase<PostedCostLine>(
    node,
    call,
    (theCase, around) => {
      const homeCity = theCase.side === 'receiving' ? theCase.homeCity : node.city;
      const facts = ledgerFacts(node, theCase.id, call.body.service, homeCity);
      return decidePostCostLine(theCase, id, call.body, facts, around);
    },
    () => {
      const posted = node.store.ledger.find(id);
      if (!posted) throw new Error('The cost line is not there after it was posted');
      return posted;
    },
  );
};

/** The balance with each other city. */
export const listBalances: DeskCommand<'listBalances'> = (node) => ({
  balances: otherCities(node).map((city) => node.store.ledger.balance(node.city, city)),
});

/** The lines with one other city, and their balance. */
export const getLedger: DeskCommand<'getLedger'> = (node, { params, query }) => {
  const city = params.city as City;
  if (!otherCities(node).includes(city)) return refuse('NOT_FOUND');
  const { page = 1, limit = 100 } = query;
  const { lines, total } = node.store.ledger.page(city, { page, limit });
  return { city, lines, balance: node.store.ledger.balance(node.city, city), page, limit, total };
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
  return node.commit.decide(
    by(call, threadOf(id)),
    (around) =>
      decideProposeStatement(id, call.body, statementFacts(node, call.body.city as City, call.body), around),
    () => shown(node, id),
  );
};

/** Signs a statement that another city proposed. */
export const signStatement: DeskCommand<'signStatement'> = (node, call) => {
  const id = call.params.statementId as StatementId;
  return node.commit.decide(
    by(call, threadOf(id)),
    (around) => {
      const statement = node.store.statements.find(id);
      return statement ? decideSignStatement(statement, around) : refuse('NOT_FOUND');
    },
    () => shown(node, id),
  );
};

const threadOf = (id: StatementId): Thread => `statements/${id}`;

const otherCities = (node: Node): City[] => [...node.members.keys()].filter((city) => city !== node.city);

function shown(node: Node, id: StatementId) {
  const statement = node.store.statements.find(id);
  if (!statement) throw new Error('The statement is gone after a command on it');
  return statementView(statement);
}
