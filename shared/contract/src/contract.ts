import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { operations as DeskOperations, Role } from './generated/desk.js';
import type { operations as PeerOperations } from './generated/peer.js';
import type { OpenApiDocument, OperationObject } from './openapi-document.js';

/** The id of an operation of the desk, as in openapi/desk.yaml. */
export type DeskOperationId = keyof DeskOperations;

/** The id of an operation of the peer door, as in openapi/peer.yaml. */
export type PeerOperationId = keyof PeerOperations;

/** One thing that can be asked for at a door. */
export interface ContractOperation<Id extends string = string> {
  readonly operationId: Id;
  readonly method: string;
  /** As in the contract: `/cases/{caseId}`. */
  readonly path: string;
  /** As a route is written: `/cases/:caseId`. */
  readonly fastifyPath: string;
  readonly hasBody: boolean;
  /** The one media type in which a body is taken; null when there is none. */
  readonly requestMediaType: string | null;
  /** The most bytes of a body, where the contract names it (x-max-bytes); otherwise the door's own limit holds. */
  readonly requestMaxBytes: number | null;
  /** Anyone may ask, without a token or a signature. */
  readonly public: boolean;
  readonly roles: readonly Role[];
  /** Codes of the rules that can stop it. */
  readonly refusals: readonly string[];
  readonly successStatus: number;
  /** The media type of its answer when it has done what was asked for. */
  readonly successMediaType: string;
}

/** A contract as it is served: its exact bytes, their digest, and what can be asked for. */
export interface Contract<Id extends string = string> {
  readonly document: OpenApiDocument;
  readonly bytes: Buffer;
  readonly digest: `sha-256:${string}`;
  readonly version: string;
  readonly operations: ReadonlyMap<Id, ContractOperation<Id>>;
}

/** Staff and case systems to their own city's node. */
export const deskContract: Contract<DeskOperationId> = load('desk');

/** City to city. */
export const peerContract: Contract<PeerOperationId> = load('peer');

function load<Id extends string>(name: string): Contract<Id> {
  const bytes = readFileSync(new URL(`../generated/${name}.json`, import.meta.url));
  const document: OpenApiDocument = JSON.parse(bytes.toString());
  return {
    document,
    bytes,
    digest: `sha-256:${createHash('sha256').update(bytes).digest('hex')}`,
    version: document.info.version,
    operations: new Map(operationsOf<Id>(document).map((operation) => [operation.operationId, operation])),
  };
}

function operationsOf<Id extends string>(document: OpenApiDocument): ContractOperation<Id>[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describe<Id>(document, path, method, operation)),
  );
}

function describe<Id extends string>(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: OperationObject,
): ContractOperation<Id> {
  const successStatus = Object.keys(operation.responses).find((status) => status.startsWith('2')) ?? '';
  const success = operation.responses[successStatus];
  const [successMediaType = 'application/json'] =
    success && 'content' in success ? Object.keys(success.content ?? {}) : [];
  const [taken] = Object.entries(operation.requestBody?.content ?? {});
  return {
    operationId: operation.operationId as Id,
    method: method.toUpperCase(),
    path,
    fastifyPath: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    hasBody: operation.requestBody !== undefined,
    requestMediaType: taken?.[0] ?? null,
    requestMaxBytes: taken?.[1]['x-max-bytes'] ?? null,
    public: operation.security?.length === 0,
    roles: (document['x-roles']?.[operation.operationId] ?? []) as Role[],
    refusals: operation['x-refusals'] ?? [],
    successStatus: Number(successStatus),
    successMediaType,
  };
}
