/**
 * HTTP Message Signatures written out by hand from RFC 9421 §2.5 with node:crypto alone, so that the product's own
 * library is not its own judge.
 */
import { createHash, type KeyObject, randomUUID, sign, verify } from 'node:crypto';

type Fields = Readonly<Record<string, string>>;

/** How a request is signed; what is left out is as the contract asks. */
export interface Plan {
  readonly method?: string;
  readonly contentType?: string;
  readonly created?: number;
  readonly lifetime?: number;
  readonly nonce?: string;
  readonly kid?: string;
  readonly key?: KeyObject;
  readonly covered?: readonly string[];
}

export const contentDigest = (body: Uint8Array) =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

/** The headers of a signed request. */
export function signByHand(
  { targetUri, body, now }: { targetUri: string; body: Uint8Array; now: Date },
  signer: { key: KeyObject; kid: string },
  plan: Plan = {},
): Fields {
  const { method = 'POST', contentType = 'application/json', nonce = randomUUID() } = plan;
  const created = plan.created ?? Math.floor(now.getTime() / 1000);
  const covered = plan.covered ?? ['@method', '@target-uri', 'content-type', 'content-digest'];
  const plain = { 'content-type': contentType, 'content-digest': contentDigest(body) };
  const values: Fields = { '@method': method, '@target-uri': targetUri, ...plain };
  const list = `(${covered.map((name) => `"${name}"`).join(' ')})`;
  const times = `;created=${created};expires=${created + (plan.lifetime ?? 30)}`;
  const parameters = `${list}${times};nonce="${nonce}";keyid="${plan.kid ?? signer.kid}";tag="storstad-peer"`;
  const lines = covered.map((name) => `"${name}": ${values[name]}`);
  const base = [...lines, `"@signature-params": ${parameters}`].join('\n');
  const signature = sign(null, Buffer.from(base), plan.key ?? signer.key).toString('base64');
  return { ...plain, 'signature-input': `hand=${parameters}`, signature: `hand=:${signature}:` };
}

export interface SignedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Uint8Array;
}

/** Whether an answer is signed by a key, over its status, its body and the signature of the request it answers. */
export function isSignedAnswer(answer: SignedAnswer, request: Fields, key: KeyObject): boolean {
  const header = (name: string) => String(answer.headers[name] ?? '');
  const [, parameters = ''] = /^[a-z0-9]+=(\(.*)$/.exec(header('signature-input')) ?? [];
  const [, signature = ''] = /^[a-z0-9]+=:(.*):$/.exec(header('signature')) ?? [];
  const [, label, signed = ''] = /^([a-z0-9]+)=(.*)$/.exec(request.signature ?? '') ?? [];
  const covered = [...parameters.matchAll(/"([^"]+)"((?:;req|;key="[^"]+")*)(?=[ )])/g)];
  const values: Fields = {
    '"@status"': String(answer.status),
    '"content-type"': header('content-type'),
    '"content-digest"': header('content-digest'),
    [`"signature";req;key="${label}"`]: signed,
  };
  const names = covered.map(([, name, flags]) => `"${name}"${flags}`);
  if (names.toSorted().join() !== Object.keys(values).toSorted().join()) return false;
  if (header('content-digest') !== contentDigest(answer.bytes)) return false;
  const lines = names.map((name) => `${name}: ${values[name]}`);
  const base = [...lines, `"@signature-params": ${parameters}`].join('\n');
  return verify(null, Buffer.from(base), key, Buffer.from(signature, 'base64'));
}
