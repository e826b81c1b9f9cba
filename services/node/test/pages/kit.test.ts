// What pages are made of, in a browser: nothing that axe finds wrong, nothing that reaches out, no markup of others.
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
import { addAssets } from '../../src/http/pages/assets.js';
import { gallery } from './gallery.js';

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The gallery at an address, with what the script asks for. */
async function serveGallery(t: Test) {
  const asked = { incoming: 0, secondsLeft: 1800, renewed: 0, posted: 0 };
  const app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, _body, done) => done(null));
  addAssets(app);
  app.get('/session', async () => ({ secondsLeft: asked.secondsLeft }));
  app.post('/session', async () => {
    asked.renewed += 1;
    asked.secondsLeft = 1800;
    return { secondsLeft: 1800 };
  });
  app.get('/badges', async () => ({ incoming: asked.incoming }));
  app.get('/log-in', (_request, reply) => reply.type('text/html').send('log-in'));
  app.get('/cases/:page', (request, reply) => {
    const { page } = request.params as { page: string };
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send(gallery[page]);
  });
  app.post('/cases/:page', async () => {
    asked.posted += 1;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'sent';
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  return { url, asked };
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
    if (message.type() === 'error' && !message.text().includes('favicon')) faults.push(message.text());
  });
  for (const name of Object.keys(gallery)) {
    await page.goto(`${url}/cases/${name}`, { waitUntil: 'networkidle' });
    for (const view of views) {
      await lookAt(page, view);
      t.strictSame(await axeFindings(page), [], `${name}, ${view.name}: axe`);
      t.strictSame(await reachOut(page), [], `${name}, ${view.name}: nothing reaches out`);
      const file = process.env.STORSTAD_PICTURES;
      if (file) await page.screenshot({ path: `${file}-${name}-${view.name.replace(' ', '-')}.png`, fullPage: true });
    }
    t.equal(await page.locator('main img').count(), 0, `${name}: no markup of others`);
    await lookAt(page, { name: '', width: 1280, text: 100 });
  }
  t.strictSame(faults, []);
});
