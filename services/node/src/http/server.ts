import type { ProblemCode, Violation } from '@storstad/contract';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import type { Log } from '../log.js';
import { languageOf, type ProblemParts, problemStatus, sendProblem } from './problem.js';
import { continueTrace, traceIdOf } from './trace.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C trace context of this request, made or carried on. */
    traceparent: string;
    /** The problem code that the request was answered with, for the log. */
    problemCode: string | null;
  }
  interface FastifyReply {
    /** Where people read, a problem is answered with a page instead of JSON: the whole document. */
    problemPage: ((parts: ProblemParts) => string) | null;
  }
  interface FastifyContextConfig {
    operation?: string;
    /** The one media type in which a body is taken, if another than JSON. */
    mediaType?: string;
  }
}

/**
 * A door of the node. Fastify's own validator is not used: it drops unknown fields and turns texts into numbers. Bodies
 * of the given content type (`*` for any) reach the handlers as the raw bytes that came in.
 */
export function makeServer(
  door: 'desk' | 'peer',
  bodyLimit: number,
  bodyType: 'application/json' | '*',
  log: Log,
): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit,
    requestTimeout: 15_000,
    connectionTimeout: 0,
    keepAliveTimeout: 10_000,
    http: { connectionsCheckingInterval: 1_000, headersTimeout: 4_000 },
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 100 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    // An address that cannot be read is answered before any hook runs, and Fastify itself would quote it.
    frameworkErrors: (fault, request, reply) => {
      begin(request, reply);
      answerFault(fault, request, reply);
      logAnswer(request, reply);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(bodyType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.decorateRequest('traceparent', '');
  app.decorateRequest('problemCode', null);
  app.decorateReply('problemPage', null);
  app.addHook('onRequest', async (request, reply) => begin(request, reply));
  app.addHook('onResponse', async (request, reply) => logAnswer(request, reply));
  app.setErrorHandler(answerFault);
  return app;

  function logAnswer(request: FastifyRequest, reply: FastifyReply) {
    log.info(
      {
        door,
        operation: request.routeOptions.config.operation ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        traceId: traceIdOf(request.traceparent),
        ...(request.problemCode ? { code: request.problemCode } : {}),
      },
      'answered',
    );
  }

  function answerFault(fault: Fault, request: FastifyRequest, reply: FastifyReply) {
    const { code, violations = [] } = readFault(fault, request.routeOptions?.config.mediaType);
    const traceId = traceIdOf(request.traceparent);
    if (code === 'INTERNAL_ERROR') log.error({ door, traceId, fault }, 'a fault in this node');
    return answerProblem(request, reply, code, { violations });
  }
}

/** What holds for every answer. */
function begin(request: FastifyRequest, reply: FastifyReply): void {
  request.traceparent = continueTrace(request.headers.traceparent);
  reply.header('traceparent', request.traceparent);
  reply.header('cache-control', 'no-store');
  reply.header('x-content-type-options', 'nosniff');
}

/** Answers with a problem in the reader's language, and keeps its code for the log. */
export function answerProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  rest: Omit<ProblemParts, 'code'> = {},
) {
  request.problemCode = code;
  if (reply.problemPage)
    return reply
      .code(problemStatus(code))
      .header('content-type', 'text/html; charset=utf-8')
      .send(reply.problemPage({ code, ...rest }));
  return sendProblem(reply, { code, ...rest }, languageOf(request.headers['accept-language']));
}

interface Fault {
  readonly code?: string;
  readonly statusCode?: number;
}

/** Fastify's own faults at the door that are the caller's, with their place; everything else is ours. */
function readFault(
  { code, statusCode }: Fault,
  mediaType = 'application/json',
): { code: ProblemCode; violations?: Violation[] } {
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'UNSUPPORTED_MEDIA_TYPE', violations: [mustBeOfType(mediaType)] };
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'BODY_TOO_LARGE', violations: [{ at: '', message: 'is over the limit' }] };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return invalid('header/content-length', 'is not the length of the body');
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return invalid('path', 'is not an address here');
    default:
      return statusCode !== undefined && statusCode >= 400 && statusCode < 500
        ? { code: 'REQUEST_INVALID' }
        : { code: 'INTERNAL_ERROR' };
  }
}

/**
 * Adds a route whose bodies come in another media type than the door's, with a limit of their own. They too reach the
 * handler as the raw bytes.
 */
export function addRouteOfType(app: FastifyInstance, mediaType: string, route: RouteOptions): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({ ...route, config: { ...route.config, mediaType } });
  });
}

const mustBeOfType = (mediaType: string): Violation => ({
  at: 'header/content-type',
  message: `must be ${mediaType}`,
});

/** The place of a wrong content type. */
export const notJsonType: Violation = mustBeOfType('application/json');

const invalid = (at: string, message: string) => ({
  code: 'REQUEST_INVALID' as const,
  violations: [{ at, message }],
});
