import type { Test } from 'tap';
import type { Shown } from './open-pages.js';

/** Where the links of a page lead, in its order. */
export const linksIn = ({ html }: Pick<Shown, 'html'>): string[] =>
  [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

/** Somebody who opens pages. */
interface Opener {
  get(path: string): Promise<Shown>;
}

/** Every link of some pages that begins with `below` leads to a page of this reader's. */
export async function linksLeadSomewhere(
  t: Test,
  reader: Opener,
  paths: readonly string[],
  below: string,
): Promise<void> {
  const pages = await Promise.all(paths.map((path) => reader.get(path)));
  const links = new Set(pages.flatMap(linksIn).map((href) => href.replace(/#.*/, '')));
  for (const href of [...links].filter((one) => one.startsWith(below)))
    t.equal((await reader.get(href)).status, 200, href);
}
