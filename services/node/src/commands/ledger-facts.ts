import type { ServiceCode } from '@storstad/contract';
import type { LedgerFacts } from '../domain/cost-line.js';
import type { StatementFacts } from '../domain/statement.js';
import type { CaseId, City, CivilDate } from '../domain/values.js';
import type { Node } from '../node.js';

/** What the ledger holds that a new line of a service in a case must fit in with. */
export const ledgerFacts = (
  { store }: Pick<Node, 'store'>,
  caseId: CaseId,
  service: ServiceCode,
  otherCity: City,
): LedgerFacts => ({
  linesOfService: store.ledger.linesOfService(caseId, service),
  openFrom: store.statements.openFrom(otherCity),
});

/** What the ledger holds for a statement of a period with a city. */
export const statementFacts = (
  { store }: Pick<Node, 'store'>,
  city: City,
  period: { readonly from: string; readonly until: string },
): StatementFacts => ({
  lines: store.ledger.linesBooked(city, period.from as CivilDate, period.until as CivilDate),
  others: store.statements.standing(city),
});
