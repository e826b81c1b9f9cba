import { needsReadingReason } from '../../commands/reading-reasons.js';
import { formHref } from './forms/form-href.js';
import { localPath } from './local-path.js';
import type { PageRequest } from './page.js';
import { staffFor } from './reader.js';

/**
 * Where the reader first says why they read a case that is not their own, and from where they come back to what they asked
 * for; null when nothing more is to be said today (decision 0024).
 */
export function reasonAskedFirst({
  reader,
  params: { caseId },
}: PageRequest): { readonly seeOther: string } | null {
  if (caseId === undefined || !needsReadingReason(reader.node, staffFor(reader, 'getCase'), caseId))
    return null;
  const then = reader.address;
  return { seeOther: formHref('giveReadingReason', { caseId }, { then }) };
}

/** The page of the case that was asked for first; the case itself where the address names no page of it. */
export function pageAskedFor(caseId: string, query: URLSearchParams): string {
  const [theCase, decision] = [`/cases/${caseId}`, `/decisions/${caseId}`];
  const { pathname, search } = new URL(localPath(query.get('then') ?? theCase), 'http://page.invalid');
  const isOfCase = pathname === theCase || pathname.startsWith(`${theCase}/`) || pathname === decision;
  return isOfCase ? pathname + search : theCase;
}
