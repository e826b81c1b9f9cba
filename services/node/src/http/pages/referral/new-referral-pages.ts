import type { Pages } from '../page.js';

/** A new referral, step by step, from the first facts to the receipt. */
export function addNewReferralPages(_pages: Pages): void {}
