import type { Pages } from '../page.js';

/** What administrators and auditors look after: readings, staff, the node, reports. */
export function addOversightPages(_pages: Pages): void {}
