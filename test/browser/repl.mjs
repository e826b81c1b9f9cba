import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { concludeAgreements, openStage, readAgreement, startNetwork } from '@storstad/rehearsal';
import { chromium } from 'playwright-core';
import { Person } from '/tmp/wt-story/test/browser/person.tmp.mjs';

const stage = await openStage();
const network = await startNetwork({
  stage,
  folder: mkdtempSync('/tmp/story/net-'),
  clock: new Date('2025-01-13T09:00:00+01:00'),
});
const of = (city) => `http://${stage.host}:${stage.ports.cities[city]?.desk}`;
await concludeAgreements(network, [await readAgreement('2025')]);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const g = { network, of, browser, Person, stage };
const snap = async (p) =>
  `${p.page.url()} ${await p.page.title()}\n${await p.page.locator('main').ariaSnapshot()}`;
g.snap = snap;
const AF = Object.getPrototypeOf(async () => {}).constructor;
createServer(async (req, res) => {
  const code = await text(req);
  try {
    const out = await new AF('g', `with (g) { return (async () => { ${code} })(); }`)(g);
    res.end(String(out ?? 'ok') + '\n');
  } catch (e) {
    res.write(`ERR ${e.stack?.slice(0, 900)}\n`);
    for (const [n, p] of Object.entries(g))
      if (p?.page?.locator) res.write(`--- ${n}: ${await snap(p).catch(String)}\n`);
    res.end();
  }
}).listen(7799, '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', async () => {
  await browser.close();
  await network.kill();
  await stage.close();
  process.exit();
});
