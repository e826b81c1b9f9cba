import type { FastifyInstance } from 'fastify';
import { recordLogIn } from '../../commands/staff.js';
import type { Node } from '../../node.js';
import { addAgreementPages } from './agreement/agreement-pages.js';
import { addCasePages } from './case/case-pages.js';
import { addForms } from './forms/form-routes.js';
import { addMoneyPages } from './money/money-pages.js';
import { addOversightPages } from './oversight/oversight-pages.js';
import { type Pages, pagesOf } from './page.js';
import { pageDoor } from './page-door.js';
import type { PageSettings } from './page-settings.js';
import { addDecisionPages } from './police/decision-pages.js';
import { hasRole, type Reader } from './reader.js';
import { addNewReferralPages } from './referral/new-referral-pages.js';
import { addWorkPages } from './work/work-pages.js';

/** The pages for staff, at the root of the desk's door, in a scope of their own: nothing of the JSON doors changes. */
export function addPages(app: FastifyInstance, node: Node, settings: PageSettings): void {
  app.register(async (scope) => {
    const door = await pageDoor(scope, node, settings, { onLogIn: recordLogIn });
    addEveryPage(pagesOf(scope, node, door));
  });
}

/** Every page for somebody who is logged in. */
export function addEveryPage(pages: Pages): void {
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
