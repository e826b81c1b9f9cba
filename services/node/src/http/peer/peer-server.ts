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
import { answerProblem, makeServer, readBody } from '../server.js';
import { makeAuthenticatePeer, type SignedBy } from './authenticate-peer.js';

const bodyLimit = 256 * 1024;

/** The peer door: the other cities' nodes, by openapi/peer.yaml and nothing else. */
export function makePeerServer(node: Node): FastifyInstance {
  const app = makeServer('peer', bodyLimit, node.log);
  const prefix = new URL(node.own.peerUrl).pathname;
  const handlers: Readonly<
    Record<PeerOperationId, (request: FastifyRequest, reply: FastifyReply) => unknown>
  > = {
    getPeerApiInfo: (_request, reply) =>
      reply.header('content-type', 'application/json').send(JSON.stringify(apiInfo(node, peerContract))),
    getPeerContract: (_request, reply) =>
      reply.header('content-type', 'application/json').send(peerContract.bytes),
    deliverMessage: deliverMessage(node),
  };
  for (const { method, fastifyPath, operationId } of peerContract.operations.values())
    app.route({
      method: method as 'GET',
      url: `${prefix}${fastifyPath}`,
      config: { operation: operationId },
      handler: handlers[operationId],
    });
  return app;
}

/** Signature first, over the raw bytes; then JSON, then the contract, then the message. */
function deliverMessage(node: Node) {
  const authenticate = makeAuthenticatePeer(node.own, node.members, node.clock);
  const violationsOf = requestValidator(peerContract, 'deliverMessage');
  const answerViolations = responseValidator(peerContract, 'deliverMessage', 200);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const by = await authenticate(request);
    if ('problem' in by) {
      node.log.warn({ door: 'peer', code: by.problem }, 'a request without a good signature');
      return answerProblem(request, reply, by.problem);
    }
    const refuse = (parts: ProblemParts) => answerSigned(node, request, reply, by, parts);
    const body = readBody(request.body);
    if (!body.ok) return refuse({ code: body.code });
    const violations = violationsOf({ params: {}, query: request.query, headers: {}, body: body.value });
    if (violations.length > 0) return refuse({ code: 'REQUEST_INVALID', violations });
    const outcome = await receiveMessage(node, by.peer, body.value as SignedDocument, request.traceparent);
    if ('noReceipt' in outcome) return refuse({ code: outcome.noReceipt, facts: outcome.facts });
    const [wrong] = answerViolations(outcome);
    if (wrong) throw new Error(`A receipt does not follow the contract at ${wrong.at}`);
    return sendSigned(node, reply, by, 200, 'application/json', outcome);
  };
}

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
