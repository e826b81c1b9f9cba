// What another city and colleagues write is text wherever it is shown: no markup, no link, no dialog, no script.
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { units } from '../../services/node/test/helpers/case-work.js';
import { startCities } from '../../services/node/test/helpers/city-nodes.js';
import { fullBodies } from '../../services/node/test/helpers/desk-bodies.js';
import { HandMadeCity } from '../../services/node/test/helpers/hand-made-city.js';
import { agreeByHand, handOver, request } from '../../services/node/test/helpers/peer-knock.js';
import { contentsOf, onlyRefused, writtenSince } from '../../services/node/test/helpers/store-contents.js';
import { openPages, type PageReader } from '../../services/node/test/pages/open-pages.js';
import { lookAt, noChromium, reachOut, startBrowser, views } from './browser.js';
import { crawl, type Found, isPage, oneOfAKind } from './crawl.js';
import { fullWorld } from './full-world.js';

/** Stands in every hostile text, so that pages that show one are found. */
const mark = 'qzxmark';

/** Markup, a link that runs, quotes that end an attribute, letters that are written from right to left, a long word. */
const hostile = `${mark} "'><img src=x onerror=alert(1)><script>alert(2)</script></textarea></title><a href="javascript:alert(3)" onclick='alert(4)'>x</a> javascript:alert(5) &lt;b&gt; {{7*7}} שלום مرحبا`;

/** Texts that nothing but a reader looks at; a city, a day or a code stays what it is. */
const written = new Set([
  'Text av prov.',
  'Samordning',
  'vardagar',
  'Testperson A',
  'Kontaktperson',
  'Ersättare',
  'Nämnden',
  'Testutförare A',
]);

/** The bodies of every operation, with a hostile text for each that is free. */
const hostileBodies: typeof fullBodies = (today) => hostileIn(fullBodies(today));

function hostileIn<T>(value: T): T {
  if (typeof value === 'string') return (written.has(value) ? hostile.slice(0, 200) : value) as T;
  if (Array.isArray(value)) return value.map(hostileIn) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostileIn(inner)])) as T;
}

/** Everything on a page that came out of a text: elements and attributes that pages of ours never have. */
const strangersOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wrong =
      'main img, main script, main style, main iframe, main object, main base, main link, main meta';
    const elements = Array.from(document.querySelectorAll(`${wrong}, a[href^="javascript:" i]`));
    const handlers = Array.from(document.querySelectorAll('*')).filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on') || name === 'style'),
    );
    return [...elements, ...handlers].map((element) => element.outerHTML.slice(0, 200));
  });

/** Opens pages and tells what is on them, or happens, that is no text. */
async function lookThrough(page: Page, { cookie }: PageReader, pages: readonly Found[]): Promise<string[]> {
  await page.context().addCookies([cookie]);
  const said: string[] = [];
  page.on('dialog', (dialog) => {
    said.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', ({ message }) => said.push(message));
  // Also what the content security policy had to stop.
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/x')) said.push(`asked for ${request.url()}`);
  });
  const faults: string[] = [];
  for (const { path, kind } of pages) {
    await page.goto(cookie.url + path);
    const shown = await page.locator('body').textContent();
    const values = await page
      .locator('input, textarea')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value).join(' '));
    if (!`${shown} ${values}`.includes(mark)) faults.push(`${kind}: the text is not shown`);
    faults.push(...(await strangersOn(page)).map((html) => `${kind}: ${html}`));
    for (const view of views) {
      await lookAt(page, view);
      faults.push(...(await reachOut(page)).map((html) => `${kind}, ${view.name}: reaches out: ${html}`));
    }
    await lookAt(page, { name: '', width: 1280, text: 100 });
    faults.push(...said.splice(0).map((each) => `${kind} (${path}): ${each}`));
  }
  return faults;
}

t.test(
  'every text that another city or a colleague writes',
  { skip: noChromium, timeout: 600_000 },
  async (t) => {
    const world = await fullWorld(t, hostileBodies);
    const browser = await startBrowser(t);
    const kinds = new Set<string>();
    for (const { node } of [world.home, world.receiving]) {
      const open = await openPages(t, node);
      for (const role of ['social-worker', 'police-liaison', 'administrator'] as const) {
        const reader = open.as({ roles: [role], units: units[node.city] ?? [] }, 'somebody@test');
        const pages = (await crawl(reader)).filter(isPage).filter(({ html }) => html.includes(mark));
        const fullest = oneOfAKind(pages, 'fullest');
        for (const { kind } of fullest) kinds.add(kind);
        const context = await browser.newContext();
        t.strictSame(
          await lookThrough(await context.newPage(), reader, fullest),
          [],
          `${node.city}, ${role}`,
        );
        await context.close();
      }
    }
    for (const kind of [
      '/cases/:id/messages',
      '/cases/:id/follow-up',
      '/contact-points',
      '/agreements',
      '/providers',
    ])
      t.ok(kinds.has(kind), `${kind} shows such a text`);
    t.comment(`${kinds.size} kinds of pages: ${[...kinds].sort().join(' ')}`);
  },
);

t.test('what turns the direction of a text is not taken from another city', async (t: Test) => {
  const stockholm = new HandMadeCity('stockholm');
  const cities = await startCities(t, { cities: ['malmo'], others: [stockholm] });
  const malmo = cities.node('malmo');
  await agreeByHand(malmo, stockholm);
  for (const [name, letter] of [
    ['override', '\u202e'],
    ['isolate', '\u2067'],
    ['mark', '\u200f'],
    ['control', '\u0007'],
  ] as const) {
    const before = contentsOf(malmo.node.store);
    const content = request({ policeReference: `K-1${letter}-25` });
    const message = stockholm.message(malmo.node.own, 'referral-requested', content);
    const { status, body } = await handOver(stockholm, malmo, message);
    t.strictSame([status, body.code], [400, 'CONTENT_INVALID'], name);
    t.notOk(JSON.stringify(body).includes(letter), `${name}: the answer does not say it again`);
    t.strictSame(writtenSince(malmo.node.store, before), onlyRefused('CONTENT_INVALID'), name);
  }
});
