import type { Pages } from '../page.js';
import { deliveriesPage } from './deliveries-page.js';
import { exportsPage } from './exports-page.js';
import { nodeStatusPage } from './node-status-page.js';
import { overviewPage } from './overview-page.js';
import { readingsPage } from './readings-page.js';
import { reportPageOf, reportsPage, reportTable } from './reports-pages.js';
import { staffPage } from './staff-page.js';

/** What administrators and auditors look after: readings, staff, the node, reports. */
export function addOversightPages(pages: Pages): void {
  pages.get('/overview', overviewPage);
  pages.get('/exports', exportsPage);
  pages.get('/reports', reportsPage);
  pages.get('/reports/:agreementId', reportPageOf);
  pages.get('/reports/:agreementId/table', reportTable);
  pages.get('/readings', readingsPage);
  pages.post('/readings', readingsPage);
  pages.get('/staff', staffPage);
  pages.get('/node-status', nodeStatusPage);
  pages.get('/deliveries', deliveriesPage);
}
