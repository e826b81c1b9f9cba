import { mayAskFor, type Reader } from '../reader.js';

/** The pages of one case; the overview has the case's own address. */
export const subPages = [
  'overview',
  'referral',
  'consents',
  'follow-up',
  'costs',
  'messages',
  'history',
] as const;
export type SubPage = (typeof subPages)[number];

/** The address of a page of a case. */
export const subPageHref = (caseId: string, page: SubPage): string =>
  page === 'overview' ? `/cases/${caseId}` : `/cases/${caseId}/${page}`;

/** Whether the reader has a role that the page says something to. */
export const maySee = (reader: Reader, page: SubPage): boolean =>
  page !== 'costs' || mayAskFor(reader, 'getCaseCosts');
