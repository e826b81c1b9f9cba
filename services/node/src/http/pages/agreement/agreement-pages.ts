import type { Pages } from '../page.js';

/** The versions of the agreement with their approvals, and the quota. */
export function addAgreementPages(_pages: Pages): void {}
