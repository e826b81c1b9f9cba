import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Node } from '../../node.js';
import { type Arrival, arrivalFrom } from '../arrival.js';
import { localPath } from './local-path.js';
import { type CookieNames, pendingMaxAgeInS, readPending, writePending } from './log-in-cookies.js';
import {
  answerFailure,
  answerPage,
  LoggedOutPage,
  LoggingOutPage,
  type LogInFailure,
  LogInPage,
} from './log-in-page.js';
import { callbackPath, type Identified, loggedOutPath, makeOpenIdClient } from './open-id.js';
import type { PageDoor } from './page-door.js';
import type { PageSettings } from './page-settings.js';

/** Told of everyone who has logged in, before they see a page. */
export type LogInHook = (node: Node, arrival: Arrival) => void | Promise<void>;

interface LogInParts {
  readonly door: PageDoor;
  readonly names: CookieNames;
  readonly onLogIn?: LogInHook;
}

type WithThen = { Querystring: { then?: string; 'someone-else'?: string } };

/** The ways in and out: a page to log in from, the provider's answer, and the log-out, here and there. */
export function addLogIn(
  app: FastifyInstance,
  node: Node,
  settings: PageSettings,
  { door, names, onLogIn }: LogInParts,
): void {
  const { city } = node;
  const provider = makeOpenIdClient(settings, (problem) =>
    node.log.warn({ door: 'desk', problem }, 'the identity provider did not log somebody in or out'),
  );
  const fail = (request: FastifyRequest, reply: FastifyReply, failure: LogInFailure) =>
    answerFailure(request, reply, city, failure);
  const route = (operation: string) => ({ config: { operation } });

  app.get<WithThen>('/log-in', route('showLogIn'), (request, reply) => {
    const target = localPath(request.query.then);
    const id = request.cookies[names.session];
    if (id && door.sessions.find(id, { renew: false })) return reply.redirect(target, 303);
    if (id) reply.clearCookie(names.session, names.options);
    const limits = id === undefined ? null : settings;
    return answerPage(reply, LogInPage({ words: request.words, city, target, ended: limits }));
  });

  app.get<WithThen>('/log-in/start', route('startLogIn'), async (request, reply) => {
    const { query, words } = request;
    const begun = await provider.begin({
      target: localPath(query.then),
      language: words.language,
      asSomeoneElse: query['someone-else'] !== undefined,
    });
    if (!begun) return fail(request, reply, 'provider-silent');
    return reply
      .setCookie(names.pending, writePending(begun.pending), { ...names.options, maxAge: pendingMaxAgeInS })
      .redirect(begun.url, 303);
  });

  app.get(callbackPath, route('finishLogIn'), async (request, reply) => {
    const pending = readPending(request.cookies[names.pending]);
    reply.clearCookie(names.pending, names.options);
    const { searchParams } = new URL(request.url, settings.origin);
    if (!pending || searchParams.get('state') !== pending.state) return fail(request, reply, 'took-too-long');
    const found = await provider.finish(`?${searchParams}`, pending);
    if ('problem' in found) return fail(request, reply, found.problem);
    const staff = arrivalFrom(found.claims, node.own.organisationNumber);
    if (!staff) return fail(request, reply, 'wrong-city');
    if (staff.roles.length === 0) return fail(request, reply, 'no-role');
    await onLogIn?.(node, staff);
    // Never the session that the browser came with: somebody else may know it.
    door.sessions.end(request.cookies[names.session] ?? '');
    const { id } = door.sessions.begin({ staff, name: nameOf(found), idToken: found.idToken });
    return reply.setCookie(names.session, id, names.options).redirect(localPath(pending.target), 303);
  });

  app.post(
    '/log-out',
    { ...route('logOut'), onRequest: door.letIn, preHandler: door.onlyFromOwnPage },
    async (request, reply) => {
      const { session, words } = request;
      if (!session) throw new Error('A log-out without a session');
      door.sessions.end(session.id);
      reply.clearCookie(names.session, names.options);
      const url = await provider.logOutUrl(session.idToken);
      // No redirect: browsers hold it against form-action, and so would every host that the provider sends on to.
      if (url)
        return answerPage(reply.header('refresh', `0; url=${url}`), LoggingOutPage({ words, city, url }));
      return answerPage(reply, LoggedOutPage({ words, city, onlyHere: true }));
    },
  );

  app.get(loggedOutPath, route('showLoggedOut'), ({ words }, reply) =>
    answerPage(reply, LoggedOutPage({ words, city, onlyHere: false })),
  );
}

/** What the provider calls the person, for themselves to see. */
function nameOf({ claims: { name, sub } }: Identified): string {
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : String(sub);
}
