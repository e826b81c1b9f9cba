import type { Step } from './steps.js';

/** Where a new referral begins. */
export const newReferralHref = '/cases/new';

/** The address of a draft, or of one of its pages. */
export const draftHref = (draftId: string, page?: Step | 'check' | 'discard'): string =>
  [newReferralHref, draftId, ...(page ? [page] : [])].join('/');

/** What is saved in a draft: the entries of its forms. */
export const entriesIn = ({ content }: { readonly content: string }): URLSearchParams =>
  new URLSearchParams(content);
