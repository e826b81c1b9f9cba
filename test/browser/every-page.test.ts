// Every page that somebody comes to by links, as each role, full and empty: found over HTTP, then looked at in a browser.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { assetUrl } from '../../services/node/src/http/pages/assets.js';
import { units } from '../../services/node/test/helpers/case-work.js';
import { type CityNode, startCities } from '../../services/node/test/helpers/city-nodes.js';
import { openPages, type PageReader } from '../../services/node/test/pages/open-pages.js';
import { axeFindings, lookAt, noChromium, reachOut, startBrowser, type View, views } from './browser.js';
import { compressedBytes, crawl, type Found, isPage, mainOf, oneOfAKind, textOf } from './crawl.js';
import { foreignWords } from './foreign-words.js';
import { fullWorld } from './full-world.js';

const roles = ['social-worker', 'police-liaison', 'administrator', 'auditor'] as const;
const largestPage = 15_000;
const largestAssets = 30_000;

/** What one role finds in the pages of a node. */
interface Tour {
  readonly reader: PageReader;
  readonly pages: readonly Found[];
}

/** The pages of a node as each role comes to them. */
async function toursOf(t: Test, node: CityNode): Promise<Tour[]> {
  const open = await openPages(t, node);
  const tours: Tour[] = [];
  for (const role of roles) {
    const reader = open.as({ roles: [role], units: units[node.city] ?? [] }, 'somebody@test');
    const pages = await crawl(reader);
    const dead = pages.filter(({ status }) => status >= 400);
    t.strictSame(
      dead.map(({ path, from, status }) => `${from} leads to ${path}: ${status}`),
      [],
      `${node.city}, ${role}: every one of ${pages.length} links leads somewhere`,
    );
    tours.push({ reader, pages });
  }
  return tours;
}

const titleOf = (html: string) => textOf(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '');

/** What the markup alone shows to be wrong with a page. */
function faultsOf({ html }: Found): string[] {
  const headings = [...html.matchAll(/<h1[^>]*>(.*?)<\/h1>/gs)].map(([, inner = '']) => textOf(inner));
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  const title = titleOf(html);
  const bytes = compressedBytes(html);
  return [
    ...(headings.length === 1 ? [] : [`${headings.length} headings of the first level`]),
    ...new Set(ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `the id ${id} twice`)),
    ...(says(title, html) ? [] : [`the title “${title}” does not say what the page is`]),
    ...(bytes <= largestPage ? [] : [`${bytes} bytes compressed`]),
  ];
}

/** The title begins with words of the page's own: of its heading, or of the part of the case that it shows. */
function says(title: string, html: string): boolean {
  const [page = '', ...rest] = title.split(' – ');
  return page.length > 3 && rest.length > 0 && textOf(mainOf(html)).includes(page);
}

const describe = (pages: readonly Found[], faults: (page: Found) => readonly string[]) =>
  pages.flatMap((page) => faults(page).map((fault) => `${page.kind}: ${fault}`));

/** Opens pages one after the other in a window of its own and tells what is wrong with how they look. */
async function lookThrough(
  browser: Browser,
  { cookie }: PageReader,
  pages: readonly Found[],
  how: readonly View[],
) {
  const context = await browser.newContext();
  await context.addCookies([cookie]);
  const page = await context.newPage();
  const faults: string[] = [];
  const said: string[] = [];
  page.on('pageerror', ({ message }) => said.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      said.push(message.text());
  });
  for (const { path, kind } of pages) {
    await page.goto(cookie.url + path);
    for (const view of how) {
      await lookAt(page, view);
      const wrong = [
        ...(await axeFindings(page)),
        ...(await reachOut(page)).map((html) => `reaches out: ${html}`),
      ];
      faults.push(...wrong.map((fault) => `${kind} (${path}), ${view.name}: ${fault}`));
      await picture(page, kind, view);
    }
    await lookAt(page, { name: '', width: 1280, text: 100 });
    faults.push(...said.splice(0).map((each) => `${kind} (${path}): ${each}`));
  }
  await context.close();
  return faults;
}

/** Shows some of the pages of tours, in two windows at a time. */
async function lookAtTours(
  browser: Browser,
  tours: readonly Tour[],
  pages: readonly Found[],
  how: readonly View[],
): Promise<string[]> {
  const ahead = [...tours];
  const faults: string[] = [];
  const window = async () => {
    for (let tour = ahead.shift(); tour; tour = ahead.shift()) {
      const { reader, pages: own } = tour;
      faults.push(
        ...(await lookThrough(
          browser,
          reader,
          pages.filter((page) => own.includes(page)),
          how,
        )),
      );
    }
  };
  await Promise.all([window(), window()]);
  return faults;
}

/** To be looked at by a person, in the folder that PICTURES names. */
async function picture(page: Page, kind: string, { name }: View): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const file = `${kind.replaceAll(/\W+/g, '-').replace(/^-/, '') || 'start'}-${name.replace(' ', '-')}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true });
}

t.test('every page with something in it', { skip: noChromium }, async (t) => {
  const world = await fullWorld(t);
  const tours = [...(await toursOf(t, world.home.node)), ...(await toursOf(t, world.receiving.node))];
  const all = tours.flatMap(({ pages }) => pages.filter(isPage));
  t.strictSame([...new Set(describe(all, faultsOf))], []);
  const fullest = oneOfAKind(all, 'fullest');
  const largest = fullest.toSorted((a, b) => compressedBytes(b.html) - compressedBytes(a.html)).slice(0, 8);
  for (const { path, kind, html } of largest)
    t.comment(`${compressedBytes(html)} bytes compressed, ${Buffer.byteLength(html)} raw: ${kind} (${path})`);
  const titles = fullest.map(({ html }) => titleOf(html));
  t.strictSame(
    fullest
      .filter(({ html }) => titles.filter((title) => title === titleOf(html)).length > 1)
      .map(({ kind }) => kind),
    [],
    'pages of two kinds never have the same title',
  );
  t.comment(`${fullest.length} kinds of pages: ${fullest.map(({ kind }) => kind).join(' ')}`);

  await t.test('in both languages', async (t) => {
    for (const language of ['sv', 'en'] as const) {
      const mixed: string[] = [];
      for (const { reader, pages } of tours)
        for (const { path, kind } of fullest.filter((page) => pages.includes(page))) {
          const { html } = await reader.getIn(language, path);
          if (!html.includes(`<html lang="${language}"`)) mixed.push(`${kind} is not in ${language}`);
          mixed.push(...foreignWords(html, language).map((word) => `${kind}: ${word}`));
        }
      t.strictSame([...new Set(mixed)], [], language);
    }
  });

  await t.test('in a browser', async (t) =>
    t.strictSame(await lookAtTours(await startBrowser(t), tours, fullest, views), []),
  );
});

t.test('every page with nothing in it', { skip: noChromium }, async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  const tours = await toursOf(t, cities.node('stockholm'));
  const all = tours.flatMap(({ pages }) => pages.filter(isPage));
  t.strictSame([...new Set(describe(all, faultsOf))], []);
  const emptiest = oneOfAKind(all, 'emptiest');
  const narrow = views.filter(({ name }) => name === 'narrow');
  t.strictSame(await lookAtTours(await startBrowser(t), tours, emptiest, narrow), []);
});

t.test('what every page is shown with is small', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm'] });
  const { url } = await openPages(t, cities.node('stockholm'));
  const assets = await Promise.all(
    (['desk.css', 'desk.js'] as const).map(async (name) => (await fetch(url + assetUrl(name))).text()),
  );
  const bytes = assets.map(compressedBytes);
  t.ok(bytes.reduce((sum, each) => sum + each, 0) <= largestAssets, `${bytes} bytes compressed`);
});
