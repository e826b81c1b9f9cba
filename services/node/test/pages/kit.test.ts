// What pages are made of, in a browser: nothing that axe finds wrong, nothing that reaches out, no markup of others.
import type { Role } from '@storstad/contract';
import Fastify from 'fastify';
import t, { type Test } from 'tap';
import {
  axeFindings,
  lookAt,
  noChromium,
  reachOut,
  startBrowser,
  views,
} from '../../../../test/browser/browser.js';
import { addAssets, assetUrl } from '../../src/http/pages/assets.js';
import { apart, ticksFor } from '../../src/http/pages/components/charts/balance-over-time.js';
import { monthLabels } from '../../src/http/pages/components/charts/case-timeline.js';
import { currentItem, menuFor } from '../../src/http/pages/menu.js';
import { gallery } from './gallery.js';

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; img-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The gallery at an address, with what the script asks for. */
async function serveGallery(t: Test) {
  const state = { incoming: 0, secondsLeft: 1800, posted: 0, answerPost: () => undefined as unknown };
  const app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, _body, done) => done(null));
  addAssets(app);
  app.get('/session', async () => ({ secondsLeft: state.secondsLeft }));
  app.post('/session', async () => {
    state.secondsLeft = 1800;
    return { secondsLeft: state.secondsLeft };
  });
  app.get('/badges', async () => ({ incoming: state.incoming }));
  app.get('/log-in', (_request, reply) => reply.type('text/html').send('log-in'));
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  app.get('/cases/:page', (request, reply) => {
    const { page } = request.params as { page: string };
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send(gallery[page]);
  });
  app.post('/cases/:page', (_request, reply) => {
    state.posted += 1;
    state.answerPost = () => reply.type('text/html').send('sent');
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  return { url, state };
}

t.test('every component', { skip: noChromium }, async (t) => {
  const { url } = await serveGallery(t);
  const browser = await startBrowser(t);
  const page = await (await browser.newContext()).newPage();
  const faults: string[] = [];
  page.on('dialog', (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (fault) => faults.push(fault.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  for (const name of Object.keys(gallery)) {
    await page.goto(`${url}/cases/${name}`, { waitUntil: 'networkidle' });
    for (const view of views) {
      await lookAt(page, view);
      t.strictSame(await axeFindings(page), [], `${name}, ${view.name}: axe`);
      t.strictSame(await reachOut(page), [], `${name}, ${view.name}: nothing reaches out`);
      const file = process.env.PICTURES;
      if (file)
        await page.screenshot({ path: `${file}-${name}-${view.name.replace(' ', '-')}.png`, fullPage: true });
    }
    t.equal(await page.locator('main img').count(), 0, `${name}: no markup of others`);
    await lookAt(page, { name: '', width: 1280, text: 100 });
  }
  t.strictSame(faults, []);
});

t.test('the script', { skip: noChromium }, async (t) => {
  const { url, state } = await serveGallery(t);
  const browser = await startBrowser(t);
  const context = await browser.newContext();
  const page = await context.newPage();

  await t.test('the focus is on what is wrong, and goes past the menu by the skip link', async (t) => {
    await page.goto(`${url}/cases/form`);
    t.equal(await page.locator(':focus').getAttribute('class'), 'govuk-error-summary');
    await page.goto(`${url}/cases/list`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    t.equal(await page.locator(':focus').getAttribute('id'), 'main');
  });

  await t.test('a badge of what is new, said when there is more of it', async (t) => {
    state.incoming = 2;
    await page.goto(`${url}/cases/list`);
    const [badge, said] = [page.locator('[data-badge]'), page.locator('[data-badge-said]')];
    await badge.getByText('2').waitFor();
    t.equal(await said.textContent(), '');
    state.incoming = 3;
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await badge.getByText('3').waitFor();
    t.equal(await said.textContent(), 'Nya förfrågningar till er: 3');
  });

  await t.test('the warning before the session ends is shared by all tabs', async (t) => {
    const other = await context.newPage();
    state.secondsLeft = 90;
    await Promise.all([page, other].map((tab) => tab.goto(`${url}/cases/case`)));
    const dialogs = [page, other].map((tab) => tab.getByRole('dialog'));
    await Promise.all(dialogs.map((dialog) => dialog.waitFor()));
    t.match(await dialogs[0]?.textContent(), 'Om 2 minuter loggas du ut');
    t.strictSame(await axeFindings(page), []);
    await page.keyboard.press('Enter');
    await Promise.all(dialogs.map((dialog) => dialog.waitFor({ state: 'hidden' })));
    t.equal(state.secondsLeft, 1800);
    state.secondsLeft = 0;
    await page.reload();
    await Promise.all([page, other].map((tab) => tab.waitForURL('**/log-in?then=*')));
    state.secondsLeft = 1800;
    await other.close();
  });

  await t.test('what is written is not left unasked', async (t) => {
    await page.goto(`${url}/cases/form`);
    await page.getByLabel('Beskriv händelsen').fill('Något');
    t.match(await page.locator('.app-count-left').textContent(), 'tecken');
    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.getByRole('link', { name: 'Avbryt' }).click();
    t.strictSame(asked, ['beforeunload']);
    t.match(page.url(), '/cases/form');
  });

  await t.test('a form is sent once, and without a question', async (t) => {
    const button = page.getByRole('button', { name: 'Granska och skicka' });
    await button.evaluate((element: HTMLButtonElement) => {
      element.click();
      element.click();
    });
    while (state.posted === 0) await new Promise(setImmediate);
    state.answerPost();
    await page.getByText('sent').waitFor();
    t.equal(state.posted, 1);
  });
});

t.test('without the script', { skip: noChromium }, async (t) => {
  const { url } = await serveGallery(t);
  const browser = await startBrowser(t);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 800 },
  });
  const page = await context.newPage();
  await page.goto(`${url}/cases/case`);
  const item = page.getByRole('link', { name: 'Mina uppgifter' });
  t.notOk(await item.isVisible(), 'the menu is folded');
  await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await item.waitFor();
  await page.getByRole('button', { name: 'Stäng menyn' }).click();
  await item.waitFor({ state: 'hidden' });
  t.notOk(await page.getByRole('button', { name: 'Skriv ut' }).isVisible());
  t.notOk(await page.getByText('Du loggas snart ut').isVisible());
});

t.test('assets', async (t) => {
  const { url } = await serveGallery(t);
  for (const [name, type] of [
    ['desk.css', 'text/css; charset=utf-8'],
    ['desk.js', 'text/javascript; charset=utf-8'],
  ] as const) {
    const address = url + assetUrl(name);
    t.match(address, /desk\.[\w-]{12}\.(css|js)$/);
    for (const [accepted, encoding] of [
      ['br, gzip', 'br'],
      ['gzip;q=0.5', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['br;q=0.0', null],
      ['identity', null],
    ] as const) {
      const answer = await fetch(address, { headers: { 'accept-encoding': accepted } });
      t.equal(answer.status, 200);
      t.equal(answer.headers.get('content-encoding'), encoding, accepted);
      t.equal(answer.headers.get('content-type'), type);
      t.match(answer.headers.get('cache-control'), 'immutable');
      t.match(await answer.text(), name === 'desk.css' ? 'prefers-reduced-motion' : 'js-enabled');
    }
  }
  for (const other of ['desk.css', 'desk.000000000000.css', '..%2f..%2fpackage.json', 'desk.d.ts'])
    t.equal((await fetch(`${url}/assets/${other}`)).status, 404, other);
  const sizes = (['desk.css', 'desk.js'] as const).map((name) => fetch(url + assetUrl(name)));
  const bytes = await Promise.all(
    (await Promise.all(sizes)).map(async (answer) => (await answer.bytes()).length),
  );
  t.ok((bytes[1] ?? 0) < 6_000, `${bytes[1]} bytes of script`);
});

t.test('the menu is of one’s roles', (t) => {
  const idsOf = (...roles: Role[]) => menuFor(roles).map(({ id }) => id);
  t.strictSame(idsOf('police-liaison'), ['decisions', 'decisions-made']);
  t.strictSame(idsOf('social-worker', 'police-liaison').length, 6);
  t.strictSame(idsOf('administrator', 'auditor'), idsOf('administrator'));
  t.strictSame(idsOf(), []);
  const items = menuFor(['social-worker', 'police-liaison']);
  for (const [path, id] of [
    ['/cases', 'cases'],
    ['/cases/x/costs', 'cases'],
    ['/cases/new', 'new-case'],
    ['/casesx', undefined],
    ['/decisions/made', 'decisions-made'],
    ['/', undefined],
  ] as const)
    t.equal(currentItem(items, path)?.id, id, path);
  t.end();
});

t.test('where charts put things', (t) => {
  t.strictSame(monthLabels([]), []);
  t.strictSame(monthLabels([0.03, 0.2, 0.35, 0.5, 0.66, 0.9]), [0, 2, 4], 'each beside the one before');
  t.strictSame(monthLabels([0.03, 0.5, 0.9]), [0, 1], 'the last one would lie over the second');
  t.strictSame(apart([1, 5, 1]), [1, 5, 2.25]);
  t.strictSame(ticksFor([]), [0, 100]);
  for (const values of [[0], [-5, 5], [123_456_789], [-1, 999_999]]) {
    const ticks = ticksFor(values);
    t.ok(ticks.length <= 6 && ticks.includes(0), `${values}: ${ticks}`);
    t.ok((ticks[0] ?? 0) <= Math.min(...values) && (ticks.at(-1) ?? 0) >= Math.max(...values));
  }
  t.end();
});
