import type { Pages } from '../page.js';
import { addDraftPages } from './draft-pages.js';
import { addSendPages } from './send-pages.js';

/** A new referral, step by step, from the first facts to the receipt. */
export function addNewReferralPages(pages: Pages): void {
  addDraftPages(pages);
  addSendPages(pages);
}
