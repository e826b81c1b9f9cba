import type { Pages } from '../page.js';
import { type CaseContent, casePage } from './case-frame.js';
import { consents } from './consents-page.js';
import { costs } from './costs-page.js';
import { followUp } from './follow-up-page.js';
import { history } from './history-page.js';
import { messages } from './messages-page.js';
import { overview } from './overview-page.js';
import { referral } from './referral-page.js';
import { type SubPage, subPageHref } from './sub-pages.js';

const contents: Readonly<Record<SubPage, CaseContent>> = {
  overview,
  referral,
  consents,
  'follow-up': followUp,
  costs,
  messages,
  history,
};

/** A case: its overview, and what was asked, done, paid and said in it. */
export function addCasePages(pages: Pages): void {
  for (const [page, content] of Object.entries(contents) as [SubPage, CaseContent][])
    pages.get(subPageHref(':caseId', page), (request) => casePage(request, page, content));
}
