import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Role } from '@storstad/contract';
import type { Test } from 'tap';
import type { Unit } from '../../src/domain/values.js';
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

const origin = 'http://pages.test';

/**
 * Opens the pages of a node behind their own door, through real HTTP. Whoever a test says has a session already; how one
 * gets it is log-in.test.ts.
 */
export async function openPages(t: Test, { node }: CityNode, language: Language = 'sv') {
  const app = makeServer('desk', 64 * 1024, '*', node.log);
  let sessions: Sessions | undefined;
  const settings = settingsIn(language);
  addAssets(app);
  app.register(async (scope) => {
    const door = await pageDoor(scope, node, settings);
    sessions = door.sessions;
    addEveryPage(pagesOf(scope, node, door));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const names = cookieNames(node.city, origin);

  /** Somebody with a session of these roles and units. */
  const as = (member: StaffMember, subject = `${member.roles[0]}.1@test`) => {
    const staff = { subject, roles: member.roles as Role[], units: member.units as Unit[] };
    const session = sessions?.begin({ staff, name: 'Testperson Handläggare', idToken: '' });
    if (!session) throw new Error('The pages are not open');
    const { id, formToken } = session;
    const ask = async (path: string, init: RequestInit = {}): Promise<Shown> => {
      const headers = { cookie: `${names.session}=${id}`, origin, ...init.headers };
      const answer = await fetch(url + path, { redirect: 'manual', ...init, headers });
      const html = await answer.text();
      const text = html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
      return { status: answer.status, html, text, location: answer.headers.get('location') };
    };
    return {
      get: (path: string) => ask(path),
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
  return { as };
}

/** As of a city whose identity provider is never asked. */
function settingsIn(language: Language): PageSettings {
  const logInKey = importLogInKey(makeLogInKey());
  if (!logInKey) throw new Error('A key that cannot be used');
  return {
    origin,
    clientId: randomBytes(4).toString('hex'),
    issuer: 'http://127.0.0.1:9',
    tokenAlgorithm: 'ES256',
    language,
    idleMs: 1_200_000,
    absoluteMs: 28_800_000,
    logInKey,
  };
}
