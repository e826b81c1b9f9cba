import type { BookedCostLine, SealedContent } from '@storstad/contract';
import type { Circumstances } from '../../src/domain/circumstances.js';
import {
  decideProposeStatement,
  decideReceiveStatement,
  type StatementFacts,
} from '../../src/domain/statement.js';
import type { City } from '../../src/domain/values.js';
import { entry } from './cases.js';
import { statementFacts } from './statement-facts.js';
import { agreed, around, id, malmo, stockholm } from './support.js';

/** Statements between Stockholm and Malmö, from either side. */

export const here = around();
export const there = around({ city: malmo });

const theOtherWay = { homeCity: malmo, receivingCity: stockholm, caseId: 'case-2' };
/** Three lines, the last one carried out by Stockholm. */
export const lines = [
  entry({ id: 'line-1' }),
  entry({ id: 'line-2', stayDays: 3, amountOre: 270_000 }),
  entry({ id: 'line-3', ...theOtherWay, stayDays: 4, amountOre: 440_000 }),
] as const;
export type Lines = readonly BookedCostLine[];
export const period = { from: '2025-02-01', until: '2025-03-04' };

/** What a city proposes to another, with these lines in its ledger. */
export function propose(surroundings: Circumstances, city: City, has: Lines = lines, input: object = {}) {
  return proposeWith(surroundings, city, statementFacts(has, surroundings.city), input);
}

export function proposeWith(
  surroundings: Circumstances,
  city: City,
  facts: StatementFacts,
  input: object = {},
) {
  const { events, messages } = agreed(
    decideProposeStatement(id('s-1'), { city, ...period, ...input }, facts, surroundings),
  );
  const [event] = events;
  if (event?.type !== 'statement-proposed') throw new Error('A proposal is a statement');
  return { document: event.document, content: messages[0]?.content as SealedContent<'statement-proposed'> };
}

/** What Stockholm, with these lines, says to a proposal of Malmö's. */
export const hear = (
  proposal: ReturnType<typeof propose>,
  has: Lines,
  others: StatementFacts['others'] = [],
) => hearWith(proposal, statementFacts(has, stockholm, others));

export const hearWith = ({ document, content }: ReturnType<typeof propose>, facts: StatementFacts) =>
  decideReceiveStatement(malmo, document, content, facts, here);
