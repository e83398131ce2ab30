/**
 * Every procedure with every role in every relation to a unit, and requests made at random that look for what they must not find.
 * Used by the test (some hundreds) and by `pnpm matrix` (twenty thousand and more).
 */
import type { Role } from '@laban/shared'
import { roles } from '@laban/shared'
import { grants } from '../server/src/api/grants.ts'
import { appRouter } from '../server/src/api/router.ts'
import type { Rights } from './canaries.ts'
import { canaries, layCanaries, maySee, units, wordOf } from './canaries.ts'
import { signIn } from './people.ts'
import type { Got, TinyServer } from './serving.ts'
import { serveTiny } from './serving.ts'

const own = 'tiny_merged/riverside'
const relations = {
  own: [own],
  sibling: ['tiny_merged/hill', 'beside'],
  parent: ['tiny_merged', 'tiny', 'beside'],
  child: [`${own}/corner`],
  none: [],
  disabled: [own],
  expired: [own],
} satisfies Record<string, string[]>
type Relation = keyof typeof relations

const leaderAreas: Partial<Record<Relation, string[]>> = { sibling: ['stalls'], parent: ['money'] }

export type Caller = {
  name: string
  roles: readonly Role[]
  rights: Rights
  headers: Record<string, string>
  isOut: boolean
}

const clearanceOf: Record<Exclude<Role, 'public'>, Rights['clearance']> = {
  leader: ['public', 'internal', 'restricted'],
  head: ['public', 'internal', 'restricted'],
  reporter: ['public', 'internal'],
  reviewer: ['public', 'internal'],
  analyst: ['public', 'internal'],
  steward: ['public'],
  admin: ['public'],
  auditor: ['public'],
}

const publicRights: Rights = { roles: ['public'], scope: 'all', areas: 'all', clearance: ['public'] }

async function callersOf(tiny: TinyServer): Promise<Caller[]> {
  const callers: Caller[] = [{ name: 'public', roles: ['public'], rights: publicRights, headers: {}, isOut: false }]
  const held = roles.filter((role) => role !== 'public')
  for (const role of held) {
    for (const relation of Object.keys(relations) as Relation[]) {
      // Leaders of one area, which answers for the canaries of the one city and not of the other.
      const areas = role === 'leader' ? (leaderAreas[relation] ?? 'all') : ('all' as const)
      const rights: Rights = { roles: [role], scope: relations[relation], areas, clearance: clearanceOf[role] }
      const { headers, id, session } = await signIn(tiny.store, rights)
      const act = { actor: 'program test', action: 'test.arrange', subject: '', detail: {} }
      await tiny.store.write(act, async (trx) => {
        if (relation === 'disabled')
          await trx.updateTable('people').set({ disabled: '2024-01-01' }).where('id', '=', id).execute()
        if (relation === 'expired')
          await trx.updateTable('sessions').set({ expires: '2024-01-01' }).where('id', '=', session).execute()
      })
      const isOut = relation === 'disabled' || relation === 'expired'
      callers.push({ name: `${role} ${relation}`, roles: [role], rights, headers, isOut })
    }
  }
  return callers
}

export type Ground = { tiny: TinyServer; callers: Caller[] }

export async function openGround(): Promise<Ground> {
  const tiny = await serveTiny({ packs: layCanaries })
  return { tiny, callers: await callersOf(tiny) }
}

type Kept = { type: string }
const definitions = appRouter._def.procedures as unknown as Record<string, { _def: Kept }>
export const procedures = Object.entries(definitions).map(([name, { _def }]) => ({
  name,
  writes: _def.type === 'mutation',
}))

/** No procedure takes this: who may call it is told so, and who may not is told that first. */
const nonsense = { 'a key that no input has': 1 }

/** What the call of a procedure ends with, by the table of grants and nothing else. */
function endOf(caller: Caller, name: string): string {
  if (caller.isOut) return '401 access/session-ended'
  return caller.roles.some((role) => grants[name]?.includes(role)) ? '400 question/invalid' : '403 access/denied'
}

/** @returns what went otherwise than the table says */
export async function checkCells({ tiny, callers }: Ground): Promise<{ cells: number; mismatches: string[] }> {
  const mismatches: string[] = []
  let cells = 0
  for (const caller of callers) {
    await Promise.all(
      procedures.map(async ({ name, writes }) => {
        const { status, failure } = await (writes ? tiny.write : tiny.call)(name, nonsense, caller.headers)
        cells++
        const end = `${status} ${failure?.code}`
        if (end !== endOf(caller, name))
          mismatches.push(`${name} by ${caller.name}: ${end}, not ${endOf(caller, name)}`)
      }),
    )
  }
  return { cells, mismatches }
}

/** Numbers from a seed, the same each time (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One request that tries to see something. */
function makeRequest(random: () => number): string {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const maybe = (name: string, list: readonly unknown[]) => (random() < 0.5 ? {} : { [name]: one(list) })
  const indicator = one([
    'canary/internal',
    'canary/restricted',
    'canary/internal',
    'canary/restrictet',
    'Chim',
    'money/debt',
    'permits/issued',
  ])
  const question = {
    indicator,
    city: one(['tiny', 'tiny', 'tiny', 'beside']),
    ...maybe('unit', [...units, 'tiny/nowhere']),
    ...maybe('period', ['2023', '2024', '2023-12-31', '2024-12-31']),
    ...maybe('grain', ['year', 'month', 'point', 'quarter']),
    ...maybe('by', [
      ['kind_of'],
      ['unit:ward'],
      ['unit:local'],
      ['unit:district'],
      ['unit:city'],
      ['kind_of', 'unit:local'],
      ['unit:special-zone'],
    ]),
    ...maybe('where', [{ kind_of: ['bird'] }, { item: ['restricted'] }, { kind_of: ['x'] }, { unit: [own] }]),
    ...maybe('compare', [['peers'], ['target', 'last-year'], ['previous'], ['peers', 'last-year']]),
    ...maybe('asOf', ['2024-06-01', '2025-06-01', '2023-01-01']),
    ...maybe('map', ['today', 'reported']),
  }
  const trpc = (name: string, input: unknown) => `/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`
  const {
    indicator: id,
    city,
    by,
    where,
    compare,
    ...flat
  } = question as typeof question & { by?: string[]; where?: Record<string, string[]>; compare?: string[] }
  const plain = new URLSearchParams({
    city,
    ...(flat as Record<string, string>),
    ...(by ? { by: by.join(',') } : {}),
    ...(where
      ? {
          where: Object.entries(where)
            .map(([column, values]) => `${column}:${values.join(',')}`)
            .join(';'),
        }
      : {}),
    ...(compare ? { compare: compare.join(',') } : {}),
  })
  return one([
    () => trpc('indicator.ask', question),
    () => trpc('indicator.ask', question),
    () => trpc('indicator.passport', { ...question, by: [], grain: undefined, compare: undefined }),
    () => trpc('indicator.get', { id, city }),
    () => trpc('catalogue.list', { city }),
    () => trpc('overview.get', { city, ...maybe('area', ['money', 'mony']), ...maybe('period', ['2023', '2024']) }),
    () => trpc('peers.get', { city }),
    () => trpc('unit.list', { city }),
    () => trpc('unit.covered', { city, map: one(['before', 'after']), ...maybe('period', ['2023', '2024']) }),
    () => trpc('release.current', {}),
    () => `/api/v1/indicators/${id}/answer?${plain}`,
    () => `/api/v1/indicators/${id}/answer.csv?${plain}`,
    () => `/api/v1/indicators/${id}?city=${city}`,
    () => `/api/v1/indicators?city=${city}`,
    () => `/?city=${city}`,
    () => `/indicators/${id}?city=${city}`,
    () => trpc('indicator.ask,indicator.ask', { 0: question, 1: { ...question, unit: own } }).replace('?', '?batch=1&'),
  ])()
}

const formsOf = (value: number): string[] => [
  String(value),
  value.toLocaleString('vi-VN'),
  value.toLocaleString('en-GB'),
  // As scaled for a tile: "71 triệu", "71.01".
]

/** What stands in an answer that must not. */
function leaksIn({ text, headers }: Got, caller: Caller): string[] {
  const rights = caller.isOut ? publicRights : caller.rights
  const all = `${text} ${JSON.stringify(headers)}`
  const seen = canaries
    .filter((canary) => !maySee(rights, canary))
    .filter(({ value, note }) => [...formsOf(value), note].some((form) => all.includes(form)))
  const names = (['internal', 'restricted'] as const).filter(
    (audience) => !rights.clearance.includes(audience) && all.includes(wordOf(audience)),
  )
  return [...seen.map(({ note }) => note), ...names.map((audience) => `name of the ${audience} indicator`)]
}

export type Hunt = { requests: number; leaks: string[]; seenOwn: number; broken: string[] }

/** Sends requests made at random as callers taken at random, each also with the ETag that another caller was given. */
export async function hunt({ tiny, callers }: Ground, requests: number, seed: number): Promise<Hunt> {
  const random = randomOf(seed)
  const result: Hunt = { requests: 0, leaks: [], seenOwn: 0, broken: [] }
  const tags = new Map<string, { etag: string; text: string }>()
  const step = async (): Promise<void> => {
    const caller = callers[Math.floor(random() * callers.length)]!
    const path = makeRequest(random)
    const known = tags.get(path)
    const got = await tiny.get(path, { ...caller.headers, ...(known ? { 'if-none-match': known.etag } : {}) })
    result.requests++
    if (got.status >= 500) result.broken.push(`${caller.name} ${path}: ${got.status} ${got.text.slice(0, 200)}`)
    // 304 says: you have it. It must be true of what this caller may have.
    const told = got.status === 304 ? { ...got, text: known!.text } : got
    for (const leak of leaksIn(told, caller))
      result.leaks.push(`${leak} to ${caller.name} by ${path}${got.status === 304 ? ' (304)' : ''}`)
    if (got.status === 200 && canaries.some(({ value }) => told.text.includes(String(value)))) result.seenOwn++
    const { etag } = got.headers
    if (got.status === 200 && etag !== undefined) tags.set(path, { etag, text: got.text })
  }
  while (result.requests < requests)
    await Promise.all(Array.from({ length: Math.min(8, requests - result.requests) }, step))
  return result
}
