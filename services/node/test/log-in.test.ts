// People log in to the pages of real nodes, each a process, at the rehearsal's identity provider, and log out at both ends.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStage, personaSecret, startNetwork } from '@storstad/rehearsal';
import t from 'tap';
import { Browser, headingOf, hiddenIn, type Visit } from './helpers/browser.js';

const stage = await openStage();
const folder = t.testdir();
const network = await startNetwork({ stage, folder, clock: 'real', cities: ['stockholm', 'malmo'] });
t.teardown(async () => {
  await network.kill();
  await stage.close();
});
const pagesOf = (city: string) => `http://${stage.host}:${stage.ports.cities[city]?.desk}`;
const [stockholm, malmo] = [pagesOf('stockholm'), pagesOf('malmo')];
const worker = 'social-worker@stockholm/JARVA';

/** From the city's first page to the provider's, and back with who it is. */
async function logIn(browser: Browser, origin: string, name: string, target = '/'): Promise<Visit> {
  const asked = await browser.open(`${origin}/log-in/start?then=${encodeURIComponent(target)}`);
  return browser.send(asked, { name, secret: personaSecret });
}

t.test('in and out', async (t) => {
  const browser = new Browser();
  const start = await browser.open(`${stockholm}/`);
  t.equal(start.url, `${stockholm}/log-in?then=%2F`);
  t.match(headingOf(start), /Stockholm/);
  t.notMatch(start.html, /inte längre inloggad/, 'nobody was logged in before');
  const to = /href="(\/log-in\/start[^"]*)"/.exec(start.html)?.[1] ?? '';
  const asked = await browser.open(stockholm + to);
  t.equal(new URL(asked.url).origin, stage.issuer);
  const wrong = await browser.send(asked, { name: '"><b>', secret: 'wrong' });
  t.match(wrong.html, /role="alert"/);
  t.notMatch(wrong.html, /<b>/, 'what was typed is no markup');
  const first = await browser.send(asked, { name: worker, secret: personaSecret });
  t.strictSame(
    [first.url, first.status, headingOf(first)],
    [`${stockholm}/tasks`, 200, 'Mina uppgifter'],
    'where a social worker begins the day',
  );

  const { formToken = '' } = hiddenIn(first.html);
  const leaving = await browser.visit(`${stockholm}/log-out`, { form: { formToken } });
  t.equal(new URL(leaving.next ?? '').origin, stage.issuer, 'on to the provider');
  t.notOk(browser.cookies.has(`${stage.host} storstad-stockholm`));
  const there = await browser.open(leaving.next ?? '');
  t.match(there.html, /id="op.logoutForm"/, 'somebody is logged in there');
  const out = await browser.send(there);
  t.strictSame([out.url, headingOf(out)], [`${stockholm}/logged-out`, 'Du har loggat ut']);
  t.equal((await browser.open(`${stockholm}/`)).url, `${stockholm}/log-in?then=%2F`);
  const again = await browser.open(leaving.next ?? '');
  t.notMatch(again.html, /op\.logoutForm/, 'nobody is logged in there any more');
});

t.test('who is not let in', async (t) => {
  const table: readonly [name: string, heading: string][] = [
    ['social-worker@malmo/ASN', 'Du hör till en annan organisation'],
    [`${worker}!loa2`, 'Du behöver logga in på ett säkrare sätt'],
    [`${worker}!no-role`, 'Du har ingen behörighet här'],
  ];
  for (const [name, heading] of table) {
    const browser = new Browser();
    const refused = await logIn(browser, stockholm, name);
    t.strictSame([refused.status, headingOf(refused)], [403, heading], name);
    t.notOk(browser.cookies.has(`${stage.host} storstad-stockholm`), 'no session');
    const other = /href="(\/log-in\/start[^"]*)"/.exec(refused.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const asked = await browser.open(stockholm + other);
    const inNow = await browser.send(asked, { name: worker, secret: personaSecret });
    t.equal(headingOf(inNow), 'Mina uppgifter', 'as somebody else');
  }
});

t.test('a code is good once, in the browser that began', async (t) => {
  const browser = new Browser();
  const asked = await browser.open(`${stockholm}/log-in/start`);
  const pending = new Map(browser.cookies);
  let at = await browser.visit(asked.url, { form: { name: worker, secret: personaSecret } });
  while (!at.next?.startsWith(stockholm)) at = await browser.visit(at.next ?? '');
  const callback = at.next;
  const elsewhere = await new Browser().visit(callback);
  t.strictSame(
    [elsewhere.status, headingOf(elsewhere)],
    [400, 'Inloggningen hann ta slut'],
    'another browser',
  );
  t.equal((await browser.visit(callback)).status, 303);
  const twice = await browser.visit(callback);
  t.strictSame(
    [twice.status, headingOf(twice)],
    [400, 'Inloggningen hann ta slut'],
    'the same browser again',
  );
  const kept = new Browser();
  for (const [name, value] of pending) kept.cookies.set(name, value);
  const replayed = await kept.visit(callback);
  t.strictSame(
    [replayed.status, headingOf(replayed)],
    [400, 'Inloggningen hann ta slut'],
    'with its cookies',
  );
});

t.test('a session is of one city', async (t) => {
  const browser = new Browser();
  await logIn(browser, stockholm, worker);
  const id = browser.cookies.get(`${stage.host} storstad-stockholm`) ?? '';
  t.match(id, /^[\w-]{43}$/);
  browser.cookies.set(`${stage.host} storstad-malmo`, id);
  t.equal((await browser.visit(`${malmo}/quotas`)).status, 303, 'the other city does not know it');
  const there = await logIn(browser, malmo, 'administrator.2@malmo', '/quotas?a=1');
  t.strictSame([there.url, headingOf(there)], [`${malmo}/quotas?a=1`, 'Kvot']);
  t.match(there.html, /Testperson B/);
  t.equal((await browser.visit(`${stockholm}/tasks`)).status, 200, 'one browser can be in both');
  const { formToken = '' } = hiddenIn(there.html);
  const crossed = await browser.visit(`${stockholm}/log-out`, { form: { formToken } });
  t.equal(crossed.status, 403, 'and the form of one is not taken by the other');
});

t.test('a restart logs everybody out', async (t) => {
  const browser = new Browser();
  await logIn(browser, malmo, 'auditor@malmo');
  await network.crash('malmo');
  await network.restart('malmo');
  const back = await browser.open(`${malmo}/`);
  t.match(back.html, /inte längre inloggad/);
  t.equal((await logIn(browser, malmo, 'auditor@malmo')).status, 200);
});

t.test('nothing of anybody is in the log', async (t) => {
  const log = readFileSync(join(folder, 'stockholm', 'node.log'), 'utf8');
  t.match(log, /"operation":"finishLogIn"/);
  for (const secret of ['Testperson', 'social-worker', 'JARVA', 'code=', 'eyJ', stage.issuer])
    t.notOk(log.includes(secret), secret);
});
