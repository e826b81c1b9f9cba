import type { DeskOperationId, DeskRequest, DeskResponse, Problem } from '@storstad/contract';
import { Agent, fetch } from 'undici';
import { deskAudience } from './cities.js';
import { json, requestLine } from './desk-operations.js';
import { parsePersona, personaSecret } from './persona.js';

/** What came back from a desk. */
export interface DeskAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: unknown;
}

/** What is sent along with a request, by name. */
export interface DeskInput {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** The typed request to one operation; a part that the operation does not have may be left out. */
export type TypedRequest<Op extends DeskOperationId> = Partial<DeskRequest<Op>>;

/** A desk has refused what a rehearsal takes for granted. */
export class DeskRefusal extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

// No connection is kept: a node that is killed and started again must not be met on an old one.
const dispatcher = new Agent({ pipelining: 0 });

/** Asks the cities' desks for things, as one persona or another. */
export class DeskClient {
  readonly #tokens = new Map<string, { value: string; renewAt: number }>();

  constructor(
    private readonly issuer: string,
    private readonly deskUrlOf: (city: string) => string,
  ) {}

  /** Asks for an operation and answers whatever comes. */
  async call(as: string, operation: DeskOperationId, input: DeskInput = {}): Promise<DeskAnswer> {
    const { method, target, mediaType: sent } = requestLine(operation, input.parameters ?? {});
    const token = await this.#token(as);
    const url = this.deskUrlOf(cityOf(as)) + target;
    const response = await fetch(url, {
      method,
      dispatcher,
      headers: {
        authorization: `Bearer ${token}`,
        ...(input.body === undefined ? {} : { 'content-type': sent }),
      },
      body: bodyOf(input.body, sent),
    }).catch((error: Error) => noAnswer(url, error));
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    return { status: response.status, mediaType, body: readJson(await response.text()) };
  }

  /** Asks for an operation that must be done; rejects with the problem when it is not. */
  async must<Op extends DeskOperationId>(
    as: string,
    operation: Op,
    { params, query, body }: TypedRequest<Op> = {},
  ): Promise<DeskResponse<Op>> {
    const answer = await this.call(as, operation, { parameters: { ...params, ...query }, body });
    if (answer.status >= 200 && answer.status < 300) return answer.body as DeskResponse<Op>;
    const problem = answer.body as Partial<Problem> | undefined;
    const reason = `${problem?.code ?? ''} ${problem?.detail ?? problem?.title ?? ''}`.trim();
    throw new DeskRefusal(`${operation} as ${as} was refused (${answer.status}): ${reason}`, problem?.code);
  }

  /** Fetches the persona's token beforehand, so that a later call is nothing but the call. */
  async logIn(as: string): Promise<void> {
    await this.#token(as);
  }

  async #token(as: string): Promise<string> {
    const known = this.#tokens.get(as);
    if (known && known.renewAt > Date.now()) return known.value;
    const { access_token, expires_in } = await fetchToken(this.issuer, as);
    this.#tokens.set(as, { value: access_token, renewAt: Date.now() + expires_in * 500 });
    return access_token;
  }
}

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly error?: string;
}

async function fetchToken(issuer: string, as: string): Promise<TokenAnswer> {
  const form = {
    grant_type: 'client_credentials',
    client_id: as,
    client_secret: personaSecret,
    resource: deskAudience(cityOf(as)),
  };
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    dispatcher,
  }).catch((error: Error) => noAnswer(issuer, error));
  const answer = (await response.json()) as TokenAnswer;
  if (!response.ok) throw new Error(`The identity provider gave ${as} no token: ${answer.error}`);
  return answer;
}

function cityOf(as: string): string {
  const persona = parsePersona(as);
  if (!persona)
    throw new Error(`${as} is no persona; write role@city/UNIT, such as social-worker@stockholm/JARVA`);
  return persona.city;
}

function noAnswer(url: string, error: Error): never {
  const { cause } = error;
  throw new Error(`no answer from ${url}: ${cause instanceof Error ? cause.message : error.message}`);
}

/** A file's text goes as it is. */
function bodyOf(body: unknown, mediaType: string): string | null {
  if (body === undefined) return null;
  return typeof body === 'string' && mediaType !== json ? body : JSON.stringify(body);
}

function readJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
