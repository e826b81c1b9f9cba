import type { Test } from 'tap';
import type { Shown } from './open-pages.js';

interface PageReader {
  get(path: string): Promise<Shown>;
}

const mainOf = (html: string): string => html.slice(html.indexOf('<main'), html.indexOf('</main>'));

/** Where the links of a page's own matter lead, without those of the frame around it. */
export const linksIn = (html: string): string[] => [
  ...new Set(
    [...mainOf(html).matchAll(/<a [^>]*?href="(\/[^"]*)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    ),
  ),
];

/** Opens a page, and everything that it leads to: none of it may be missing or refused. */
export async function checkLinks(t: Test, reader: PageReader, path: string): Promise<Shown> {
  const shown = await reader.get(path);
  t.equal(shown.status, 200, `${path}: ${shown.text}`);
  for (const href of linksIn(shown.html)) {
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
