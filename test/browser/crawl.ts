import { gzipSync } from 'node:zlib';
import { linksIn } from '../../services/node/test/pages/links.js';
import type { PageReader, Shown } from '../../services/node/test/pages/open-pages.js';

/** A page that a reader has found by going from link to link. */
export interface Found extends Shown {
  readonly path: string;
  /** The page that led here. */
  readonly from: string;
  /** Its address without what differs between pages of one kind. */
  readonly kind: string;
}

/** How many pages of one kind are followed, so that a list of many cases does not take many minutes. */
const mostOfAKind = 12;

/** Every page that a reader comes to from the start page by links alone, each once, in the order they are found. */
export async function crawl(reader: Pick<PageReader, 'get'>, start = '/'): Promise<Found[]> {
  const found: Found[] = [];
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  let ahead = [{ path: start, from: '' }];
  while (ahead.length > 0) {
    const pages = await Promise.all(
      ahead.map(async ({ path, from }) => ({ ...(await reader.get(path)), path, from, kind: kindOf(path) })),
    );
    found.push(...pages);
    ahead = [];
    for (const page of pages)
      for (const path of leadingOn(page)) {
        if (seen.has(path)) continue;
        seen.add(path);
        const kind = kindOf(path);
        const count = (counts.get(kind) ?? 0) + 1;
        counts.set(kind, count);
        if (count <= mostOfAKind) ahead.push({ path, from: page.path });
      }
  }
  return found;
}

/** Where a page leads on this node, without the places on a page. */
const leadingOn = (page: Found): string[] =>
  (page.location === null ? linksIn(page) : [page.location])
    .filter((href) => href.startsWith('/') && !href.startsWith('/log-'))
    .map((href) => href.replace(/#.*/, ''));

const ids: readonly [RegExp, string][] = [
  [/\/[0-9a-f]{8}-[0-9a-f-]{27}/g, '/:id'],
  [/\/(stockholm|goteborg|malmo)(?=\/|$)/g, '/:city'],
  [/\/20\d\d(?=\/|$)/g, '/:version'],
];

/** Of the query only which variant of a form it is. */
export function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://page.invalid');
  const variant = pathname.endsWith('/new') ? searchParams.get('kind') : null;
  const pattern = ids.reduce((left, [pattern, name]) => left.replaceAll(pattern, name), pathname);
  return variant === null ? pattern : `${pattern}?kind=${variant}`;
}

/** Of each kind the page with the most in it, or the least. */
export function oneOfAKind(pages: readonly Found[], which: 'fullest' | 'emptiest'): Found[] {
  const best = new Map<string, Found>();
  for (const page of pages) {
    const before = best.get(page.kind);
    const isBetter =
      !before ||
      (which === 'fullest' ? page.html.length > before.html.length : page.html.length < before.html.length);
    if (isBetter) best.set(page.kind, page);
  }
  return [...best.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** The page's own matter. */
export const mainOf = (html: string): string => html.slice(html.indexOf('<main'), html.indexOf('</main>'));

/** What is read, without tags. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

export const isPage = ({ status, html }: Pick<Found, 'status' | 'html'>): boolean =>
  status === 200 && html.startsWith('<!doctype html>');

export const compressedBytes = (text: string): number => gzipSync(text).length;
