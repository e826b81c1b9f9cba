/** The page of a list that an address asks for; the first for anything that is no page. */
export function pageIn(query: URLSearchParams): number {
  const page = Number(query.get('page') ?? 1);
  return Number.isSafeInteger(page) && page > 0 && page <= 1_000_000 ? page : 1;
}

export const pagesOf = ({ total, limit }: { readonly total: number; readonly limit: number }): number =>
  Math.ceil(total / limit);

/** The address of another page of the same list. */
export function pageHref(path: string, chosen: Readonly<Record<string, string>>, page: number): string {
  const search = new URLSearchParams({ ...chosen, ...(page > 1 ? { page: String(page) } : {}) }).toString();
  return search ? `${path}?${search}` : path;
}
