import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { type MemberCard, type Message, type MessageType, peerContract } from '@storstad/contract';
import { seal } from '@storstad/signing';
import type { Member } from '../../src/members.js';
import { type Plan, signByHand } from './rfc9421.js';

/** A city without a node: its keys are the test's, and so is everything that it says. */
export class HandMadeCity {
  readonly #sealingKey = generateKeyPairSync('x25519').publicKey;

  constructor(
    readonly city: string,
    readonly key: KeyObject = generateKeyPairSync('ed25519').privateKey,
    readonly contractDigest: string | null = peerContract.digest,
  ) {}

  /** RFC 7638 thumbprint of the signing key. */
  get kid(): string {
    return kidOf(this.key);
  }

  get card(): MemberCard {
    return {
      city: this.city,
      name: `Staden ${this.city}`,
      organisationNumber: '000000-0000',
      peerUrl: `https://${this.city}.example/peer/v1`,
      signingKeys: [publicJwkOf(this.key) as MemberCard['signingKeys'][number]],
      sealingKey: this.#sealingKey.export({ format: 'jwk' }) as MemberCard['sealingKey'],
      contracts: this.contractDigest ? [signedContract(this, this.contractDigest)] : [],
    };
  }

  /** The envelope of a message, with its content sealed to the city that it is for; any part can be another. */
  message(to: Member, type: MessageType, content: unknown, changes: Partial<Message> = {}): Message {
    const { id = randomUUID(), thread = `cases/${randomUUID()}` } = changes;
    const context = { from: this.city, to: to.city, thread, messageId: id };
    return {
      id,
      type,
      thread,
      from: this.city,
      to: to.city,
      sentAt: '2025-01-13T08:00:00.000Z',
      contract: peerContract.digest,
      previous: null,
      seen: null,
      sealed: seal(JSON.stringify(content), to.sealingKey, context),
      ...changes,
    };
  }

  /** The body of a request that hands over a payload, signed as a document. */
  document(payload: object | string, typ = 'storstad-message+json', key = this.key): Buffer {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return Buffer.from(JSON.stringify(signDocumentByHand(text, typ, key)));
  }

  /** The headers that sign a body for a city's peer door. */
  signed(to: Member, body: Buffer, now: Date, plan: Plan = {}) {
    return signByHand({ targetUri: `${to.peerUrl}/messages`, body, now }, this, plan);
  }
}

export const payloadDigest = (payload: object) =>
  `sha-256:${createHash('sha256').update(JSON.stringify(payload)).digest('hex')}`;

/** The private key of a city whose keys lie in a file, or of a vector. */
export const privateKeyOf = (jwk: object): KeyObject => createPrivateKey({ format: 'jwk', key: { ...jwk } });

const publicJwkOf = (key: KeyObject) => createPublicKey(key).export({ format: 'jwk' });

function kidOf(key: KeyObject): string {
  const { x } = publicJwkOf(key);
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
}

/** A flattened JWS (RFC 7515 §7.2.2) by node:crypto alone. */
export function signDocumentByHand(payload: string, typ: string, key: KeyObject) {
  const part = (text: string) => Buffer.from(text).toString('base64url');
  const header = part(JSON.stringify({ alg: 'EdDSA', kid: kidOf(key), typ }));
  const signature = sign(null, Buffer.from(`${header}.${part(payload)}`), key).toString('base64url');
  return { protected: header, payload: part(payload), signature };
}

function signedContract({ city, key }: HandMadeCity, digest: string) {
  const signedAt = '2025-01-01T00:00:00Z';
  const word = { contract: 'peer', version: peerContract.version, digest, city, signedAt };
  return signDocumentByHand(JSON.stringify(word), 'storstad-contract+json', key);
}
