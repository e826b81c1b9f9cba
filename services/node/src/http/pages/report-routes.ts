import { type DeskRequest, deskContract, requestValidator } from '@storstad/contract';
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { getReport } from '../../commands/reports.js';
import { isRefusal } from '../../domain/refusal.js';
import type { Node } from '../../node.js';
import { languageOf } from '../problem.js';
import { answerProblem } from '../server.js';
import { reportPage } from './report-page.js';

const operation = 'getReport';
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The report as a page, for whoever may ask for getReport. It stands beside the contract, which describes no HTML
 * (DIGG's profile).
 */
export function addReportPages(
  app: FastifyInstance,
  node: Node,
  { prefix, letIn }: { readonly prefix: string; readonly letIn: onRequestAsyncHookHandler },
): void {
  const violationsOf = requestValidator(deskContract, operation);
  app.get(
    `${prefix}/reports/:agreementId/page`,
    { config: { operation }, onRequest: letIn },
    async (request, reply) => {
      const parts = { params: request.params, query: request.query, headers: {}, body: undefined };
      const violations = violationsOf(parts);
      if (violations.length > 0) return answerProblem(request, reply, 'REQUEST_INVALID', { violations });
      if (!request.staff) throw new Error('A page without staff');
      const { staff, traceparent } = request;
      const language = languageOf(request.headers['accept-language']);
      const asked = parts as unknown as DeskRequest<typeof operation>;
      const report = await getReport(node, { ...asked, operation, staff, traceparent, language });
      if (isRefusal(report)) return answerProblem(request, reply, report.refusal, { facts: report.facts });
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-language', language)
        .header('vary', 'accept-language')
        .header('content-security-policy', contentSecurityPolicy)
        .header('referrer-policy', 'no-referrer')
        .send(reportPage(report, language));
    },
  );
}
