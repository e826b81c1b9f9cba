import type { Pages } from '../page.js';

/** A case: its overview, and what was asked, done, paid and said in it. */
export function addCasePages(_pages: Pages): void {}
