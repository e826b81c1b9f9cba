const longest = 1_000;

/**
 * A path with its query to send the browser to, if it is one of these pages': begins with one slash, and has nothing that a
 * browser would read as another host. Anything else becomes the first page.
 */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > longest) return '/';
  return /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(text) ? text : '/';
}

/** The address of a way that comes back to a local path: `/log-in?then=/…`. */
export const withThen = (path: string, target: string): string =>
  `${path}?${new URLSearchParams([['then', localPath(target)]])}`;
