import { and, desc, eq, ne } from 'drizzle-orm';
import type { StatementEvent } from '../domain/event.js';
import type { Statement } from '../domain/statement.js';
import type { City, CivilDate, StatementId } from '../domain/values.js';
import type { Database } from './database.js';
import { statements } from './schema.js';

/** The statements between this city and each other. */
export interface Statements {
  find(id: StatementId): Statement | undefined;
  list(): Statement[];
  /** Proposed or signed ones with a city. */
  standing(city: City): Statement[];
  /** The first day after the last period of a standing statement with a city; null when there is none. */
  openFrom(city: City): CivilDate | null;
  apply(event: StatementEvent): void;
}

/** Opens the table of statements of a city. */
export function openStatements(db: Database, own: City): Statements {
  const read = (row: { statement: string }) => JSON.parse(row.statement) as Statement;

  function find(id: StatementId): Statement | undefined {
    const row = db.select().from(statements).where(eq(statements.id, id)).get();
    return row && read(row);
  }

  function save(statement: Statement) {
    const { id, document, state } = statement;
    const otherCity = document.cities.find((city) => city !== own) ?? own;
    const row = { otherCity, state, fromDay: document.from, untilDay: document.until };
    const values = { ...row, statement: JSON.stringify(statement) };
    db.insert(statements)
      .values({ id, ...values })
      .onConflictDoUpdate({ target: statements.id, set: values })
      .run();
  }

  const standing = (city: City) =>
    db
      .select()
      .from(statements)
      .where(and(eq(statements.otherCity, city), ne(statements.state, 'refused')))
      .orderBy(desc(statements.untilDay))
      .all()
      .map(read);

  return {
    find,
    standing,
    list: () => db.select().from(statements).orderBy(desc(statements.fromDay), statements.id).all().map(read),
    openFrom: (city) => (standing(city)[0]?.document.until ?? null) as CivilDate | null,
    apply(event) {
      if (event.type === 'statement-proposed') return save(proposed(event));
      const statement = find(event.statementId);
      if (!statement) throw new Error(`${event.type} of an unknown statement`);
      save(evolve(statement, event));
    },
  };
}

const proposed = (event: Extract<StatementEvent, { type: 'statement-proposed' }>): Statement => ({
  id: event.statementId,
  document: event.document,
  state: 'proposed',
  proposedBy: event.proposedBy,
  signatures: [{ city: event.proposedBy, signed: event.signed }],
  refusalCode: null,
});

function evolve(
  before: Statement,
  event: Exclude<StatementEvent, { type: 'statement-proposed' }>,
): Statement {
  switch (event.type) {
    case 'statement-signed':
      return {
        ...before,
        state: 'signed',
        signatures: [...before.signatures, { city: event.city, signed: event.signed }],
      };
    case 'statement-refused':
      return { ...before, state: 'refused', refusalCode: event.code };
  }
}
