import type { AddressInfo } from 'node:net';
import type { Role } from '@storstad/contract';
import type { Test } from 'tap';
import type { Unit } from '../../src/domain/values.js';
import { pagesOf } from '../../src/http/pages/page.js';
import { addPages } from '../../src/http/pages/pages.js';
import { makeSessions, type Session } from '../../src/http/pages/session.js';
import { makeServer } from '../../src/http/server.js';
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

/** Opens the pages of a node without the log-in: whoever a test says is let in. Through real HTTP. */
export async function openPages(t: Test, { node }: CityNode, language: Language = 'sv') {
  const app = makeServer('desk', 64 * 1024, '*', node.log);
  const sessions = makeSessions({ idleMs: 1e9, absoluteMs: 1e9 }, Date.now);
  const sessionOf = (id: unknown): Session => {
    const session = sessions.find(String(id), { renew: true });
    if (!session) throw new Error('Nobody is logged in');
    return session;
  };
  const pages = pagesOf(app, node, {
    letIn: async () => undefined,
    sessionOf: ({ headers }) => sessionOf(headers['x-session']),
    languageOf: () => language,
    entriesOf: ({ body }) => new URLSearchParams(String(body ?? '')),
  });
  addPages(pages);
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const as = (member: StaffMember, subject = `${member.roles[0]}.1@test`) => {
    const staff = { subject, roles: member.roles as Role[], units: member.units as Unit[] };
    const { id } = sessions.begin({ staff, name: 'Testperson Handläggare', idToken: '' });
    const ask = async (path: string, init: RequestInit): Promise<Shown> => {
      const answer = await fetch(origin + path, {
        redirect: 'manual',
        headers: { 'x-session': id },
        ...init,
      });
      const html = await answer.text();
      const text = html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
      return { status: answer.status, html, text, location: answer.headers.get('location') };
    };
    return {
      get: (path: string) => ask(path, {}),
      post: (path: string, entries: Record<string, string | string[]>) =>
        ask(path, {
          method: 'POST',
          headers: { 'x-session': id, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(
            Object.entries(entries).flatMap(([name, of]) => [of].flat().map((one) => [name, one])),
          ).toString(),
        }),
    };
  };
  return { origin, as };
}
