// What can be wrong with a provider's answer, a way back, a form or a session, at a node whose provider can be made to lie.
import { createHmac } from 'node:crypto';
import t, { type Test } from 'tap';
import { Browser, headingOf, hiddenIn, type Visit } from './helpers/browser.js';
import { organisation, pagesClient, type Setup, startCities } from './helpers/city-nodes.js';
import type { TokenChanges } from './helpers/identity-provider.js';

async function startOne(t: Test, pages: Setup['pages'] = {}) {
  const cities = await startCities(t, { cities: ['stockholm'], pages });
  return { ...cities, node: cities.node('stockholm') };
}
type One = Awaited<ReturnType<typeof startOne>>;

const session = '127.0.0.1 storstad-stockholm';
const pending = `${session}-log-in`;

interface WayBack {
  readonly changes?: TokenChanges;
  readonly target?: string;
  /** The query with which the browser comes back. */
  readonly query?: (state: string) => Record<string, string>;
}

const asItShouldBe = (state: string) => ({ code: 'one', state });

/** From the start to the way back; the provider's page in between is left out. */
async function comeBack({ node, provider }: One, browser: Browser, way: WayBack = {}): Promise<Visit> {
  const { changes = {}, target = '/', query = asItShouldBe } = way;
  const start = `${node.pagesUrl}/log-in/start?then=${encodeURIComponent(target)}`;
  const asked = new URL((await browser.visit(start)).next ?? '').searchParams;
  provider.behaviour.answerCode = (form, response) => {
    const claims = { nonce: asked.get('nonce'), ...changes.claims };
    const idToken = provider.idToken(organisation, pagesClient, { ...changes, claims });
    const isRight = form.get('code') === 'one' && form.get('code_verifier') !== null;
    response.statusCode = isRight ? 200 : 400;
    response.end(
      JSON.stringify(
        isRight ? { access_token: 'x', token_type: 'Bearer', id_token: idToken } : { error: 'invalid_grant' },
      ),
    );
  };
  return browser.visit(
    `${node.pagesUrl}/log-in/callback?${new URLSearchParams(query(asked.get('state') ?? ''))}`,
  );
}

/** A page that is for everyone who is logged in. */
const somePage = '/contact-points';

async function logIn(one: One): Promise<{ browser: Browser; first: Visit }> {
  const browser = new Browser();
  await comeBack(one, browser);
  return { browser, first: await browser.visit(one.node.pagesUrl + somePage) };
}

const headings = {
  notCompleted: 'Inloggningen blev inte klar',
  tooLong: 'Inloggningen hann ta slut',
  lowAssurance: 'Du behöver logga in på ett säkrare sätt',
  wrongCity: 'Du hör till en annan organisation',
  noRole: 'Du har ingen behörighet här',
  silent: 'Inloggningstjänsten svarar inte',
} as const;
type Failure = keyof typeof headings;
const statuses: Record<Failure, number> = {
  notCompleted: 401,
  tooLong: 400,
  lowAssurance: 403,
  wrongCity: 403,
  noRole: 403,
  silent: 503,
};

function isRefused(t: Test, browser: Browser, visit: Visit, failure: Failure, name: string) {
  t.strictSame([visit.status, headingOf(visit)], [statuses[failure], headings[failure]], name);
  t.notOk(browser.cookies.has(session), `${name}: no session`);
  t.notMatch(visit.html, /Testperson|test-social-worker| at .*\.js/, `${name}: nothing of anybody`);
}

const now = Math.floor(Date.now() / 1000);
const affiliation = 'https://id.oidc.se/claim/orgAffiliation';

t.test('ID tokens', async (t) => {
  const one = await startOne(t);
  const bad: readonly [name: string, failure: Failure, claims: Record<string, unknown>][] = [
    ['past', 'notCompleted', { iat: now - 400, exp: now - 100 }],
    ['lives longer than five minutes', 'notCompleted', { exp: now + 1000 }],
    ['for another', 'notCompleted', { aud: 'someone-else' }],
    ['for us and another, by another', 'notCompleted', { aud: [pagesClient, 'x'], azp: 'x' }],
    ['by another', 'notCompleted', { iss: 'http://127.0.0.1:9' }],
    ['another nonce', 'notCompleted', { nonce: 'x' }],
    ['no nonce', 'notCompleted', { nonce: undefined }],
    ['no subject', 'notCompleted', { sub: undefined }],
    ['shown who they are yesterday', 'notCompleted', { auth_time: now - 86_400 }],
    ['not said when', 'notCompleted', { auth_time: undefined }],
    ['level 2', 'lowAssurance', { acr: 'http://id.elegnamnden.se/loa/1.0/loa2' }],
    ['no level', 'lowAssurance', { acr: undefined }],
    ['levels in a list', 'lowAssurance', { acr: ['http://id.elegnamnden.se/loa/1.0/loa3'] }],
    ['another organisation', 'wrongCity', { [affiliation]: 'test@2120001124' }],
    ['no organisation', 'wrongCity', { [affiliation]: undefined }],
    ['two organisations', 'wrongCity', { [affiliation]: 'test@2120001124@0000000000' }],
    ['no roles', 'noRole', { roles: [] }],
    ['roles that are none', 'noRole', { roles: ['mayor'] }],
    ['roles as a text', 'noRole', { roles: 'auditor' }],
  ];
  for (const [name, failure, claims] of bad) {
    const browser = new Browser();
    isRefused(t, browser, await comeBack(one, browser, { changes: { claims } }), failure, name);
  }
  const forged: readonly [name: string, changes: TokenChanges][] = [
    ['another signature', { signature: () => Buffer.alloc(64, 1) }],
    ['unsigned', { header: { alg: 'none' }, signature: () => Buffer.alloc(0) }],
    [
      'signed with the public key as a password',
      {
        header: { alg: 'HS256' },
        signature: (text) => {
          const pem = one.provider.publicKey.export({ type: 'spki', format: 'pem' });
          return createHmac('sha256', pem).update(text).digest();
        },
      },
    ],
  ];
  for (const [name, changes] of forged) {
    const browser = new Browser();
    isRefused(t, browser, await comeBack(one, browser, { changes }), 'notCompleted', name);
  }
  for (const [name, claims] of [
    ['five minutes, to the second', { iat: now, exp: now + 300 }],
    ['level 4', { acr: 'http://id.elegnamnden.se/loa/1.0/loa4' }],
    ['for us among others', { aud: [pagesClient, 'x'], azp: pagesClient }],
    ['no name', { name: undefined }],
  ] as const) {
    const browser = new Browser();
    t.equal((await comeBack(one, browser, { changes: { claims } })).next, `${one.node.pagesUrl}/`, name);
    t.equal((await browser.visit(one.node.pagesUrl + somePage)).status, 200, name);
  }
});

t.test('ways back', async (t) => {
  const one = await startOne(t);
  const table: readonly [name: string, failure: Failure, query: (state: string) => Record<string, string>][] =
    [
      ['no state', 'tooLong', () => ({ code: 'one' })],
      ['another state', 'tooLong', () => ({ code: 'one', state: 'x' })],
      ['another code', 'tooLong', (state) => ({ code: 'two', state })],
      ['no code', 'notCompleted', (state) => ({ state })],
      ['refused there', 'notCompleted', (state) => ({ error: 'access_denied', state })],
      [
        'from another provider',
        'notCompleted',
        (state) => ({ code: 'one', state, iss: 'http://127.0.0.1:9' }),
      ],
    ];
  for (const [name, failure, query] of table) {
    const browser = new Browser();
    isRefused(t, browser, await comeBack(one, browser, { query }), failure, name);
    t.notOk(browser.cookies.has(pending), `${name}: the log-in is over`);
  }
  const { pagesUrl } = one.node;
  const browser = new Browser();
  isRefused(
    t,
    browser,
    await browser.visit(`${pagesUrl}/log-in/callback?code=one&state=x`),
    'tooLong',
    'never begun',
  );
  for (const cookie of [
    'x',
    Buffer.from('null').toString('base64url'),
    Buffer.from('{}').toString('base64url'),
  ]) {
    browser.cookies.set(pending, cookie);
    isRefused(t, browser, await browser.visit(`${pagesUrl}/log-in/callback?code=one`), 'tooLong', cookie);
  }
});

t.test('where to go afterwards', async (t) => {
  const one = await startOne(t);
  const { pagesUrl } = one.node;
  const local = ['/', '/cases?state=ready&page=2', '/%5C%5Cevil.example'];
  for (const target of local)
    t.equal((await comeBack(one, new Browser(), { target })).headers.location, target, target);
  const elsewhere = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'cases',
    '/å',
    `/${'x'.repeat(1000)}`,
    '',
  ];
  for (const target of elsewhere) {
    t.equal((await comeBack(one, new Browser(), { target })).headers.location, '/', target);
    const shown = await new Browser().visit(`${pagesUrl}/log-in?then=${encodeURIComponent(target)}`);
    t.match(shown.html, /"\/log-in\/start\?then=%2F"/, target);
    const language = `${pagesUrl}/language/en?then=${encodeURIComponent(target)}`;
    t.equal((await new Browser().visit(language)).headers.location, '/', target);
  }
});

t.test('a provider that does not answer', async (t) => {
  const one = await startOne(t);
  const { behaviour } = one.provider;
  const browser = new Browser();
  behaviour.isSilent = true;
  const start = await browser.visit(`${one.node.pagesUrl}/log-in/start`);
  isRefused(t, browser, start, 'silent', 'at the start');
  behaviour.isSilent = false;
  const answers: readonly [name: string, failure: Failure, answer: typeof behaviour.answerCode][] = [
    ['hangs up', 'silent', (_, response) => response.destroy()],
    ['is broken', 'notCompleted', (_, response) => response.writeHead(500).end('<html>')],
    [
      'does not know us',
      'notCompleted',
      (_, response) => response.writeHead(401).end('{"error":"invalid_client"}'),
    ],
    [
      'gives no ID token',
      'notCompleted',
      (_, response) => response.end('{"access_token":"x","token_type":"Bearer"}'),
    ],
  ];
  for (const [name, failure, answer] of answers) {
    const query = (state: string) => {
      behaviour.answerCode = answer;
      return asItShouldBe(state);
    };
    isRefused(t, browser, await comeBack(one, browser, { query }), failure, name);
  }
  t.match(one.node.log.lines.join(), /"problem":"invalid_client"/, 'the log says what the provider said');
  t.equal((await comeBack(one, browser)).next, `${one.node.pagesUrl}/`, 'when all is well again');
});

t.test('forms', async (t) => {
  const one = await startOne(t);
  const { pagesUrl } = one.node;
  const { browser, first } = await logIn(one);
  const { formToken = '' } = hiddenIn(first.html);
  const other = hiddenIn((await logIn(one)).first.html).formToken ?? '';
  const noOrigin = { origin: null };
  const refused: readonly [name: string, formToken: string | null, headers: Record<string, string | null>][] =
    [
      ['no token', null, {}],
      ['an empty token', '', {}],
      ['a made-up token', 'x'.repeat(formToken.length), {}],
      ["another session's token", other, {}],
      ['from elsewhere', formToken, { origin: 'https://evil.example' }],
      ['from the same host at another port', formToken, { origin: 'http://127.0.0.1:9' }],
      ['from nowhere', formToken, { origin: 'null' }],
      ['from nowhere, they say', formToken, { ...noOrigin }],
      ['from elsewhere, they say', formToken, { ...noOrigin, 'sec-fetch-site': 'cross-site' }],
      ['from a neighbour, they say', formToken, { ...noOrigin, 'sec-fetch-site': 'same-site' }],
      ['from a typed address', formToken, { ...noOrigin, 'sec-fetch-site': 'none' }],
      ['from elsewhere, but the same', formToken, { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ];
  for (const path of ['/log-out', '/session'])
    for (const [name, token, headers] of refused) {
      const form = { ...(token === null ? {} : { formToken: token }) };
      const visit = await browser.visit(pagesUrl + path, { form, headers });
      t.strictSame(
        [visit.status, headingOf(visit)],
        [403, 'Det du skickade togs inte emot'],
        `${path}: ${name}`,
      );
    }
  const json = { 'content-type': 'application/json' };
  t.equal((await browser.visit(`${pagesUrl}/session`, { form: { formToken }, headers: json })).status, 415);
  const large = { formToken, x: 'x'.repeat(70_000) };
  t.equal((await browser.visit(`${pagesUrl}/session`, { form: large })).status, 413);
  t.equal((await browser.visit(pagesUrl + somePage)).status, 200, 'still logged in');
  const headers = { ...noOrigin, 'sec-fetch-site': 'same-origin' };
  const renewed = await browser.visit(`${pagesUrl}/session`, { form: { formToken }, headers });
  t.equal(renewed.status, 200, 'an older browser, that sends no origin');
  t.equal((await browser.visit(`${pagesUrl}/log-out`, { form: { formToken } })).status, 200);
});

t.test('time-out', async (t) => {
  const one = await startOne(t, { idleMs: 60_000, absoluteMs: 150_000 });
  const { pagesUrl } = one.node;
  const isIn = async (browser: Browser) => (await browser.visit(pagesUrl + somePage)).status === 200;
  const secondsLeft = async (browser: Browser) =>
    JSON.parse((await browser.visit(`${pagesUrl}/session`)).html);
  const idle = (await logIn(one)).browser;
  one.clock.advance(59);
  t.ok(await isIn(idle), 'a page within the time');
  one.clock.advance(59);
  t.strictSame(await secondsLeft(idle), { secondsLeft: 1 }, 'which begins anew with each page');
  one.clock.advance(1);
  t.equal((await idle.visit(`${pagesUrl}/session`)).status, 401, 'but not when a script asks');
  const back = await idle.open(`${pagesUrl}/?state=ready`);
  t.equal(back.url, `${pagesUrl}/log-in?then=${encodeURIComponent('/?state=ready')}`);
});

t.test('time-out in any case', async (t) => {
  const one = await startOne(t, { idleMs: 60_000, absoluteMs: 150_000 });
  const { pagesUrl } = one.node;
  const { browser, first } = await logIn(one);
  const { formToken = '' } = hiddenIn(first.html);
  for (const seconds of [50, 50, 49]) {
    one.clock.advance(seconds);
    t.equal((await browser.visit(`${pagesUrl}/session`, { form: { formToken } })).status, 200, 'renewed');
  }
  one.clock.advance(1);
  const sent = { form: { formToken }, headers: { referer: `${pagesUrl}/cases/new` } };
  const back = await browser.open(`${pagesUrl}/log-out`, sent);
  t.equal(back.url, `${pagesUrl}/log-in?then=%2Fcases%2Fnew`, 'back to the page with the form');
  t.match(back.html, /inte längre inloggad/);
  t.notMatch((await browser.open(back.url)).html, /inte längre inloggad/, 'said once');
});

t.test('each log-in is a new session', async (t) => {
  const one = await startOne(t);
  const { pagesUrl } = one.node;
  const { browser } = await logIn(one);
  const before = browser.cookies.get(session) ?? '';
  await comeBack(one, browser);
  t.not(browser.cookies.get(session), before);
  const thief = new Browser();
  thief.cookies.set(session, before);
  t.equal((await thief.visit(`${pagesUrl}/`)).status, 303, 'the old one has ended');
  thief.cookies.set(session, 'chosen-by-somebody');
  await comeBack(one, thief);
  t.not(thief.cookies.get(session), 'chosen-by-somebody');
  const again = await browser.visit(`${pagesUrl}/log-in?then=%2Fcases`);
  t.equal(again.headers.location, '/cases', 'who is logged in is not asked again');
});

t.test('a provider without log-out', async (t) => {
  const one = await startOne(t);
  const { about } = one.provider.behaviour;
  one.provider.behaviour.about = (issuer) => ({ ...about(issuer), end_session_endpoint: undefined });
  const { browser, first } = await logIn(one);
  const out = await browser.send(first);
  t.strictSame([out.status, headingOf(out)], [200, 'Du har loggat ut']);
  t.match(out.html, /inloggningstjänsten/);
  t.equal((await browser.visit(`${one.node.pagesUrl}/`)).status, 303);
});

t.test('what the provider is asked', async (t) => {
  const one = await startOne(t);
  const asked = await new Browser().visit(`${one.node.pagesUrl}/log-in/start`);
  const query = Object.fromEntries(new URL(asked.next ?? '').searchParams);
  t.match(query, {
    response_type: 'code',
    client_id: pagesClient,
    redirect_uri: `${one.node.pagesUrl}/log-in/callback`,
    scope: 'openid https://id.oidc.se/scope/naturalPersonOrgId',
    code_challenge_method: 'S256',
    code_challenge: /^[\w-]{43}$/,
    state: /^[\w-]{43}$/,
    nonce: /^[\w-]{43}$/,
    max_age: '1200',
    ui_locales: 'sv',
  });
  t.match(JSON.parse(query.claims ?? ''), { id_token: { acr: { essential: true, values: [/loa3$/] } } });
  t.notOk('prompt' in query || 'acr_values' in query);
});

t.test('cookies and headers', async (t) => {
  const one = await startOne(t, { origin: 'https://utbyte.test' });
  const { pagesUrl } = one.node;
  const browser = new Browser();
  const start = await browser.visit(`${pagesUrl}/log-in/start`);
  const flags = '; Path=/; HttpOnly; Secure; SameSite=Lax';
  t.match(String(start.headers['set-cookie']), /^__Host-storstad-stockholm-log-in=[\w-]+; Max-Age=600; /);
  const back = await comeBack(one, browser);
  const [cookie = ''] = [back.headers['set-cookie'] ?? []]
    .flat()
    .filter((each) => !each.includes('-log-in='));
  t.match(cookie, /^__Host-storstad-stockholm=[\w-]{43};/);
  t.equal(cookie.slice(cookie.indexOf(';')), flags, 'no domain, and gone with the browser');
  const pages = ['/', '/log-in', '/log-in/callback', '/logged-out', '/session'];
  for (const path of pages) {
    const { headers } = await new Browser().visit(pagesUrl + path);
    t.match(
      headers,
      {
        'content-security-policy':
          /^default-src 'none'; .*form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'permissions-policy': /camera=\(\)/,
      },
      path,
    );
  }
  t.notOk('content-security-policy' in (await new Browser().visit(`${one.node.deskUrl}/api-info`)).headers);
});

t.test('languages', async (t) => {
  const one = await startOne(t);
  const { pagesUrl } = one.node;
  const browser = new Browser();
  t.match((await browser.open(`${pagesUrl}/log-in`)).html, /<html lang="sv"/);
  const english = await browser.open(`${pagesUrl}/language/en?then=%2Flog-in`);
  t.match(english.html, /<html lang="en"/);
  t.equal((await browser.visit(`${pagesUrl}/language/de`)).status, 404);
  t.equal(headingOf(await browser.open(`${pagesUrl}/log-in/callback`)), 'The log-in came to an end');
});

t.test('nothing of anybody is in the log', async (t) => {
  const one = await startOne(t);
  await logIn(one);
  await comeBack(one, new Browser(), { changes: { claims: { sub: 'test-social-worker', acr: 'x' } } });
  const log = one.node.log.lines.join('\n');
  t.match(log, /finishLogIn/);
  for (const secret of ['Testperson', 'test-social-worker', 'JARVA', 'eyJ', 'code']) {
    const without = log.replaceAll('"code":"', '');
    t.notOk(without.includes(secret), secret);
  }
});

t.test('a node without pages', async (t) => {
  const cities = await startCities(t, { cities: ['stockholm'] });
  const { deskUrl } = cities.node('stockholm');
  for (const path of ['/', '/log-in', '/log-in/start', '/session'])
    t.equal((await new Browser().visit(deskUrl.replace('/desk/v1', path))).status, 404, path);
});
