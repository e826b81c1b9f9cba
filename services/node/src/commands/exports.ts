import { setImmediate } from 'node:timers/promises';
import { deskContract, type PostedCostLine, type StatementDocument } from '@storstad/contract';
import { addDays, civilDateOf } from '../domain/calendar.js';
import type { SignedLine } from '../domain/event.js';
import { refuse } from '../domain/refusal.js';
import type { AgreementId, City, CivilDate, StatementId } from '../domain/values.js';
import { ledgerTable } from '../exports/ledger-table.js';
import { sieFile } from '../exports/sie.js';
import { statementLines } from '../exports/statement-lines.js';
import { vouchersOf } from '../exports/vouchers.js';
import type { Node } from '../node.js';
import type { DeskCommand } from './desk-command.js';

/** Which booked lines are meant: of some days, and of one agreement version or of all. */
interface BookedPeriod {
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly agreement: AgreementId | null;
}

/** What the exports read of the ledger, page by page, so that nothing is held open while a reader is slow. */
interface LinePages {
  /** Posted lines with a city that are booked in a period, in order of bookedOn and id, after a place. */
  linesPage(
    city: City,
    period: BookedPeriod,
    after: { readonly bookedOn: string; readonly id: string } | null,
    limit: number,
  ): readonly SignedLine[];
  /** All lines with a city, in order of postedOn and id, after a place. */
  ledgerPage(
    city: City,
    after: { readonly postedOn: string; readonly id: string } | null,
    limit: number,
  ): readonly PostedCostLine[];
}

/** The lines with one other city as a table. */
export const exportLedger: DeskCommand<'exportLedger'> = (node, { params }) => {
  const city = params.city as City;
  if (!otherCities(node).includes(city)) return refuse('NOT_FOUND');
  const pages = pagesOf<PostedCostLine>((last) =>
    ledgerOf(node).ledgerPage(city, last ? last.line : null, pageSize),
  );
  return { file: { name: `ledger-${node.city}-${city}.csv`, content: ledgerTable(pages) } };
};

/** The vouchers of a period with all other cities. */
export const exportVouchers: DeskCommand<'exportVouchers'> = async (node, { query }) => {
  const [from, until] = [query.from as CivilDate, query.until as CivilDate];
  if (from >= until) return refuse('DATE_IMPOSSIBLE', { earliest: addDays(from, 1) });
  const content = sieFile({
    programVersion: deskContract.version,
    organisationNumber: node.own.organisationNumber,
    cityName: node.own.name,
    accounting: node.accounting,
    generatedOn: civilDateOf(node.clock.now()),
    vouchers: await vouchersOf(
      linesWithAll(node, { from, until, agreement: null }),
      node.city,
      node.accounting,
    ),
  });
  return { file: { name: `vouchers-${node.city}-${from}-${addDays(until, -1)}.si`, content } };
};

/** A statement of this city with another, with its signatures and lines. Of one between two others there are no lines here. */
export const exportStatement: DeskCommand<'exportStatement'> = (node, { params }) => {
  const statement = node.store.statements.find(params.statementId as StatementId);
  const city = statement?.document.cities.find((each) => each !== node.city) as City;
  if (!statement?.document.cities.includes(node.city)) return refuse('NOT_FOUND');
  const content = statementLines(statement, linesWith(node, city, periodOf(statement.document)));
  return { file: { name: `statement-${statement.id}.jsonl`, content } };
};

const periodOf = ({ from, until, agreement }: StatementDocument): BookedPeriod => ({
  from: from as CivilDate,
  until: until as CivilDate,
  agreement: agreement as AgreementId | null,
});

const pageSize = 1_000;

const linesWith = (node: Node, city: City, period: BookedPeriod) =>
  pagesOf<SignedLine>((last) =>
    ledgerOf(node).linesPage(
      city,
      period,
      last ? { bookedOn: last.bookedOn, id: last.line.id } : null,
      pageSize,
    ),
  );

async function* linesWithAll(node: Node, period: BookedPeriod) {
  for (const city of otherCities(node)) yield* linesWith(node, city, period);
}

/** Page after page, with a pause for everybody else's requests after each. */
async function* pagesOf<Line>(read: (last: Line | undefined) => readonly Line[]) {
  let page = read(undefined);
  while (page.length > 0) {
    yield page;
    await setImmediate();
    page = read(page.at(-1));
  }
}

const otherCities = (node: Node): City[] => [...node.members.keys()].filter((city) => city !== node.city);

/** Until the ledger's own type has these pages. */
const ledgerOf = (node: Node): LinePages => node.store.ledger as unknown as LinePages;
