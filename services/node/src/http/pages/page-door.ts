import { timingSafeEqual } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Node } from '../../node.js';
import { answerProblem } from '../server.js';
import { formTokenField } from './components/forms.js';
import { formOf, takeForms } from './form.js';
import { documentOf } from './layout.js';
import { withThen } from './local-path.js';
import { addLogIn, type LogInHook } from './log-in.js';
import { cookieNames } from './log-in-cookies.js';
import { answerFailure } from './log-in-page.js';
import type { PageSettings } from './page-settings.js';
import { publicProblemPage } from './problem-page.js';
import { addReaderLanguage } from './reader-language.js';
import { makeSessions, type Session, type Sessions } from './session.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in; null before a page has let them in. */
    session: Session | null;
  }
}

/** How somebody comes in to the pages. */
export interface PageDoor {
  readonly sessions: Sessions;
  /** An onRequest hook for a page: sets `request.session` and renews it, or sends the browser to log in. */
  letIn(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** An onRequest hook for what a script asks for by itself: the session is not renewed. */
  letInQuietly(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** A preHandler hook for every POST: answers one that was not sent from a page of this session. */
  onlyFromOwnPage(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

/**
 * Adds to a scope of its own what every page rests on: cookies, forms, security headers, sessions, and the log-in.
 * `onLogIn` is told of every log-in.
 */
export async function pageDoor(
  app: FastifyInstance,
  node: Node,
  settings: PageSettings,
  { onLogIn }: { readonly onLogIn?: LogInHook } = {},
): Promise<PageDoor> {
  const names = cookieNames(node.city, settings.origin);
  const sessions = makeSessions(settings, () => node.clock.wall().getTime());
  takeForms(app);
  await app.register(fastifyCookie);
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders));
  addReaderLanguage(app, names, settings.language);
  app.addHook('onRequest', async ({ words }, reply) => {
    reply.problemPage = (parts) => documentOf(publicProblemPage(words, node.city, parts));
  });
  const door: PageDoor = {
    sessions,
    async letIn(request, reply) {
      request.session = sessionOf(request, true);
      if (!request.session) return reply.redirect(logInFor(request, settings.origin), 303);
    },
    async letInQuietly(request, reply) {
      request.session = sessionOf(request, false);
      if (!request.session) return answerProblem(request, reply, 'NOT_AUTHENTICATED');
    },
    async onlyFromOwnPage(request, reply) {
      if (!isFromOwnPage(request, settings.origin, formOf(request).get(formTokenField)))
        return answerFailure(request, reply, node.city, 'not-from-own-page');
    },
  };
  addLogIn(app, node, settings, { door, names, ...(onLogIn ? { onLogIn } : {}) });
  addSessionTime(app, door, () => node.clock.wall().getTime());
  return door;

  function sessionOf(request: FastifyRequest, renew: boolean): Session | null {
    return sessions.find(request.cookies[names.session] ?? '', { renew }) ?? null;
  }
}

/**
 * Whether a form was sent from a page of the request's own session: browsers say from which origin, or at least that it is
 * the same, and the page had the session's token.
 */
export function isFromOwnPage(
  { headers, session }: Pick<FastifyRequest, 'headers' | 'session'>,
  origin: string,
  formToken: string | null,
): boolean {
  const isOwn =
    headers.origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : headers.origin === origin;
  return isOwn && session !== null && formToken !== null && isSame(formToken, session.formToken);
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** After the log-in the reader is back on the page: the one that was asked for, or the one whose form was sent. */
function logInFor({ method, url, headers }: FastifyRequest, origin: string): string {
  const { referer = '' } = headers;
  const sentFrom = referer.startsWith(`${origin}/`) ? referer.slice(origin.length) : '/';
  return withThen('/log-in', method === 'GET' ? url : sentFrom);
}

/** How long the session lasts if nothing is done, for the warning before time-out; and the way to prolong it. */
function addSessionTime(app: FastifyInstance, door: PageDoor, now: () => number): void {
  const answer = ({ session }: FastifyRequest, reply: FastifyReply) => {
    const secondsLeft = session ? Math.max(0, Math.floor((door.sessions.endsAt(session) - now()) / 1000)) : 0;
    return reply.header('content-type', 'application/json').send(JSON.stringify({ secondsLeft }));
  };
  app.get('/session', { config: { operation: 'getSession' }, onRequest: door.letInQuietly }, answer);
  app.post(
    '/session',
    { config: { operation: 'renewSession' }, onRequest: door.letIn, preHandler: door.onlyFromOwnPage },
    answer,
  );
}

const csp = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** With `no-referrer` browsers would say `Origin: null` of our own forms. */
const securityHeaders = {
  'content-security-policy': csp,
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
};
