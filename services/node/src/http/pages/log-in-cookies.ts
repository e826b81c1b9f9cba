import type { CookieSerializeOptions } from '@fastify/cookie';
import type { City } from '../../domain/values.js';
import type { Pending } from './open-id.js';

/** The cookies of one city's pages: who is logged in, the log-in under way, and the chosen language. */
export interface CookieNames {
  readonly session: string;
  readonly pending: string;
  readonly language: string;
  readonly options: CookieSerializeOptions;
}

/**
 * With TLS the names have a prefix by which browsers see to it that no other host can set them. A rehearsal's cities
 * share a host, and cookies do not tell ports apart: so the city is in the name.
 */
export function cookieNames(city: City, origin: string): CookieNames {
  const secure = origin.startsWith('https:');
  const session = `${secure ? '__Host-' : ''}storstad-${city}`;
  return {
    session,
    pending: `${session}-log-in`,
    language: `${session}-language`,
    // Lax, so that a link in a mail finds a person logged in, and the provider's answer its log-in.
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  };
}

/** How long a log-in may take. */
export const pendingMaxAgeInS = 10 * 60;

/** The log-in under way as it stands in its cookie. */
export const writePending = (pending: Pending): string =>
  Buffer.from(JSON.stringify(pending)).toString('base64url');

/** Reads the cookie; undefined when there is none, or none of ours. */
export function readPending(cookie: string | undefined): Pending | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString());
    const { state, nonce, verifier, target } = read as Record<keyof Pending, unknown>;
    const texts = [state, nonce, verifier, target];
    return texts.every((text) => typeof text === 'string') ? (read as Pending) : undefined;
  } catch {
    return undefined;
  }
}
