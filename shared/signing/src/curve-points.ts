/** The two curves that keys may be on (RFC 8037). */
export type Curve = 'Ed25519' | 'X25519';

/** The length of a public or a private key on either curve (RFC 8032 §5.1.5, RFC 7748 §5). */
export const KEY_BYTES = 32;

/**
 * Whether a public key must not be trusted although it has the right length: it is of small order,
 * so that one signature suits every message (Ed25519) or the shared secret is known to all
 * (X25519), or it is not written in the one canonical way, so that it would be a second name for
 * some other key.
 *
 * @param point the 32 bytes of the key, little-endian (RFC 8032 §5.1.2, RFC 7748 §5).
 */
export function isWeakPoint(curve: Curve, point: Uint8Array): boolean {
  const coordinate = littleEndian(curve === 'Ed25519' ? withoutSignBit(point) : point);
  return coordinate >= FIELD_PRIME || SMALL_ORDER[curve].has(coordinate);
}

const FIELD_PRIME = 2n ** 255n - 19n;

/** The y (Ed25519) and the u (X25519) of every point whose order divides 8. */
const SMALL_ORDER: Record<Curve, ReadonlySet<bigint>> = {
  Ed25519: new Set([
    0n,
    1n,
    FIELD_PRIME - 1n,
    0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
    0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  ]),
  X25519: new Set([
    0n,
    1n,
    FIELD_PRIME - 1n,
    0x00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0n,
    0x57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5fn,
  ]),
};

/** The last bit of an Ed25519 key is the sign of x, not a part of y. */
function withoutSignBit(point: Uint8Array): Uint8Array {
  return point.map((byte, index) => (index === KEY_BYTES - 1 ? byte & 0x7f : byte));
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}
