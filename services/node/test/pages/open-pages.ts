import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Role } from '@storstad/contract';
import type { Test } from 'tap';
import type { Unit } from '../../src/domain/values.js';
import { addAccessibilityPage } from '../../src/http/pages/accessibility-page.js';
import { addAssets } from '../../src/http/pages/assets.js';
import { cookieNames } from '../../src/http/pages/log-in-cookies.js';
import { pagesOf } from '../../src/http/pages/page.js';
import { pageDoor } from '../../src/http/pages/page-door.js';
import type { PageSettings } from '../../src/http/pages/page-settings.js';
import { addEveryPage } from '../../src/http/pages/pages.js';
import type { Sessions } from '../../src/http/pages/session.js';
import { makeServer } from '../../src/http/server.js';
import { importLogInKey, makeLogInKey } from '../../src/log-in-key.js';
import type { Language } from '../../src/texts.js';
import type { CityNode } from '../helpers/city-nodes.js';
import type { StaffMember } from '../helpers/identity-provider.js';

/** An answer to a reader of pages. */
export interface Shown {
  readonly status: number;
  readonly html: string;
  /** What is read, without tags and with single blanks. */
  readonly text: string;
  readonly location: string | null;
}

/** A cookie that a browser can be given. */
export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  readonly url: string;
  readonly httpOnly: boolean;
  readonly sameSite: 'Lax';
}

/**
 * Opens the pages of a node behind their own door, through real HTTP. Whoever a test says has a session already; how one
 * gets it is log-in.test.ts.
 */
export async function openPages(t: Test, { node }: CityNode, language: Language = 'sv') {
  const app = makeServer('desk', 64 * 1024, '*', node.log);
  let sessions: Sessions | undefined;
  let url = 'http://pages.test';
  const posts: string[] = [];
  // Where the pages are is known when they are open.
  const settings = settingsIn(language, () => url);
  addAssets(app);
  app.register(async (scope) => {
    scope.addHook('onRoute', ({ method, path }) => {
      if (method === 'POST') posts.push(path);
    });
    addAccessibilityPage(scope, node);
    const door = await pageDoor(scope, node, settings);
    sessions = door.sessions;
    addEveryPage(pagesOf(scope, node, door));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const names = cookieNames(node.city, url);

  /** Somebody with a session of these roles and units. */
  const as = (member: StaffMember, subject = `${member.roles[0]}.1@test`) => {
    const staff = { subject, roles: member.roles as Role[], units: member.units as Unit[] };
    const session = sessions?.begin({ staff, name: 'Testperson Handläggare', idToken: '' });
    if (!session) throw new Error('The pages are not open');
    const { id, formToken } = session;
    const ask = async (path: string, init: RequestInit = {}): Promise<Shown> => {
      const headers = { cookie: `${names.session}=${id}`, origin: url, ...init.headers };
      const answer = await fetch(url + path, { redirect: 'manual', ...init, headers });
      const html = await answer.text();
      const text = html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
      return { status: answer.status, html, text, location: answer.headers.get('location') };
    };
    const { httpOnly = false } = names.options;
    const cookie: SessionCookie = { name: names.session, value: id, url, httpOnly, sameSite: 'Lax' };
    return {
      cookie,
      formToken,
      /** In a language, whatever the pages' own is. */
      getIn: (chosen: Language, path: string) =>
        ask(path, { headers: { cookie: `${names.session}=${id}; ${names.language}=${chosen}` } }),
      get: (path: string) => ask(path),
      /** Sends a form with files in it. */
      upload: (path: string, entries: Readonly<Record<string, string | Blob>>) => {
        const body = new FormData();
        for (const [name, value] of Object.entries({ formToken, ...entries })) body.append(name, value);
        return ask(path, { method: 'POST', body });
      },
      post: (path: string, entries: Readonly<Record<string, string | string[]>>) =>
        ask(path, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(
            Object.entries({ formToken, ...entries }).flatMap(([name, of]) =>
              [of].flat().map((one) => [name, one]),
            ),
          ).toString(),
        }),
    };
  };
  return {
    url,
    /** Every path that takes what a form sends. */
    posts,
    as,
  };
}

export type OpenPages = Awaited<ReturnType<typeof openPages>>;
export type PageReader = ReturnType<OpenPages['as']>;

/** As of a city whose identity provider is never asked. */
function settingsIn(language: Language, originNow: () => string): PageSettings {
  const logInKey = importLogInKey(makeLogInKey());
  if (!logInKey) throw new Error('A key that cannot be used');
  return {
    get origin() {
      return originNow();
    },
    clientId: randomBytes(4).toString('hex'),
    issuer: 'http://127.0.0.1:9',
    tokenAlgorithm: 'ES256',
    language,
    idleMs: 1_200_000,
    absoluteMs: 28_800_000,
    logInKey,
  };
}
