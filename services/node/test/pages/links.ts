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

const mainOf = (html: string): string => html.slice(html.indexOf('<main'), html.indexOf('</main>'));

/** Where the links of a page's own matter lead, without those of the frame around it. */
export const linksInMain = ({ html }: Pick<Shown, 'html'>): string[] => [
  ...new Set(linksIn({ html: mainOf(html) }).filter((href) => href.startsWith('/'))),
];

/** Opens a page, and everything that it leads to: none of it may be missing or refused. */
export async function checkLinks(t: Test, reader: Opener, path: string): Promise<Shown> {
  const shown = await reader.get(path);
  t.equal(shown.status, 200, `${path}: ${shown.text}`);
  for (const href of linksInMain(shown)) {
    const { status, text } = await reader.get(href);
    t.ok(status < 400, `${path} leads to ${href}: ${status} ${status < 400 ? '' : text}`);
  }
  return shown;
}

/** What every page has: one first heading, no raw markup of those who wrote in it, no style or script of its own. */
export function checkPage(t: Test, { html }: Shown): void {
  t.equal(html.match(/<h1[ >]/g)?.length, 1, 'one h1');
  t.notMatch(html, /<(img|b|script(?! type="module" src="\/assets))[ >]/, 'no markup from elsewhere');
  t.notMatch(html, / style=/, 'no style of its own');
}

/** Follows every link from some pages on. Answers how many pages there were, and each link that leads nowhere, with its page. */
export async function followLinks(reader: Opener, start: readonly string[]) {
  const seen = new Set<string>(start);
  const broken: string[] = [];
  const queue = start.map((href) => ({ href, from: 'start' }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { href, from } = next;
    const shown = await reader.get(href);
    if (shown.status !== 200) broken.push(`${from} → ${href}: ${shown.status}`);
    for (const link of linksInMain(shown)) {
      if (seen.has(link)) continue;
      seen.add(link);
      queue.push({ href: link, from: href });
    }
  }
  return { pages: seen.size, broken };
}
