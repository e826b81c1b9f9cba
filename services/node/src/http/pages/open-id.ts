import * as openId from 'openid-client';
import type { Language } from '../../texts.js';
import { affiliation } from '../arrival.js';
import type { PageSettings } from './page-settings.js';

/** A log-in under way: what the browser keeps until it comes back, so that only this browser can end it. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The local address to go to afterwards. */
  readonly target: string;
}

/** What the identity provider says of somebody, in an ID token that holds. */
export interface Identified {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly idToken: string;
}

/** Why the identity provider's answer did not identify anybody. */
export type NotIdentified = 'provider-silent' | 'took-too-long' | 'not-completed' | 'low-assurance';

export interface LogInAsked {
  readonly target: string;
  readonly language: Language;
  /** The person wants to be somebody else than the one whom the provider may remember. */
  readonly asSomeoneElse: boolean;
}

/** The pages' side of OpenID Connect (code flow, PKCE, private_key_jwt), by the profile of OIDC Sweden. */
export interface OpenIdClient {
  /** Where to send the browser, and what it must bring back; null when the provider does not answer. */
  begin(asked: LogInAsked): Promise<{ readonly url: string; readonly pending: Pending } | null>;
  /** Fetches the ID token for what the browser came back with (`?…`) and checks all that it must hold. */
  finish(search: string, pending: Pending): Promise<Identified | { readonly problem: NotIdentified }>;
  /** Where the browser goes to be logged out there too; null when the provider has no such place or does not answer. */
  logOutUrl(idToken: string): Promise<string | null>;
}

/** Levels of assurance from 3 up. */
const acceptedLevels: readonly unknown[] = [
  'http://id.elegnamnden.se/loa/1.0/loa3',
  'http://id.elegnamnden.se/loa/1.0/loa4',
  'http://id.swedenconnect.se/loa/1.0/uncertified-loa3',
  'http://id.swedenconnect.se/loa/1.0/loa3-nonresident',
  'http://id.sambi.se/loa/loa3',
];

const scope = 'openid https://id.oidc.se/scope/naturalPersonOrgId';

/** Asked for by name, since what a scope gives may otherwise only be had by a further call. */
const claims = JSON.stringify({
  id_token: {
    acr: { essential: true, values: acceptedLevels },
    [affiliation]: { essential: true },
    name: null,
    roles: null,
    units: null,
  },
});

const longestIdTokenLifeInS = 5 * 60;
const answersWithinS = 5;
const metadataIsNewForMs = 60 * 60 * 1000;

/** Where the provider sends the browser after log-in and log-out; registered there, to the letter. */
export const callbackPath = '/log-in/callback';
export const loggedOutPath = '/logged-out';

/** `tell` is given the code of what went wrong at the provider, for the log. */
export function makeOpenIdClient(settings: PageSettings, tell: (problem: string) => void): OpenIdClient {
  const { origin, idleMs } = settings;
  const provider = rememberedFor(metadataIsNewForMs, () => discover(settings));
  const find = () =>
    provider().catch((fault: unknown) => {
      tell(codeOf(fault));
      return null;
    });
  // Whoever has been away for longer than a session lasts must show who they are, whatever the provider remembers.
  const maxAge = Math.ceil(idleMs / 1000);
  return {
    async begin({ target, language, asSomeoneElse }) {
      const found = await find();
      if (!found) return null;
      const [state, nonce] = [openId.randomState(), openId.randomNonce()];
      const verifier = openId.randomPKCECodeVerifier();
      const url = openId.buildAuthorizationUrl(found, {
        redirect_uri: origin + callbackPath,
        scope,
        claims,
        state,
        nonce,
        code_challenge: await openId.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        max_age: String(maxAge),
        ui_locales: language,
        ...(asSomeoneElse ? { prompt: 'login' } : {}),
      });
      return { url: url.href, pending: { state, nonce, verifier, target } };
    },
    async finish(search, { state, nonce, verifier }) {
      const found = await find();
      if (!found) return { problem: 'provider-silent' };
      try {
        const tokens = await openId.authorizationCodeGrant(found, new URL(search, origin + callbackPath), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          maxAge,
        });
        return identified(tokens);
      } catch (fault) {
        tell(codeOf(fault));
        return { problem: problemOf(fault) };
      }
    },
    async logOutUrl(idToken) {
      const found = await find();
      if (!found?.serverMetadata().end_session_endpoint) return null;
      const asked = { id_token_hint: idToken, post_logout_redirect_uri: origin + loggedOutPath };
      return openId.buildEndSessionUrl(found, asked).href;
    },
  };
}

/** The library has checked signature, issuer, audience, nonce and time; here is what the profile asks beyond. */
function identified(
  tokens: openId.TokenEndpointResponse & openId.TokenEndpointResponseHelpers,
): Identified | { readonly problem: NotIdentified } {
  const claims = tokens.claims();
  if (!claims || !tokens.id_token || claims.exp - claims.iat > longestIdTokenLifeInS)
    return { problem: 'not-completed' };
  if (!acceptedLevels.includes(claims.acr)) return { problem: 'low-assurance' };
  return { claims, idToken: tokens.id_token };
}

async function discover({ issuer, clientId, tokenAlgorithm, logInKey }: PageSettings) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', logInKey.jwk, algorithm, false, ['sign']);
  return openId.discovery(
    new URL(issuer),
    clientId,
    { id_token_signed_response_alg: tokenAlgorithm },
    openId.PrivateKeyJwt({ key, kid: logInKey.kid }),
    {
      timeout: answersWithinS,
      execute: [
        openId.enableNonRepudiationChecks,
        // Only the settings of a rehearsal can name an issuer without TLS.
        ...(issuer.startsWith('http:') ? [openId.allowInsecureRequests] : []),
      ],
    },
  );
}

/** What was made is kept for some time, by the machine's clock. A failure is not kept. */
function rememberedFor<T>(ms: number, make: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: Promise<T>; readonly until: number } | undefined;
  return () => {
    if (kept && kept.until > Date.now()) return kept.value;
    const value = make();
    const mine = { value, until: Date.now() + ms };
    kept = mine;
    value.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return value;
  };
}

function problemOf(fault: unknown): NotIdentified {
  if (fault instanceof openId.ResponseBodyError)
    return fault.error === 'invalid_grant' ? 'took-too-long' : 'not-completed';
  // What fetch itself rejects with, or the time is up.
  const isSilent = fault instanceof TypeError || codeOf(fault) === 'OAUTH_TIMEOUT';
  return isSilent ? 'provider-silent' : 'not-completed';
}

/** The code of what the library or the provider has refused, never more: a message may quote a token. */
function codeOf(fault: unknown): string {
  const { error, code } = fault as { readonly error?: unknown; readonly code?: unknown };
  const said = String(error ?? code ?? 'NO_ANSWER');
  return /^\w{1,60}$/.test(said) ? said : 'OTHER';
}
