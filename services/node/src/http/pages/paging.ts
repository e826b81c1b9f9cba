import type { Reader } from './reader.js';

/** The page of a list that an address asks for: a whole number from 1. */
export function pageIn(query: URLSearchParams): number {
  const asked = query.get('page') ?? '';
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1;
}

/** The number of pages, and the addresses of the others with all else that was asked for. */
export const paging = (
  { path }: Pick<Reader, 'path'>,
  query: URLSearchParams,
  { page, limit, total }: { readonly page: number; readonly limit: number; readonly total: number },
) => ({
  page,
  pages: Math.ceil(total / limit),
  hrefOf: (to: number): string => {
    const search = new URLSearchParams(query);
    search.delete('done');
    search.set('page', String(to));
    return `${path}?${search}`;
  },
});
