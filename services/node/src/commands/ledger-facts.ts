import type { LedgerFacts } from '../domain/ledger.js';
import type { StatementFacts, StatementPeriod } from '../domain/statement.js';
import type { AgreementId, CaseId, City } from '../domain/values.js';
import type { Node } from '../node.js';

/** What the ledger holds that a line of a case with a city must fit in with. */
export const ledgerFacts = (
  { store }: Pick<Node, 'store'>,
  caseId: CaseId,
  otherCity: City,
  agreement: AgreementId | null,
): LedgerFacts => ({
  linesOfCase: store.ledger.linesOfCase(caseId),
  openFrom: agreement && store.statements.openFrom(otherCity, agreement),
  stated: agreement ? store.statements.stated(otherCity, agreement) : [],
});

/** What the ledger holds for a statement of a period with a city. */
export const statementFacts = (
  { store }: Pick<Node, 'store'>,
  city: City,
  period: StatementPeriod,
): StatementFacts => ({
  totals: store.ledger.totals(city, period),
  ...store.ledger.parts(city, period),
  others: store.statements.standing(city),
});
