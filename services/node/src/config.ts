import type { City, Instant } from './domain/values.js';
import type { Language } from './texts.js';

/** Everything that differs between one city's node and another's. */
export interface Config {
  readonly city: City;
  readonly dataDir: string;
  readonly secretsDir: string;
  readonly membersDir: string;
  /** The file with the city's own settings; null for a city that has none. */
  readonly citySettings: string | null;
  readonly desk: Listen;
  readonly peer: Listen;
  readonly issuer: string;
  readonly audience: string;
  readonly tokenAlgorithm: TokenAlgorithm;
  readonly logLevel: LogLevel;
  /** Null in a real node. */
  readonly rehearsalClock: Instant | 'real' | null;
  /** Cities that a node for rehearsal starts cut off from. */
  readonly rehearsalCuts: readonly City[];
  /** Null where only the API is served. */
  readonly pages: PagesConfig | null;
}

/** The pages for staff, and the log-in to them. */
export interface PagesConfig {
  /** Where browsers reach the pages, such as `https://utbyte.malmo.example`; no path, no slash at the end. */
  readonly origin: string;
  /** By which the identity provider knows the pages. */
  readonly clientId: string;
  /** Of a reader who has not chosen. */
  readonly language: Language;
  /** How long, in milliseconds, somebody stays logged in without a page, and in any case. */
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export interface Listen {
  readonly host: string;
  readonly port: number;
}

const tokenAlgorithms = ['ES256', 'RS256', 'PS256'] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The name is loud on purpose: whoever sets it lets the node's clock be set from outside. */
export const rehearsalSetting = 'STORSTAD_REHEARSAL_ONLY_SETTABLE_CLOCK';
const pagesSetting = 'STORSTAD_PAGES_ORIGIN';
const rehearsalCutSetting = 'STORSTAD_REHEARSAL_ONLY_CUT_OFF';

type Read<T> = { readonly value: T } | { readonly problem: string };

/** Reads the configuration from the environment: all of it, or every problem at once. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: string[] } {
  const read = {
    city: matching(env, 'STORSTAD_CITY', /^[a-z]{2,30}$/, 'a city name in lower-case letters, such as malmo'),
    dataDir: given(env, 'STORSTAD_DATA_DIR'),
    secretsDir: given(env, 'STORSTAD_SECRETS_DIR'),
    membersDir: given(env, 'STORSTAD_MEMBERS_DIR'),
    citySettings: { value: env.STORSTAD_CITY_SETTINGS?.trim() || null },
    desk: listen(env, 'STORSTAD_DESK_LISTEN'),
    peer: listen(env, 'STORSTAD_PEER_LISTEN'),
    issuer: matching(
      env,
      'STORSTAD_ISSUER',
      /^https?:\/\/\S+$/,
      "the identity provider's issuer, an http(s) URL",
    ),
    audience: given(env, 'STORSTAD_AUDIENCE'),
    tokenAlgorithm: oneOf(env, 'STORSTAD_TOKEN_ALGORITHM', tokenAlgorithms, 'ES256'),
    logLevel: oneOf(env, 'STORSTAD_LOG_LEVEL', logLevels, 'info'),
    rehearsalClock: rehearsalClock(env[rehearsalSetting]),
    rehearsalCuts: rehearsalCuts(env),
  };
  const pages = readPages(env);
  const problems = [...problemsOf(read), ...problemsOf(pages)];
  if (problems.length > 0) return { ok: false, problems };
  const config = { ...valuesOf(read), pages: pages && valuesOf(pages) };
  return { ok: true, config: config as unknown as Config };
}

type ReadSettings = Readonly<Record<string, Read<unknown>>>;

const problemsOf = (settings: ReadSettings | null): string[] =>
  Object.values(settings ?? {}).flatMap((setting) => ('problem' in setting ? [setting.problem] : []));

const valuesOf = (settings: ReadSettings) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, 'value' in setting ? setting.value : undefined]),
  );

/** Null when no pages are asked for: then their other settings are not read. */
function readPages(env: Env) {
  if (!env[pagesSetting]?.trim()) return null;
  return {
    origin: pagesOrigin(env),
    clientId: given(env, 'STORSTAD_PAGES_CLIENT_ID'),
    language: oneOf(env, 'STORSTAD_PAGES_LANGUAGE', ['sv', 'en'], 'sv'),
    idleMs: seconds(env, 'STORSTAD_PAGES_IDLE_SECONDS', 20 * 60),
    absoluteMs: seconds(env, 'STORSTAD_PAGES_ABSOLUTE_SECONDS', 8 * 60 * 60),
  };
}

type Env = Readonly<Record<string, string | undefined>>;

function given(env: Env, name: string): Read<string> {
  const value = env[name]?.trim();
  return value ? { value } : { problem: `${name} is not set.` };
}

function matching(env: Env, name: string, pattern: RegExp, what: string): Read<string> {
  const setting = given(env, name);
  if ('problem' in setting || pattern.test(setting.value)) return setting;
  return { problem: `${name} must be ${what}.` };
}

function listen(env: Env, name: string): Read<Listen> {
  const setting = matching(env, name, /^[^\s:]+:\d{1,5}$/, 'host:port, such as 127.0.0.1:4100');
  if ('problem' in setting) return setting;
  const [host = '', port] = setting.value.split(':');
  return Number(port) <= 65535
    ? { value: { host, port: Number(port) } }
    : { problem: `${name}: there is no port ${port}.` };
}

function oneOf<T extends string>(env: Env, name: string, allowed: readonly T[], otherwise: T): Read<T> {
  const value = env[name]?.trim() || otherwise;
  const found = allowed.find((known) => known === value);
  return found ? { value: found } : { problem: `${name} must be one of ${allowed.join(', ')}.` };
}

/** Only a rehearsal may show its pages, and send its people to log in, without TLS. */
function pagesOrigin(env: Env): Read<string> {
  const origin = matching(
    env,
    pagesSetting,
    /^https?:\/\/[^\s/?#]+$/,
    'where browsers reach the pages, as https://host',
  );
  if ('problem' in origin) return origin;
  if (!URL.canParse(origin.value) || new URL(origin.value).origin !== origin.value)
    return {
      problem: `${pagesSetting} must be as browsers write an origin, such as https://utbyte.malmo.example.`,
    };
  if (
    env[rehearsalSetting] ||
    [origin.value, env.STORSTAD_ISSUER].every((url) => url?.trim().startsWith('https:'))
  )
    return origin;
  return { problem: `${pagesSetting} and STORSTAD_ISSUER must be https where pages are served.` };
}

/** A whole number of seconds, as milliseconds. */
function seconds(env: Env, name: string, otherwise: number): Read<number> {
  const value = env[name]?.trim() || String(otherwise);
  return /^[1-9]\d{0,5}$/.test(value)
    ? { value: Number(value) * 1000 }
    : { problem: `${name} must be a whole number of seconds from 1 to 999999.` };
}

/** Only a node for rehearsal can be cut off by a setting. */
function rehearsalCuts(env: Env): Read<readonly City[]> {
  const cities = (env[rehearsalCutSetting] ?? '').split(',').filter((city) => city !== '') as City[];
  return cities.length > 0 && !env[rehearsalSetting]
    ? { problem: `${rehearsalCutSetting} is only for rehearsal.` }
    : { value: cities };
}

function rehearsalClock(value: string | undefined): Read<Instant | 'real' | null> {
  if (value === undefined || value === '') return { value: null };
  if (value === 'real') return { value };
  const at = Date.parse(value);
  return Number.isNaN(at)
    ? { problem: `${rehearsalSetting} must be an RFC 3339 instant or real.` }
    : { value: new Date(at).toISOString() as Instant };
}
