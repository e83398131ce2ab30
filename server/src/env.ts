/**
 * Owns every setting of the server: the only reader of `process.env` and of the file `.env`. Refuses unknown names in `.env` and
 * values outside what is allowed. `.env.example` at the root is generated from this file.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { Failure } from '@laban/shared'
import { z } from 'zod'
import { addressPattern } from './notices/address.ts'
import { isLoopback } from './origin.ts'

const root = resolve(import.meta.dirname, '../..')

const folder = (preset: string) =>
  z
    .string()
    .min(1)
    .prefault(preset)
    .transform((path) => resolve(root, path))
const whole = (preset: number, min: number, max: number) =>
  z.string().regex(/^\d+$/).prefault(String(preset)).transform(Number).pipe(z.int().min(min).max(max))

type Setting = { schema: z.ZodType; preset: string; allowed: string; about: string }
const setting = <S extends z.ZodType>(schema: S, preset: string, allowed: string, about: string) =>
  ({ schema, preset, allowed, about }) satisfies Setting

const settings = {
  PORT: setting(
    whole(8484, 0, 65_535),
    '8484',
    '0..65535',
    'Port on which everything is served; 0 takes any free one.',
  ),
  HOST: setting(
    z.string().min(1).prefault('127.0.0.1'),
    '127.0.0.1',
    'an address of this machine',
    'Address to listen on; 0.0.0.0 opens it to the network.',
  ),
  DATA_DIR: setting(
    folder('./data'),
    './data',
    'a folder',
    "Where landed files, versions and the store are kept; relative to the project's root.",
  ),
  DATABASE_URL: setting(
    z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/)
      .optional(),
    '',
    'postgresql://user:password@host:port/name',
    'PostgreSQL that keeps people, releases and the trail; empty: SQLite in DATA_DIR.',
  ),
  KPIS_DIR: setting(folder('./kpis'), './kpis', 'a folder', "Where the packs lie; relative to the project's root."),
  CITY: setting(
    z
      .string()
      .regex(/^[a-z][a-z0-9]*$/)
      .prefault('hochiminh'),
    'hochiminh',
    'the name of a folder under KPIS_DIR',
    'City that is shown when an address names none.',
  ),
  SIMULATE_ROWS: setting(
    whole(300_000, 0, 100_000_000),
    '300000',
    '0..100000000',
    'Rows that are generated at the first start, so that figures can be drilled into before units deliver theirs; 0: none.',
  ),
  PUBLIC_URL: setting(
    z
      .url({ protocol: /^https?$/ })
      .transform((text) => new URL(text))
      .refine(({ protocol, host }) => protocol === 'https:' || isLoopback(host))
      .refine(({ pathname, search, hash }) => pathname === '/' && search === '' && hash === '')
      .optional(),
    '',
    'https://name[:port], or http on this machine',
    'Address at which people reach the pages; signing in from elsewhere than this machine needs it.',
  ),
  PROXIES: setting(
    whole(0, 0, 5),
    '0',
    '0..5',
    'Proxies in front of this server; the address of a caller is then what they say it is.',
  ),
  DEMO: setting(
    z.enum(['auto', 'on', 'off']).prefault('auto'),
    'auto',
    'auto, on, off',
    'People of every role whom anybody may be, to try things out; auto: on this machine alone, until somebody real is entered.',
  ),
  NODE_ENV: setting(
    z.string().prefault('development'),
    'development',
    'any; production refuses demonstrations',
    'What the server is used for.',
  ),
  OIDC_ISSUER: setting(
    z
      .url({ protocol: /^https?$/ })
      .transform((text) => new URL(text))
      .refine(({ protocol, host }) => protocol === 'https:' || isLoopback(host))
      .optional(),
    '',
    'https://name',
    'Identity provider (OpenID Connect) by which people may sign in; empty: none.',
  ),
  OIDC_CLIENT_ID: setting(z.string().optional(), '', 'any', 'What the provider knows us by.'),
  OIDC_CLIENT_SECRET: setting(z.string().optional(), '', 'any', 'What the provider knows us to be by.'),
  OIDC_CLAIM: setting(
    z
      .string()
      .regex(/^[\w:./-]+$/)
      .prefault('sub'),
    'sub',
    'name of a claim',
    'Claim whose value an administrator enters with the person: sub, email, preferred_username.',
  ),
  OIDC_TITLE: setting(z.string().prefault('SSO'), 'SSO', 'any', 'Name of the provider on the sign-in page.'),
  SMTP_HOST: setting(
    z
      .string()
      .regex(/^[\w.:-]+$/)
      .optional(),
    '',
    'a name or an address',
    'Mail server by which people are reminded and told; needs MAIL_FROM and PUBLIC_URL; empty: notices stand in the inbox alone.',
  ),
  SMTP_PORT: setting(whole(587, 1, 65_535), '587', '1..65535', 'Port of the mail server.'),
  SMTP_SECURITY: setting(
    z.enum(['starttls', 'tls', 'none']).prefault('starttls'),
    'starttls',
    'starttls, tls, none',
    'How the way to the mail server is encrypted; none sends no password.',
  ),
  SMTP_USER: setting(z.string().optional(), '', 'any', 'What the mail server knows us by; empty: it asks for nothing.'),
  SMTP_PASSWORD: setting(z.string().optional(), '', 'any', 'What the mail server knows us to be by.'),
  MAIL_FROM: setting(
    z.string().regex(addressPattern).optional(),
    '',
    'name@example.vn',
    'Address that mail comes from.',
  ),
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).prefault('info'),
    'info',
    'fatal, error, warn, info, debug, trace, silent',
    'Least severe line that is logged.',
  ),
  VIEWER_TOKEN: setting(
    z
      .string()
      .regex(/^[\w.~+/=-]{16,512}$/)
      .optional(),
    '',
    '16 to 512 characters: letters, digits, . _ ~ + / = -',
    'Bearer token of scripts that may also read what is internal; empty: none is good.',
  ),
  QUERY_TIMEOUT_MS: setting(
    whole(10_000, 100, 600_000),
    '10000',
    '100..600000',
    'Longest time that one question may run, in milliseconds.',
  ),
  QUERY_SLOTS: setting(
    whole(2, 1, 4),
    '2',
    '1..4',
    "Questions that run at once. More than two starve the rest of the process of libuv's four threads.",
  ),
  EXTRACT_MAX_MB: setting(
    whole(64, 1, 1024),
    '64',
    '1..1024',
    'Largest extract that a browser is sent to explore by itself; above it sums by month are sent instead of rows.',
  ),
  LANG: setting(
    z
      .string()
      .prefault('en')
      .transform((text): 'vi' | 'en' => (/^vi/i.test(text) ? 'vi' : 'en')),
    'en',
    'any; what begins with "vi" means Vietnamese',
    'Language of messages on the console; usually set by the system.',
  ),
}

/** Never repeated, not even where they are wrong. */
const secrets = new Set(['DATABASE_URL', 'VIEWER_TOKEN', 'OIDC_CLIENT_SECRET', 'SMTP_PASSWORD'])

export type Env = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> }

const invalid = (name: string, value: string, allowed: string, file?: string): Failure =>
  new Failure(
    'env/invalid',
    {
      vi: `Thiết lập ${name} không hợp lệ: "${value}"; cho phép: ${allowed}`,
      en: `Invalid setting ${name}: "${value}"; allowed: ${allowed}`,
    },
    { at: { field: name, value, ...(file ? { file } : {}) } },
  )

/**
 * All settings, with presets where nothing was given; folders as absolute paths. What the environment says wins over `.env`.
 * @param given  variables by name; left out: the process's own, above the file `.env` at the project's root
 * @throws Failure env/invalid, naming the variable, its value and what is allowed
 */
export function readEnv(given?: Record<string, string | undefined>): Env {
  const file = resolve(root, '.env')
  const written = given === undefined && existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  for (const [name, value] of Object.entries(written)) {
    if (!(name in settings)) throw invalid(name, value ?? '', Object.keys(settings).join(', '), file)
  }
  const source: Record<string, string | undefined> = { ...written, ...(given ?? process.env) }
  const read = Object.entries(settings).map(([name, { schema, allowed }]) => {
    const value = source[name]
    const parsed = schema.safeParse(value === '' ? undefined : value)
    if (!parsed.success) throw invalid(name, secrets.has(name) ? '…' : (value ?? ''), allowed)
    return [name, parsed.data]
  })
  return Object.fromEntries(read) as Env
}

/** The text of `.env.example`. */
export const envExample = (): string =>
  [
    '# Settings of La Bàn. Copy to .env and change what you need; the environment wins over the file.',
    ...Object.entries(settings).map(
      ([name, { preset, allowed, about }]) => `\n# ${about}\n# Allowed: ${allowed}\n# ${name}=${preset}`,
    ),
    '',
  ].join('\n')
