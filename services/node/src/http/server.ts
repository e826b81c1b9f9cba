import type { ProblemCode } from '@storstad/contract';
import { parseJsonStrictly } from '@storstad/evidence';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Log } from '../log.js';
import { languageOf, sendProblem } from './problem.js';
import { continueTrace, traceIdOf } from './trace.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C trace context of this request, made or carried on. */
    traceparent: string;
    /** The problem code that the request was answered with, for the log. */
    problemCode: string | null;
  }
  interface FastifyContextConfig {
    operation?: string;
  }
}

/**
 * A door of the node. Fastify's own validator is not used: it drops unknown fields and turns texts into numbers. Bodies
 * reach the handlers as the raw bytes that came in.
 */
export function makeServer(door: 'desk' | 'peer', bodyLimit: number, log: Log): FastifyInstance {
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
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.decorateRequest('traceparent', '');
  app.decorateRequest('problemCode', null);
  app.addHook('onRequest', async (request, reply) => {
    request.traceparent = continueTrace(request.headers.traceparent);
    reply.header('traceparent', request.traceparent);
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async (request, reply) => {
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
  });
  app.setNotFoundHandler((request, reply) => answerProblem(request, reply, 'NOT_FOUND'));
  app.setErrorHandler((fault: { code?: string; statusCode?: number }, request, reply) => {
    const code = faultCode(fault);
    const traceId = traceIdOf(request.traceparent);
    if (code === 'INTERNAL_ERROR') log.error({ door, traceId, fault }, 'a fault in this node');
    return answerProblem(request, reply, code);
  });
  return app;
}

/** Answers with a problem in the reader's language, and keeps its code for the log. */
export function answerProblem(
  request: FastifyRequest,
  reply: Parameters<typeof sendProblem>[0],
  code: ProblemCode,
  rest: Omit<Parameters<typeof sendProblem>[1], 'code'> = {},
) {
  request.problemCode = code;
  return sendProblem(reply, { code, ...rest }, languageOf(request.headers['accept-language']));
}

/** Fastify's own faults at the door that are the caller's; everything else is ours. */
function faultCode(fault: { code?: string; statusCode?: number }): ProblemCode {
  switch (fault.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return 'UNSUPPORTED_MEDIA_TYPE';
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return 'BODY_TOO_LARGE';
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return 'REQUEST_INVALID';
    default:
      return fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500
        ? 'REQUEST_INVALID'
        : 'INTERNAL_ERROR';
  }
}

export type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: 'NOT_JSON' | 'DUPLICATE_KEY' | 'REQUEST_INVALID' };

/** The JSON of a raw body, strictly: a repeated key is an error. No body is undefined. */
export function readBody(raw: unknown): ReadBody {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return { ok: true, value: undefined };
  const json = parseJsonStrictly(raw.toString('utf8'));
  if (json.ok) return json;
  return { ok: false, code: json.problem === 'TOO_DEEP' ? 'REQUEST_INVALID' : json.problem };
}
