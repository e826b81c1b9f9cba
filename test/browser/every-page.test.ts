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

/** The title says a heading of the page, or which part of a case it shows. */
function says(title: string, html: string): boolean {
  const parts = title.split(' – ').slice(0, -1);
  return parts.some((part) => part.length > 3 && textOf(mainOf(html)).includes(part));
}

const describe = (pages: readonly Found[], faults: (page: Found) => readonly string[]) =>
  pages.flatMap((page) => faults(page).map((fault) => `${page.kind}: ${fault}`));

/** A page to be looked at, by whom it was found. */
interface Sight {
  readonly reader: PageReader;
  readonly page: Found;
}

const sights = (tours: readonly Tour[], pages: readonly Found[]): Sight[] =>
  tours.flatMap(({ reader, pages: own }) =>
    pages.filter((page) => own.includes(page)).map((page) => ({ reader, page })),
  );

/** Looks at pages in two windows at a time, which is what two processors can do. */
async function lookAtAll(t: Test, sights: readonly Sight[], how: readonly View[]): Promise<void> {
  const browser = await startBrowser(t);
  const ahead = [...sights];
  const window = async () => {
    const open = new Map<PageReader, Window>();
    for (let sight = ahead.shift(); sight; sight = ahead.shift()) {
      const { reader, page } = sight;
      const window = open.get(reader) ?? (await openWindow(browser, reader));
      open.set(reader, window);
      t.strictSame(await lookAtOne(window, reader, page, how), [], `${page.kind} (${page.path})`);
    }
  };
  await Promise.all([window(), window()]);
}

/** A window of somebody, and what was said in it that should not have been. */
interface Window {
  readonly page: Page;
  readonly said: string[];
}

async function openWindow(browser: Browser, { cookie }: PageReader): Promise<Window> {
  const context = await browser.newContext();
  await context.addCookies([cookie]);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('pageerror', ({ message }) => said.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  return { page, said };
}

async function lookAtOne({ page, said }: Window, { cookie }: PageReader, found: Found, how: readonly View[]) {
  await page.goto(cookie.url + found.path);
  const faults: string[] = [];
  for (const view of how) {
    await lookAt(page, view);
    // Forms are made of the same parts; kit.test.ts looks at each of these in every view.
    const findings = isForm(found) && view.name !== 'narrow' ? [] : await axeFindings(page);
    const outside = (await reachOut(page)).map((html) => `reaches out: ${html}`);
    faults.push(...[...findings, ...outside].map((fault) => `${view.name}: ${fault}`));
    await picture(page, found.kind, view);
  }
  await lookAt(page, { name: '', width: 1280, text: 100 });
  return [...faults, ...said.splice(0)];
}

const isForm = ({ kind }: Found) => /\/(new|edit)(\?|$)/.test(kind);

/** To be looked at by a person, in the folder that PICTURES names. */
async function picture(page: Page, kind: string, { name }: View): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const file = `${kind.replaceAll(/\W+/g, '-').replace(/^-/, '') || 'start'}-${name.replace(' ', '-')}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true });
}

t.test('every page with something in it', { skip: noChromium, timeout: 600_000 }, async (t) => {
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

  await t.test('in a browser', async (t) => lookAtAll(t, sights(tours, fullest), views));
});

t.test('every page with nothing in it', { skip: noChromium, timeout: 600_000 }, async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  const tours = await toursOf(t, cities.node('stockholm'));
  const all = tours.flatMap(({ pages }) => pages.filter(isPage));
  t.strictSame([...new Set(describe(all, faultsOf))], []);
  const emptiest = oneOfAKind(all, 'emptiest');
  const narrow = views.filter(({ name }) => name === 'narrow');
  await lookAtAll(t, sights(tours, emptiest), narrow);
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
