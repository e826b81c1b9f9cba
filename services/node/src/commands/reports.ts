import { setImmediate } from 'node:timers/promises';
import type { InvoiceFinding, Report, ReportAudience } from '@storstad/contract';
import type { AgreementVersion } from '../domain/agreement.js';
import { civilDateOf } from '../domain/calendar.js';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.js';
import { openReport } from '../domain/report.js';
import type { ReportMoney } from '../domain/report-money.js';
import { type Noted, openNoted } from '../domain/report-noted.js';
import type { CaseId, City } from '../domain/values.js';
import { reportTable } from '../exports/report-table.js';
import { type Node, otherCities } from '../node.js';
import { reportNotes } from '../report-texts.js';
import type { Language } from '../texts.js';
import type { DeskCommand } from './desk-command.js';
import { invoiceViewer } from './invoice-facts.js';

/** The report of an agreement version. */
export const getReport: DeskCommand<'getReport'> = (node, { params, query, language }) =>
  reportOf(node, params.agreementId, query.audience, language);

/** The same as a table. */
export const exportReport: DeskCommand<'exportReport'> = async (node, { params, query, language }) => {
  const report = await reportOf(node, params.agreementId, query.audience, language);
  if (isRefusal(report)) return report;
  const name = `report-${report.city}-${report.agreement}-${report.audience}.csv`;
  return { file: { name, content: reportTable(report) } };
};

/** Cases and entries are read so many at a time; in between the node does what else it is asked for. */
const casesAtATime = 50;
const entriesAtATime = 5_000;

async function reportOf(
  node: Node,
  agreementId: string,
  audience: ReportAudience,
  language: Language,
): Promise<Report | Refusal> {
  const versions = node.store.agreements.all();
  const version = versions.find(({ id }) => id === agreementId);
  if (!version) return refuse('NOT_FOUND');
  const asOf = civilDateOf(node.clock.now());
  const others = otherCities(node);
  const report = openReport({ version, versions, asOf }, others);
  const noted = await notedIn(node, version);
  for (let after: CaseId | null = null, more = true; more; ) {
    const { cases, last } = node.store.cases.inOrder(after, casesAtATime);
    for (const theCase of cases)
      report.add(theCase, { ...noted.of(theCase.id), charged: node.store.ledger.chargedFor(theCase.id) });
    after = last;
    more = last !== null;
    await setImmediate();
  }
  return {
    agreement: version.id,
    audience,
    city: node.city,
    asOf,
    notes: reportNotes(language, audience),
    parts: report.parts(audience, await moneyOf(node, version, others)),
  };
}

async function notedIn(node: Node, version: AgreementVersion): Promise<Noted> {
  const noted = openNoted(version);
  for (let after: number | null = 0; after !== null; ) {
    const { entries, last } = node.store.journal.refusedOrReclassified(after, entriesAtATime);
    for (const entry of entries) noted.add(entry);
    after = last;
    await setImmediate();
  }
  return noted;
}

async function moneyOf(node: Node, version: AgreementVersion, others: readonly City[]): Promise<ReportMoney> {
  return {
    balances: others.map((city) => node.store.ledger.balances.with(city)),
    invoiceFindings: await invoiceFindingsOf(node, version),
  };
}

const invoicesAtATime = 200;

/** What the control finds now in the invoices of the version's cases. */
async function invoiceFindingsOf(node: Node, version: AgreementVersion): Promise<InvoiceFinding[]> {
  const findings: InvoiceFinding[] = [];
  for (let page = 1, read = invoicesAtATime; read === invoicesAtATime; page += 1) {
    const { invoices } = node.store.invoices.list({}, { page, limit: invoicesAtATime });
    const view = invoiceViewer(node);
    const isOfVersion = (id: string) => node.store.cases.find(id as CaseId)?.agreement === version.id;
    findings.push(
      ...invoices.filter(({ invoice }) => isOfVersion(invoice.caseId)).flatMap((kept) => view(kept).findings),
    );
    read = invoices.length;
    await setImmediate();
  }
  return findings;
}
