import type { Pages } from '../page.js';

/** A police liaison's decisions: those to be made, and those made. */
export function addDecisionPages(_pages: Pages): void {}
