// How pages of the desk look in a window that is not wide, and on paper.
import t from 'tap';
import {
  axeFindings,
  lookAt,
  noChromium,
  reachOut,
  startBrowser,
  views,
} from '../../../../test/browser/browser.js';
import { agree, bringTo, openAndReady, openCase, worker } from '../helpers/case-work.js';
import { startCities } from '../helpers/city-nodes.js';
import { openPages } from './open-pages.js';

t.test('the list of cases and a case', { skip: noChromium }, async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities, 20);
  const [home, receiving] = [cities.node('stockholm'), cities.node('malmo')];
  const caseId = await openAndReady(home);
  await bringTo({ home, receiving, deliver: cities.deliver }, caseId, 'accepted');
  await home.must(worker, 'openCase', { body: openCase('JARVA') });
  const pages = await openPages(t, home);
  const context = await (await startBrowser(t)).newContext();
  await context.addCookies([pages.as(worker).cookie]);
  const page = await context.newPage();

  await t.test('no column is out of sight, whatever the width', async (t) => {
    await page.goto(`${pages.url}/cases`);
    const longest = 'Signera placeringsöverenskommelsen';
    for (const width of [320, 768, 1024, 1100, 1160, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const [room, needed] = await page.locator('.app-table').evaluate((table, text) => {
        const next = table.querySelector('td:nth-child(4)');
        if (next) next.textContent = text;
        return [table.clientWidth, table.scrollWidth];
      }, longest);
      t.ok(Number(needed) <= Number(room), `${width}: ${needed} of ${room}`);
    }
  });

  await t.test('nothing reaches out or is against axe', async (t) => {
    for (const path of ['/cases', '/tasks', `/cases/${caseId}`]) {
      await page.goto(pages.url + path);
      for (const view of views) {
        await lookAt(page, view);
        t.strictSame(await reachOut(page), [], `${path} ${view.name}`);
      }
      t.strictSame(await axeFindings(page), [], path);
    }
  });

  await t.test('on paper there are no addresses and nothing to press', async (t) => {
    await page.goto(`${pages.url}/cases/${caseId}`);
    const links = page.locator('main a.govuk-link');
    const printed = () =>
      links.evaluateAll((all) => all.map((link) => getComputedStyle(link, '::after').content));
    t.ok((await printed()).length > 0);
    t.ok(await page.getByText('Annat du kan göra').isVisible());
    await page.emulateMedia({ media: 'print' });
    t.strictSame([...new Set(await printed())], ['none']);
    t.notOk(await page.getByText('Annat du kan göra').isVisible());
    t.notOk(await page.locator('main button, main .govuk-button').locator('visible=true').count());
    t.ok(await page.getByRole('heading', { name: 'Att göra', exact: true }).isVisible());
  });
});
