import type { DueItem } from '@storstad/contract';
import { formHref } from '../forms/form-href.js';
import { mayAskFor, type Reader } from '../reader.js';
import { thing } from './case-actions.js';
import { subPageHref } from './sub-pages.js';

/** The form that does what is due, or the page of the case where it is found; by the kinds of docs/reference/deadlines.md. */
export function dueHref(caseId: string, { kind, service, subject }: DueItem): string {
  const record = (of: string, prefill: Readonly<Record<string, string>> = {}) =>
    formHref('recordFollowUp', { caseId }, { kind: of, ...prefill });
  switch (kind) {
    case 'investigation':
    case 'coordination-meeting':
    case 'support-talk':
    case 'review':
    case 'safety-plan':
    case 'implementation-plan':
    case 'contact-person':
      return record(kind);
    case 'contact-with-person':
      return record('contact', { with: 'person' });
    case 'contact-with-provider':
      return record('contact', { with: 'provider' });
    case 'visit-to-person':
      return record('visit', { to: 'person' });
    case 'visit-to-provider':
      return record('visit', { to: 'provider' });
    case 'monthly-report':
      return record('monthly-report', service ? { service } : {});
    case 'register-check':
      return formHref('recordRegisterCheck', { caseId });
    case 'extension-decision':
      return formHref('extendPlacement', { caseId });
    case 'consent-renewal':
      return subPageHref(caseId, 'consents');
    case 'licence-check':
      return subPageHref(caseId, 'costs');
    case 'question':
      return subject
        ? formHref('giveCompletion', { caseId, questionId: subject })
        : subPageHref(caseId, 'messages');
    case 'incident':
    case 'deviation':
      return `${subPageHref(caseId, 'follow-up')}#${thing(kind, subject ?? '')}`;
  }
}

/** Whether two addresses are of the same form, and of the same of its variants; what is filled in may differ. */
export function isSameForm(one: string, other: string): boolean {
  const [a, b] = [new URL(one, 'http://page.invalid'), new URL(other, 'http://page.invalid')];
  return a.pathname === b.pathname && a.searchParams.get('kind') === b.searchParams.get('kind');
}

/** Whether what is due is for the reader to do: their city's, and their role's. */
export const isOwnTask = (reader: Reader, { city, role }: DueItem): boolean =>
  city === reader.node.city &&
  mayAskFor(reader, role === 'police-liaison' ? 'recordRegisterCheck' : 'recordFollowUp');
