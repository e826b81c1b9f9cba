import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const found = process.env.CHROMIUM ?? usualPaths.find((path) => existsSync(path));

/** Why a test in a browser is skipped: the option `skip` of a test. */
export const noChromium: string | false = found
  ? false
  : 'There is no Chromium here. Install it, or say where it is in CHROMIUM.';

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
];

/** A browser that ends with the test, with an empty profile of its own. */
export async function startBrowser(t: Test): Promise<Browser> {
  if (!found) throw new Error('There is no Chromium');
  const browser = await chromium.launch({ executablePath: found, args: ['--no-sandbox', ...quiet] });
  t.teardown(() => browser.close());
  return browser;
}

/** How a page is looked at. */
export interface View {
  readonly name: string;
  readonly width: number;
  /** The size of the text, in per cent of the usual. */
  readonly text: number;
}

export const views: readonly View[] = [
  { name: 'wide', width: 1280, text: 100 },
  { name: 'narrow', width: 320, text: 100 },
  { name: 'large text', width: 1280, text: 200 },
];

/** Shows a page that is open in another width and size of text. */
export async function lookAt(page: Page, { width, text }: View): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate((percent) => {
    document.documentElement.style.fontSize = `${percent}%`;
  }, text);
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with the page, and where. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Our pages have no frames, for whose sake the other mode opens one more page each time.
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** The elements that reach out of the window to the right, so that the page would be scrolled sideways. */
export const reachOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return Array.from(document.body.querySelectorAll('*'))
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  });
