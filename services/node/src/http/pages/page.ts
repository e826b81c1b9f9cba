import { type ContractOperation, deskContract } from '@storstad/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { StaffOperationId } from '../../commands/desk-commands.js';
import type { FileAnswer } from '../../commands/files.js';
import type { Node } from '../../node.js';
import type { Language } from '../../texts.js';
import { answerFile } from '../desk/answer-file.js';
import { type NotDone, operationRunner } from '../desk/run-operation.js';
import { statusOf } from '../problem.js';
import { documentOf } from './layout.js';
import { problemPage } from './problem-page.js';
import type { Operations, Reader } from './reader.js';
import type { Session } from './session.js';
import { wordsIn } from './words.js';

/** What a page is made from. */
export interface PageRequest {
  readonly reader: Reader;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What a form has sent; empty for a page that is only read. */
  readonly entries: URLSearchParams;
}

/** What is answered: a page, another address to go to, a file, or why there is none of these. */
export type PageAnswer =
  | { readonly page: VNode; readonly problem?: NotDone }
  | { readonly seeOther: string }
  | { readonly file: FileAnswer; readonly mediaType: string }
  | NotDone;

/** Makes a page. */
export type PageHandler = (request: PageRequest) => Promise<PageAnswer> | PageAnswer;

/** The pages of a node and their door, to which pages are added. */
export interface Pages {
  /** A page to read. */
  get(path: string, handler: PageHandler): void;
  /** Where a form of the same path is sent. */
  post(path: string, handler: PageHandler): void;
}

/** What the door has found out of who asks, before any page is made. */
export interface PageDoor {
  readonly letIn: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  readonly sessionOf: (request: FastifyRequest) => Session;
  readonly languageOf: (request: FastifyRequest) => Language;
  /** The entries of a form that was sent from a page of this session; null for any other. */
  readonly entriesOf: (request: FastifyRequest) => URLSearchParams | null;
}

/** Pages of a node, for whoever the door lets in. */
export function pagesOf(app: FastifyInstance, node: Node, door: PageDoor): Pages {
  const operations = operationsOf(node);
  const add = (method: 'GET' | 'POST', url: string, handler: PageHandler) =>
    app.route({
      method,
      url,
      config: { operation: `${method} ${url}` },
      onRequest: door.letIn,
      handler: async (request, reply) => {
        const session = door.sessionOf(request);
        const { searchParams: query } = new URL(request.url, 'http://page.invalid');
        const reader: Reader = {
          node,
          session,
          words: wordsIn[door.languageOf(request)],
          traceparent: request.traceparent,
          path: request.url.split('?')[0] ?? '/',
          notice: query.get('done'),
          operations,
        };
        const entries = method === 'POST' ? door.entriesOf(request) : new URLSearchParams();
        const params = request.params as Record<string, string>;
        const answer = entries
          ? await handler({ reader, params, query, entries })
          : ({ ok: false, code: 'NOT_PERMITTED', facts: {}, violations: [] } satisfies NotDone);
        return send(request, reply, reader, answer);
      },
    });
  return {
    get: (path, handler) => void add('GET', path, handler),
    post: (path, handler) => void add('POST', path, handler),
  };
}

function operationsOf(node: Node): Operations {
  const ofStaff = [...deskContract.operations.values()].filter((operation) => !operation.public);
  return new Map(
    ofStaff.map((operation) => [
      operation.operationId,
      operationRunner(node, operation as ContractOperation<StaffOperationId>),
    ]),
  );
}

function send(request: FastifyRequest, reply: FastifyReply, reader: Reader, answer: PageAnswer) {
  if ('seeOther' in answer) return reply.redirect(answer.seeOther, 303);
  if ('file' in answer) return answerFile(reply, answer.file, { status: 200, mediaType: answer.mediaType });
  const problem = 'page' in answer ? answer.problem : answer;
  if (problem) request.problemCode = problem.code;
  const page = 'page' in answer ? answer.page : problemPage(reader, answer);
  return reply
    .code(problem ? statusOf[problem.code] : 200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-language', reader.words.language)
    .send(documentOf(page));
}
