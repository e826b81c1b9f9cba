import type { Pages } from '../page.js';

/** Balance, cost lines, disputes, statements, invoices and providers. */
export function addMoneyPages(_pages: Pages): void {}
