import { and, desc, eq, inArray } from 'drizzle-orm';
import type { StatementEvent } from '../domain/money-event.js';
import type { Span } from '../domain/period.js';
import { periodOfStatement, type Statement } from '../domain/statement.js';
import type { AgreementId, City, CivilDate, StatementId } from '../domain/values.js';
import type { Database } from './database.js';
import { statements } from './schema.js';

/** The statements between this city and each other. */
export interface Statements {
  find(id: StatementId): Statement | undefined;
  list(): Statement[];
  /** Proposed or signed ones with a city. */
  standing(city: City): Statement[];
  /** The first day that no standing statement with a city has for lines of a version; null when there is no statement. */
  openFrom(city: City, agreement: AgreementId): CivilDate | null;
  /** The periods of standing statements with a city that can have lines of a version, the last one first. */
  stated(city: City, agreement: AgreementId): Span[];
  /** All that both cities have signed, those of two other cities among them. */
  signed(): Statement[];
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
      .where(and(eq(statements.otherCity, city), inArray(statements.state, ['proposed', 'signed'])))
      .orderBy(desc(statements.untilDay))
      .all()
      .map(read);

  const stated = (city: City, agreement: AgreementId): Span[] =>
    standing(city)
      .map(({ document }) => periodOfStatement(document))
      .filter((period) => period.agreement === null || period.agreement === agreement);

  return {
    find,
    standing,
    list: () => db.select().from(statements).orderBy(desc(statements.fromDay), statements.id).all().map(read),
    signed: () =>
      db
        .select()
        .from(statements)
        .where(inArray(statements.state, ['signed', 'shared']))
        .all()
        .map(read),
    openFrom: (city, agreement) => stated(city, agreement)[0]?.until ?? null,
    stated,
    apply(event) {
      if (event.type === 'statement-proposed') return save(proposed(event));
      if (event.type === 'statement-shared') return save(shared(event));
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
  differsAt: null,
});

const shared = (event: Extract<StatementEvent, { type: 'statement-shared' }>): Statement => ({
  id: event.statementId,
  document: event.document,
  state: 'shared',
  proposedBy: event.proposedBy,
  signatures: event.signatures,
  refusalCode: null,
  differsAt: null,
});

function evolve(
  before: Statement,
  event: Exclude<StatementEvent, { type: 'statement-proposed' | 'statement-shared' }>,
): Statement {
  switch (event.type) {
    case 'statement-signed':
      return {
        ...before,
        state: 'signed',
        signatures: [...before.signatures, { city: event.city, signed: event.signed }],
      };
    case 'statement-refused':
      return { ...before, state: 'refused', refusalCode: event.code, differsAt: event.differsAt };
    case 'statement-declined':
      return { ...before, state: 'declined', refusalCode: event.reason };
  }
}
