import { type ContractOperation, deskContract } from '@storstad/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { StaffOperationId } from '../../commands/desk-commands.js';
import type { FileAnswer } from '../../commands/files.js';
import type { Node } from '../../node.js';
import { answerFile } from '../desk/answer-file.js';
import { type NotDone, operationRunner } from '../desk/run-operation.js';
import { problemStatus } from '../problem.js';
import { formOf } from './form.js';
import { documentOf } from './layout.js';
import type { PageDoor } from './page-door.js';
import { problemPage } from './problem-page.js';
import type { Operations, Reader } from './reader.js';

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
  /** For the script of the pages alone. */
  | { readonly json: object }
  | NotDone;

/** Makes a page. */
export type PageHandler = (request: PageRequest) => Promise<PageAnswer> | PageAnswer;

/** The pages of a node and their door, to which pages are added. */
export interface Pages {
  /** A page to read. */
  get(path: string, handler: PageHandler): void;
  /** What the script asks for again and again by itself: it does not keep the session alive. */
  poll(path: string, handler: PageHandler): void;
  /** Where a form of the same path is sent; `largest` in bytes, for one that needs more room than others. */
  post(path: string, handler: PageHandler, room?: { readonly largest: number }): void;
}

/** In bytes. A form with many long texts in it, with each letter outside ASCII in six characters, must have room. */
const largestForm = 512 * 1024;

/** Pages of a node, for whoever the door lets in. */
export function pagesOf(app: FastifyInstance, node: Node, door: PageDoor): Pages {
  const operations = operationsOf(node);
  const handled = (handler: PageHandler) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { searchParams: query } = new URL(request.url, 'http://page.invalid');
    const reader = readerOf(request, query, node, operations);
    const params = request.params as Record<string, string>;
    return send(request, reply, reader, await handler({ reader, params, query, entries: formOf(request) }));
  };
  const optionsOf = (method: string, path: string) => ({
    config: { operation: `${method} ${path}` },
    onRequest: door.letIn,
  });
  return {
    get: (path, handler) => void app.get(path, optionsOf('GET', path), handled(handler)),
    poll: (path, handler) =>
      void app.get(path, { ...optionsOf('GET', path), onRequest: door.letInQuietly }, handled(handler)),
    post: (path, handler, { largest } = { largest: largestForm }) =>
      void app.post(
        path,
        { ...optionsOf('POST', path), preHandler: door.onlyFromOwnPage, bodyLimit: largest },
        handled(handler),
      ),
  };
}

function readerOf(
  { session, words, traceparent, url }: FastifyRequest,
  query: URLSearchParams,
  node: Node,
  operations: Operations,
): Reader {
  if (!session) throw new Error('A page without a session');
  const path = url.split('?')[0] ?? '/';
  const notice = query.get('done');
  return { node, session, words, traceparent, path, address: addressOf(path, query), notice, operations };
}

/** What was just done is said once. */
function addressOf(path: string, query: URLSearchParams): string {
  const kept = new URLSearchParams(query);
  kept.delete('done');
  return kept.size > 0 ? `${path}?${kept}` : path;
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
  if ('json' in answer)
    return reply.header('content-type', 'application/json').send(JSON.stringify(answer.json));
  const problem = 'page' in answer ? answer.problem : answer;
  if (problem) request.problemCode = problem.code;
  const page = 'page' in answer ? answer.page : problemPage(reader, answer);
  return reply
    .code(problem ? problemStatus(problem.code) : 200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-language', reader.words.language)
    .send(documentOf(page));
}
