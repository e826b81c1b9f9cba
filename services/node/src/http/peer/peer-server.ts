import {
  type PeerOperationId,
  type ProblemCode,
  peerContract,
  requestValidator,
  responseValidator,
  type SignedDocument,
} from '@storstad/contract';
import { signResponse } from '@storstad/signing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { receiveMessage } from '../../commands/receive-message.js';
import type { Node } from '../../node.js';
import { apiInfo } from '../about.js';
import { languageOf, type ProblemParts, problem } from '../problem.js';
import { readBody } from '../read-body.js';
import { answerProblem, makeServer, notJsonType } from '../server.js';
import { traceIdOf } from '../trace.js';
import { type AuthenticatePeer, makeAuthenticatePeer, type SignedBy } from './authenticate-peer.js';

const bodyLimit = 256 * 1024;

/** The peer door: the other cities' nodes, by openapi/peer.yaml and nothing else. */
export function makePeerServer(node: Node): FastifyInstance {
  const app = makeServer('peer', bodyLimit, '*', node.log);
  const authenticate = makeAuthenticatePeer(node.own, node.members, node.clock);
  const prefix = new URL(node.own.peerUrl).pathname;
  const handlers: Readonly<
    Record<PeerOperationId, (request: FastifyRequest, reply: FastifyReply) => unknown>
  > = {
    getPeerApiInfo: (_request, reply) =>
      reply.header('content-type', 'application/json').send(JSON.stringify(apiInfo(node, peerContract))),
    getPeerContract: (_request, reply) =>
      reply.header('content-type', 'application/json').send(peerContract.bytes),
    deliverMessage: signedOnly(node, authenticate, deliverMessage(node)),
  };
  for (const { method, fastifyPath, operationId } of peerContract.operations.values())
    app.route({
      method: method as 'GET',
      url: `${prefix}${fastifyPath}`,
      config: { operation: operationId },
      handler: handlers[operationId],
    });
  app.setNotFoundHandler(
    signedOnly(node, authenticate, (request, reply, by) =>
      answerSigned(node, request, reply, by, { code: 'NOT_FOUND' }),
    ),
  );
  return app;
}

type SignedHandler = (request: FastifyRequest, reply: FastifyReply, by: SignedBy) => unknown;

/** Signature first, over the raw bytes, whatever is asked for: a stranger is not even told what there is. */
function signedOnly(node: Node, authenticate: AuthenticatePeer, handle: SignedHandler) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const by = await authenticate(request);
    if (!('problem' in by)) return answering(node, request, reply, by, handle);
    node.log.warn({ door: 'peer', code: by.problem }, 'a request without a good signature');
    return answerProblem(request, reply, by.problem);
  };
}

/** Whatever happens from here on is answered with a signature, a fault of this node too. */
async function answering(
  node: Node,
  request: FastifyRequest,
  reply: FastifyReply,
  by: SignedBy,
  handle: SignedHandler,
) {
  try {
    return await handle(request, reply, by);
  } catch (fault) {
    node.log.error({ door: 'peer', traceId: traceIdOf(request.traceparent), fault }, 'a fault in this node');
    return answerSigned(node, request, reply, by, { code: 'INTERNAL_ERROR' });
  }
}

/** Then the content type and JSON, then the contract, then the message. */
function deliverMessage(node: Node): SignedHandler {
  const violationsOf = requestValidator(peerContract, 'deliverMessage');
  const answerViolations = responseValidator(peerContract, 'deliverMessage', 200);
  return async (request, reply, by) => {
    const refuse = (parts: ProblemParts) => answerSigned(node, request, reply, by, parts);
    if (!isJson(request)) return refuse({ code: 'UNSUPPORTED_MEDIA_TYPE', violations: [notJsonType] });
    const body = readBody(request.body);
    if (!body.ok) return refuse({ code: body.code, violations: body.violations });
    const violations = violationsOf({ params: {}, query: request.query, headers: {}, body: body.value });
    if (violations.length > 0) return refuse({ code: 'REQUEST_INVALID', violations });
    const outcome = await receiveMessage(node, by.peer, body.value as SignedDocument, request.traceparent);
    if ('noReceipt' in outcome) return refuse({ code: outcome.noReceipt, facts: outcome.facts });
    const [wrong] = answerViolations(outcome);
    if (wrong) throw new Error(`A receipt does not follow the contract at ${wrong.at}`);
    return sendSigned(node, reply, by, 200, 'application/json', outcome);
  };
}

const isJson = (request: FastifyRequest) =>
  request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/json';

function answerSigned(
  node: Node,
  request: FastifyRequest,
  reply: FastifyReply,
  by: SignedBy,
  parts: ProblemParts & { readonly code: ProblemCode },
) {
  request.problemCode = parts.code;
  const body = problem(parts, languageOf(request.headers['accept-language']));
  return sendSigned(node, reply, by, body.status, 'application/problem+json', body);
}

function sendSigned(
  node: Node,
  reply: FastifyReply,
  by: SignedBy,
  status: number,
  contentType: string,
  content: object,
) {
  const body = Buffer.from(JSON.stringify(content));
  const { targetUri, signature } = by;
  const signed = signResponse({
    status,
    contentType,
    body,
    request: { method: 'POST', targetUri, signature },
    key: node.secrets.signingKey,
    now: node.clock.wall(),
  });
  return reply
    .code(status)
    .headers({ ...signed, 'content-type': contentType })
    .send(body);
}
