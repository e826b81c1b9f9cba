import type { Pages } from '../page.js';
import { awaitedPage } from './awaited-page.js';
import { decisionPage } from './decision-page.js';
import { decisionsMadePage } from './decisions-made-page.js';

/** A police liaison's decisions: those to be made, one case's, and those made. */
export function addDecisionPages(pages: Pages): void {
  pages.get('/decisions', awaitedPage);
  pages.get('/decisions/made', decisionsMadePage);
  pages.get('/decisions/:caseId', decisionPage);
}
