import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { Digest } from './digest.js';

/** Exact bytes and the signature over them, as @storstad/signing makes them. */
export interface SignedBytes {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

/**
 * The lines of the file in which a city hands out a statement: its head, the cost lines in order of booking day and id, its
 * end. Each is one exact text, so that a reader who writes it again from what it says finds every change of form.
 */
export const statementHead = (document: unknown, signatures: readonly SignedBytes[]): string =>
  `{"kind":"statement","statement":${canonicalJson(document)},"signatures":[${signatures.map(signedText).join()}]}\n`;

/**
 * A cost line as its city signed it.
 *
 * @param digestSoFar of the lines up to this one. Nobody has signed the booking day of a line by itself; with this a
 *   change of it is seen at the line and not only in the sum of all.
 */
export const statementLine = (bookedOn: string, signed: SignedBytes, digestSoFar: Digest): string =>
  `{"kind":"line","bookedOn":${JSON.stringify(bookedOn)},"signed":${signedText(signed)},"digestSoFar":"${digestSoFar}"}\n`;

/** The end, without which a file is not whole. */
export const statementEnd = (lines: number): string => `{"kind":"end","lines":${lines}}\n`;

const signedText = ({ protected: header, payload, signature }: SignedBytes): string =>
  JSON.stringify({ protected: header, payload, signature });

/**
 * The digest of a statement's lines (`linesDigest` of a StatementDocument), taken as they come: of each, in order, the
 * RFC 8785 JSON of `{bookedOn, line}` and a line feed.
 */
export class LinesDigest {
  readonly #hash: Hash = createHash('sha256');

  /** @param payload the exact bytes that were signed: the RFC 8785 JSON of the line. */
  add(bookedOn: string, payload: Uint8Array): this {
    this.#hash
      .update(`{"bookedOn":${JSON.stringify(bookedOn)},"line":`)
      .update(payload)
      .update('}\n');
    return this;
  }

  /** Of the lines so far. */
  value(): Digest {
    return `sha-256:${this.#hash.copy().digest('hex')}` as Digest;
  }
}
