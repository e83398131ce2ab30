/**
 * Owns the HTML of the screens: the built page, filled with what the web package renders for an address, and the address's status.
 * The first screen carries its figures. Knows the web by its build alone.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Overview } from '@laban/shared'
import type { Context } from './api/context.ts'
import { overviewInput } from './api/overview.ts'
import { appRouter } from './api/router.ts'
import { asFailure, httpStatusOf } from './api/status.ts'
import type { Preference } from './preference.ts'

/** The face of `dist-ssr/entry-server.js`. */
type Render = (asked: Asked) => Promise<Rendered>

type Asked = Preference & {
  /** `/`, `/units`, ... */
  path: string
  /** With its question mark; empty: none. */
  search: string
  /** `input` is what `overview.get` was asked with; `overview` is null on other pages and where it could not be answered. */
  data: { overview: Overview | null; input: Record<string, string> | null }
  present: Present
}

/** Who the page is drawn for. */
type Present = {
  /** Anybody may be anybody here, and every page says so. */
  demo: boolean
  /** Name of who is signed in; null: nobody. */
  name: string | null
  /** Name of the person through whose eyes is looked; null: own. */
  seeing: string | null
}

/** Pieces of HTML. `state` holds data alone: the security policy runs no inline script. */
type Rendered = { head: string; body: string; state: string }

export type Page = { status: number; html: string }

export type Pages = {
  /** @param url  path and query as they came */
  make(url: string, preference: Preference, context: Context): Promise<Page>
}

const routes = new Set([
  '/',
  '/indicators',
  '/units',
  '/peers',
  '/lab',
  '/sign-in',
  '/account',
  '/people',
  '/audit',
  '/inbox',
  '/initiatives',
  '/registers',
])
/** Whether there is such a thing says the page, which asks for it. */
const named = /^\/(initiatives|returns)\/[^/]+$/

/** @param webDir  folder of the web package, holding `dist` and `dist-ssr` */
export async function openPages(webDir: string): Promise<Pages> {
  const [client, entry] = [join(webDir, 'dist', 'index.html'), join(webDir, 'dist-ssr', 'entry-server.js')]
  if (!existsSync(client) || !existsSync(entry)) return { make: () => Promise.resolve({ status: 503, html: unbuilt }) }
  const template = readFileSync(client, 'utf8')
  const { render } = (await import(pathToFileURL(entry).href)) as { render: Render }

  return {
    async make(url, preference, context) {
      const { pathname: path, search, searchParams } = new URL(url, 'http://house')
      const { status, data } =
        path === '/' ? await first(searchParams, context) : await other(path, searchParams, context)
      const { session, premises } = context
      const present = {
        demo: premises.demo,
        name: session?.person.name ?? null,
        seeing: session?.seeingAs?.name ?? null,
      }
      const rendered = await render({ path, search, ...preference, data, present })
      return { status, html: fill(template, preference, present, rendered) }
    },
  }
}

type Found = { status: number; data: Asked['data'] }

const none: Asked['data'] = { overview: null, input: null }

async function first(search: URLSearchParams, context: Context): Promise<Found> {
  const known = Object.keys(overviewInput.shape)
  const input = Object.fromEntries([...search].filter(([name]) => known.includes(name)))
  try {
    return { status: 200, data: { overview: await appRouter.createCaller(context).overview.get(input), input } }
  } catch (error) {
    return { status: statusIfFailure(error), data: none }
  }
}

/** Whether the thing that the address names exists; its figures the page asks for itself. */
async function other(path: string, search: URLSearchParams, context: Context): Promise<Found> {
  if (routes.has(path) || named.test(path)) return { status: 200, data: none }
  const [, id] = /^\/indicators\/([^/]+\/[^/]+)$/.exec(path) ?? []
  if (id === undefined) return { status: 404, data: none }
  const city = search.get('city')
  try {
    await appRouter
      .createCaller(context)
      .indicator.get({ id: decodeURIComponent(id), ...(city === null ? {} : { city }) })
    return { status: 200, data: none }
  } catch (error) {
    return { status: statusIfFailure(error), data: none }
  }
}

/** What a person can act on is said by the page itself, which asks again; a bug is not hidden behind a page. */
function statusIfFailure(error: unknown): number {
  if (!asFailure(error)) throw error
  return httpStatusOf(error)
}

/** Replacements are functions, since `$` in rendered text must not be read as a pattern. */
function fill(
  template: string,
  { lang, theme }: Preference,
  present: Present,
  { head, body, state }: Rendered,
): string {
  const { demo, name, seeing } = present
  const attributes = [
    `lang="${lang}" data-theme="${theme}"`,
    ...(demo ? ['data-demo'] : []),
    ...(name === null ? [] : [`data-person="${escape(name)}"`]),
    ...(seeing === null ? [] : [`data-seeing="${escape(seeing)}"`]),
  ].join(' ')
  return template
    .replace(/<html[^>]*>/, () => `<html ${attributes}>`)
    .replace(/<title>[^<]*<\/title>/, () => head)
    .replace('<!--app-->', () => body)
    .replace('<!--state-->', () => state)
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const unbuilt = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>La Bàn</title></head><body>
<p>Giao diện chưa được dựng: hãy chạy <code>npm start</code>, hoặc <code>pnpm dev</code> khi phát triển.</p>
<p lang="en">The screens are not built yet: run <code>npm start</code>, or <code>pnpm dev</code> while developing.</p></body></html>`
