// Enter in a field sends the form, also where a button before the form's own adds a row; without a script.
import t from 'tap';
import { agree, units } from '../../services/node/test/helpers/case-work.js';
import { startCities } from '../../services/node/test/helpers/city-nodes.js';
import { openPages } from '../../services/node/test/pages/open-pages.js';
import { axeFindings, noChromium, startBrowser } from './browser.js';

t.test('Enter sends the form', { skip: noChromium }, async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const pages = await openPages(t, cities.node('stockholm'));
  const admin = pages.as({ roles: ['administrator'], units: units.stockholm ?? [] });
  const context = await (await startBrowser(t)).newContext({ javaScriptEnabled: false });
  await context.addCookies([admin.cookie]);
  const page = await context.newPage();
  await page.goto(`${pages.url}/agreements/new`);
  const rows = page.locator('.app-row');
  const before = await rows.count();
  await page.locator('#field-title').press('Enter');
  await page.getByText('Rätta till följande').waitFor();
  t.equal(await rows.count(), before, 'no row is added');
  await page.getByRole('button', { name: 'Lägg till en till' }).first().click();
  t.equal(await rows.count(), before + 1, 'the other button adds one');
  t.equal(
    await page.getByRole('button', { name: '', exact: true }).count(),
    0,
    'nobody hears of the hidden button',
  );
});

t.test('and axe has nothing against it', { skip: noChromium }, async (t) => {
  const cities = await startCities(t, { cities: ['stockholm', 'malmo'] });
  await agree(cities);
  const pages = await openPages(t, cities.node('stockholm'));
  const admin = pages.as({ roles: ['administrator'], units: units.stockholm ?? [] });
  const context = await (await startBrowser(t)).newContext();
  await context.addCookies([admin.cookie]);
  const page = await context.newPage();
  await page.goto(`${pages.url}/agreements/new`);
  t.strictSame(await axeFindings(page), []);
});
