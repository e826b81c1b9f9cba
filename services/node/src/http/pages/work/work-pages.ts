import type { Pages } from '../page.js';

/** A social worker's day: what is to be done, the cases by queue, the contact points of the cities. */
export function addWorkPages(_pages: Pages): void {}
