import type { Pages } from '../page.js';
import { balancesPage } from './balances-page.js';
import { costFindingsPage } from './cost-findings-page.js';
import { costLinePage } from './cost-line-page.js';
import { disputesPage } from './disputes-page.js';
import { invoiceImportPage, takeInvoices } from './invoice-import-page.js';
import { invoicePage } from './invoice-page.js';
import { invoiceSamplePage, invoiceSamplesPage } from './invoice-samples-page.js';
import { invoicesPage } from './invoices-page.js';
import { ledgerFile, ledgerPage } from './ledger-page.js';
import { nettingPage } from './netting-page.js';
import { providerPage } from './provider-page.js';
import { providersPage } from './providers-page.js';
import { statementFile, statementPage } from './statement-page.js';
import { statementPreviewPage } from './statement-preview-page.js';
import { statementsPage } from './statements-page.js';
import { vouchersPage } from './vouchers-page.js';

/** In bytes: a file of 2 MB, with each separator and line end in three characters. */
const largestFile = 6_000_000;

/** Balance, cost lines, disputes, statements, invoices and providers. */
export function addMoneyPages(pages: Pages): void {
  pages.get('/balances', balancesPage);
  pages.get('/balances/disputes', disputesPage);
  pages.get('/balances/vouchers', vouchersPage);
  pages.get('/balances/nettings/:agreementId', nettingPage);
  pages.get('/balances/:city', ledgerPage);
  pages.get('/balances/:city/lines.csv', ledgerFile);
  pages.get('/cost-lines/:lineId', costLinePage);
  pages.get('/cost-findings', costFindingsPage);
  pages.get('/statements', statementsPage);
  pages.get('/statements/preview', statementPreviewPage);
  pages.get('/statements/:statementId', statementPage);
  pages.get('/statements/:statementId/lines.jsonl', statementFile);
  pages.get('/invoices', invoicesPage);
  pages.get('/invoices/import', invoiceImportPage);
  pages.post('/invoices/import', takeInvoices, { largest: largestFile });
  pages.get('/invoices/:invoiceId', invoicePage);
  pages.get('/invoice-samples', invoiceSamplesPage);
  pages.get('/invoice-samples/:sampleId', invoiceSamplePage);
  pages.get('/providers', providersPage);
  pages.get('/providers/:providerId', providerPage);
}
