import { addAgreementPages } from './agreement/agreement-pages.js';
import { addCasePages } from './case/case-pages.js';
import { addForms } from './forms/form-routes.js';
import { addMoneyPages } from './money/money-pages.js';
import { addOversightPages } from './oversight/oversight-pages.js';
import type { Pages } from './page.js';
import { addDecisionPages } from './police/decision-pages.js';
import { hasRole, type Reader } from './reader.js';
import { addNewReferralPages } from './referral/new-referral-pages.js';
import { addWorkPages } from './work/work-pages.js';

/** Every page for somebody who is logged in. */
export function addPages(pages: Pages): void {
  pages.get('/', ({ reader }) => ({ seeOther: startOf(reader) }));
  addForms(pages);
  addWorkPages(pages);
  addNewReferralPages(pages);
  addCasePages(pages);
  addDecisionPages(pages);
  addMoneyPages(pages);
  addAgreementPages(pages);
  addOversightPages(pages);
}

/** Where somebody begins the day, by role. */
function startOf(reader: Reader): string {
  if (hasRole(reader, 'social-worker')) return '/tasks';
  if (hasRole(reader, 'police-liaison')) return '/decisions';
  return '/overview';
}
