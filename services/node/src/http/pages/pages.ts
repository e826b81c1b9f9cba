import type { FastifyInstance, FastifyReply } from 'fastify';
import { recordLogIn } from '../../commands/staff.js';
import type { Node } from '../../node.js';
import type { Language } from '../../texts.js';
import { addAccessibilityPage } from './accessibility-page.js';
import { addAgreementPages } from './agreement/agreement-pages.js';
import { addCasePages } from './case/case-pages.js';
import { addForms } from './forms/form-routes.js';
import { documentOf } from './layout.js';
import { addMoneyPages } from './money/money-pages.js';
import { addOversightPages } from './oversight/oversight-pages.js';
import { type Pages, pagesOf } from './page.js';
import { pageDoor } from './page-door.js';
import type { PageSettings } from './page-settings.js';
import { addDecisionPages } from './police/decision-pages.js';
import { publicProblemPage } from './problem-page.js';
import { hasRole, type Reader } from './reader.js';
import { addNewReferralPages } from './referral/new-referral-pages.js';
import { wordsIn } from './words.js';
import { addWorkPages } from './work/work-pages.js';

/** The pages for staff, at the root of the desk's door, in a scope of their own: nothing of the JSON doors changes. */
export function addPages(app: FastifyInstance, node: Node, settings: PageSettings): void {
  app.register(async (scope) => {
    const door = await pageDoor(scope, node, settings, { onLogIn: recordLogIn });
    addAccessibilityPage(scope, node);
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

/** Has a problem of a request outside of all pages answered with a page too. */
export function answerAsPage(reply: FastifyReply, city: string, language: Language): void {
  reply.problemPage = (parts) => documentOf(publicProblemPage(wordsIn[language], city, parts));
}

/** Where somebody begins the day, by role. */
function startOf(reader: Reader): string {
  if (hasRole(reader, 'social-worker')) return '/tasks';
  if (hasRole(reader, 'police-liaison')) return '/decisions';
  return '/overview';
}
