import type { City, Instant } from './domain/values.js';

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
  const problems = Object.values(read).flatMap((setting) => ('problem' in setting ? [setting.problem] : []));
  if (problems.length > 0) return { ok: false, problems };
  const config = Object.fromEntries(
    Object.entries(read).map(([name, setting]) => [name, 'value' in setting ? setting.value : undefined]),
  );
  return { ok: true, config: config as unknown as Config };
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
