import { type ContractOperation, deskContract } from '@storstad/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { PublicOperationId, StaffOperationId } from '../../commands/desk-commands.js';
import type { Config } from '../../config.js';
import type { Staff } from '../../domain/access.js';
import type { Node } from '../../node.js';
import { apiInfo } from '../about.js';
import { addAssets } from '../pages/assets.js';
import type { PageSettings } from '../pages/page-settings.js';
import { addPages, answerAsPage } from '../pages/pages.js';
import { addReportPages } from '../pages/report-routes.js';
import { languageOf } from '../problem.js';
import { readBody, readTextBody } from '../read-body.js';
import { addRouteOfType, answerProblem, makeServer } from '../server.js';
import { answerFile } from './answer-file.js';
import { authenticateStaff, useStaffTokens } from './authenticate-staff.js';
import { operationRunner } from './run-operation.js';

declare module 'fastify' {
  interface FastifyRequest {
    staff: Staff | null;
  }
}

const bodyLimit = 64 * 1024;
const prefix = '/desk/v1';
const json = 'application/json';

/**
 * The desk: every operation of openapi/desk.yaml, and none else, is a route. A request passes the token, the role
 * matrix (x-roles), the contract; then the command of the same name does it. The pages for staff stand beside it.
 */
export function makeDeskServer(node: Node, config: Config, pages: PageSettings | null): FastifyInstance {
  const app = makeServer('desk', bodyLimit, json, node.log);
  app.setNotFoundHandler((request, reply) => {
    if (pages && !request.url.startsWith(prefix)) answerAsPage(reply, node.city, pages.language);
    return answerProblem(request, reply, 'NOT_FOUND');
  });
  app.decorateRequest('staff', null);
  const tokens = useStaffTokens(app, config);
  for (const operation of deskContract.operations.values()) {
    const { method, fastifyPath, operationId, requestMediaType, requestMaxBytes } = operation;
    const handler = operation.public
      ? publicHandler(node, operationId as PublicOperationId, tokens.ready)
      : staffHandler(node, operation as ContractOperation<StaffOperationId>);
    const route: RouteOptions = {
      method: method as 'GET',
      url: `${prefix}${fastifyPath}`,
      config: { operation: operationId },
      ...(operation.public ? {} : { onRequest: letIn(node, operation) }),
      bodyLimit: requestMaxBytes ?? bodyLimit,
      handler,
    };
    if (requestMediaType === null || requestMediaType === json) app.route(route);
    else addRouteOfType(app, requestMediaType, route);
    // A platform's probes look at the root.
    if (fastifyPath.startsWith('/health/'))
      app.get(fastifyPath, { config: { operation: operationId } }, handler);
  }
  const report = deskContract.operations.get('getReport') as ContractOperation;
  addReportPages(app, node, { prefix, letIn: letIn(node, report) });
  addAssets(app);
  if (pages) addPages(app, node, pages);
  return app;
}

/** Nobody without a valid token, nor without a role that the matrix names. Before the body is read. */
function letIn(node: Node, operation: ContractOperation) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const arrival = await authenticateStaff(request, node.own.organisationNumber);
    if (typeof arrival === 'string') {
      reply.header('www-authenticate', 'Bearer');
      return answerProblem(request, reply, arrival);
    }
    const roles = arrival.roles.filter((role) => operation.roles.includes(role));
    if (roles.length === 0) return answerProblem(request, reply, 'NOT_PERMITTED');
    request.staff = { ...arrival, roles };
  };
}

function staffHandler<Op extends StaffOperationId>(node: Node, operation: ContractOperation<Op>) {
  const run = operationRunner(node, operation);
  const { requestMediaType, successStatus, successMediaType } = operation;
  const takesFile = requestMediaType !== null && requestMediaType !== json;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const body = takesFile ? readTextBody(request.body) : readBody(request.body);
    if (!body.ok) return answerProblem(request, reply, body.code, body);
    if (!request.staff) throw new Error('A staff operation without staff');
    const { params, query, staff, traceparent } = request;
    const language = languageOf(request.headers['accept-language']);
    const done = await run({ params, query, body: body.value, staff, traceparent, language });
    if (!done.ok) return answerProblem(request, reply, done.code, done);
    if (done.file)
      return answerFile(reply, done.file, { status: successStatus, mediaType: successMediaType });
    return reply.code(successStatus).header('content-type', json).send(JSON.stringify(done.answer));
  };
}

function publicHandler(node: Node, operationId: PublicOperationId, providerReady: () => Promise<boolean>) {
  return async (_request: FastifyRequest, reply: FastifyReply) => {
    reply.header('content-type', 'application/json');
    switch (operationId) {
      case 'getApiInfo':
        return reply.send(JSON.stringify(apiInfo(node, deskContract)));
      case 'getContract':
        return reply.send(deskContract.bytes);
      case 'getLiveness':
        return reply.send(JSON.stringify({ status: 'ok', checks: [] }));
      case 'getReadiness': {
        const checks = [
          { name: 'store', ok: storeAnswers(node) },
          { name: 'identity-provider', ok: await providerReady() },
        ];
        const ok = checks.every((check) => check.ok);
        return reply.code(ok ? 200 : 503).send(JSON.stringify({ status: ok ? 'ok' : 'failing', checks }));
      }
    }
  };
}

function storeAnswers(node: Node): boolean {
  try {
    return node.store.db.$client.prepare('SELECT 1').pluck().get() === 1;
  } catch {
    return false;
  }
}
