import type { Shown } from './open-pages.js';

interface Reader {
  get(path: string): Promise<Shown>;
}

/** Where a page's own matter leads to, without its menu: addresses of this service. */
export function linksIn(html: string): string[] {
  const matter = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  const found = [...matter.matchAll(/href="(\/[^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  return [...new Set(found)];
}

/** Follows every link from some pages on. Answers how many pages there were, and each link that leads nowhere, with its page. */
export async function followLinks(reader: Reader, start: readonly string[]) {
  const seen = new Set<string>(start);
  const broken: string[] = [];
  const queue = start.map((href) => ({ href, from: 'start' }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { href, from } = next;
    const { status, html } = await reader.get(href);
    if (status !== 200) broken.push(`${from} → ${href}: ${status}`);
    for (const link of linksIn(html)) {
      if (seen.has(link)) continue;
      seen.add(link);
      queue.push({ href: link, from: href });
    }
  }
  return { pages: seen.size, broken };
}
