import {
  type Imported,
  importOpeningKey,
  importSealingKey,
  importSigningKey,
  importVerifyKey,
  makeKeyPair,
  publicJwk,
} from '../src/index.js';

/** The key of an import that must succeed. */
export function keyOf<K>(imported: Imported<K>): K {
  if (!imported.ok) throw new Error(imported.problem);
  return imported.key;
}

/** A new pair of keys to sign and verify with. */
export function newSigner() {
  const jwk = makeKeyPair('signing');
  return { jwk, signing: keyOf(importSigningKey(jwk)), verifying: keyOf(importVerifyKey(publicJwk(jwk))) };
}

/** A new pair of keys to seal and open with. */
export function newSealer() {
  const jwk = makeKeyPair('sealing');
  return { jwk, opening: keyOf(importOpeningKey(jwk)), sealing: keyOf(importSealingKey(publicJwk(jwk))) };
}

/** A text with one bit of one character's code flipped, for every character and several bits. */
export function* oneBitFlips(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    for (const bit of [1, 2, 4, 8, 16, 32, 64]) {
      yield text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bit) + text.slice(at + 1);
    }
  }
}
