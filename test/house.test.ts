/** The rules of the house, as ARCHITECTURE.md states them: who may import whom, no circles, short files, plain names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const skip = new Set(['node_modules', 'dist', 'dist-ssr', 'output', '.git', 'data'])

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skip.has(entry.name) ? [] : filesUnder(path)
    return [path]
  })
}

const code = ['shared', 'server', 'web', 'test'].flatMap(filesUnder).filter((path) => /\.(ts|tsx|mjs)$/.test(path))
const sources = code.filter((path) => /^(shared|server|web)\/src\//.test(path) && !/\.test\.tsx?$/.test(path))
const text = (path: string) => readFileSync(join(root, path), 'utf8')

/** Every module named by an import, an export-from or a dynamic import, type imports included. */
function importsOf(path: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g
  return [...text(path).matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3]!)
}

function resolved(from: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined
  const path = relative(root, join(root, dirname(from), name))
  return existsSync(join(root, path)) ? path : undefined
}

const edges = new Map(sources.map((path) => [path, importsOf(path)]))
const inside = (path: string) =>
  (edges.get(path) ?? []).map((name) => resolved(path, name)).filter((to) => to !== undefined)
const room = (path: string) => path.split('/').slice(0, 3).join('/')

function faults(rule: (path: string, name: string, to: string | undefined) => string | false): string[] {
  return sources.flatMap((path) =>
    edges.get(path)!.flatMap((name) => {
      const fault = rule(path, name, resolved(path, name))
      return fault ? [`${path} imports ${name}: ${fault}`] : []
    }),
  )
}

test('the check sees the code: every package has sources and imports', () => {
  for (const name of ['shared', 'server', 'web'])
    expect(sources.filter((path) => path.startsWith(name)).length).toBeGreaterThan(10)
  expect([...edges.values()].flat().length).toBeGreaterThan(100)
})

test('every relative import names a file with its ending', () => {
  expect(
    faults((_, name, to) => name.startsWith('.') && !name.includes('?') && to === undefined && 'no such file'),
  ).toEqual([])
})

test('shared knows zod and itself alone', () => {
  expect(
    faults(
      (path, name, to) =>
        path.startsWith('shared/') && !to?.startsWith('shared/') && name !== 'zod' && 'only zod is allowed',
    ),
  ).toEqual([])
})

test('shared asks no clock, no environment and no platform', () => {
  const banned = /\bDate\.now\(|new Date\(\)|process\.|\bwindow\.|\bdocument\.|Math\.random\(/
  expect(sources.filter((path) => path.startsWith('shared/') && banned.test(text(path)))).toEqual([])
})

test('the server knows shared and itself, never web', () => {
  const wrong = (path: string, name: string, to: string | undefined) =>
    path.startsWith('server/') &&
    (name.startsWith('@laban/') ? name !== '@laban/shared' : to !== undefined && !to.startsWith('server/')) &&
    'server may import shared only, through @laban/shared'
  expect(faults(wrong)).toEqual([])
})

test('web knows shared, and the server as a type in one file', () => {
  const wrong = (path: string, name: string, to: string | undefined) => {
    if (!path.startsWith('web/')) return false
    if (to !== undefined) return !to.startsWith('web/') && 'web may not reach outside itself by path'
    if (!name.startsWith('@laban/') || name === '@laban/shared') return false
    return !(name === '@laban/server' && path === 'web/src/api.ts') && 'the server is known in web/src/api.ts alone'
  }
  expect(faults(wrong)).toEqual([])
  expect(text('web/src/api.ts')).toMatch(/import type .*'@laban\/server'/)
})

test('in web a page imports no other page, and a chart fetches nothing', () => {
  const wrong = (path: string, _name: string, to: string | undefined) => {
    if (!to) return false
    const page = /^web\/src\/pages\/([^/]+)\//
    const [from, other] = [page.exec(path)?.[1], page.exec(to)?.[1]]
    if (from && other && from !== other) return 'a page knows no other page'
    if (/^web\/src\/(charts|ui|words)\//.test(path) && page.test(to)) return 'pages stand above'
    if (/^web\/src\/(charts|words)\//.test(path) && to === 'web/src/api.ts') return 'it is handed its data'
    if (path.startsWith('web/src/words/') && !to.startsWith('web/src/words/')) return 'words know nothing'
    return false
  }
  expect(faults(wrong)).toEqual([])
})

test('no circle of imports, type imports included', () => {
  const circles: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const walk = (path: string, trail: string[]) => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    state.set(path, 'open')
    for (const to of inside(path)) walk(to, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of sources) walk(path, [])
  expect(circles).toEqual([])
})

test('no file is longer than 400 lines', () => {
  const long = code
    .map((path) => ({ path, lines: text(path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 400)
  expect(long).toEqual([])
})

test('file names are lower case with hyphens, and no room is a drawer', () => {
  const drawers = /^(utils?|helpers?|common|types?|services?|managers?|misc)(\.|$)/
  const wrong = code.filter((path) =>
    path
      .split('/')
      .some(
        (part, i, parts) =>
          (i === parts.length - 1 ? !/^[a-z0-9][a-z0-9.-]*$/.test(part) : false) || drawers.test(part),
      ),
  )
  expect(wrong).toEqual([])
})

test('the environment is read in one file', () => {
  expect(sources.filter((path) => /process\.env/.test(text(path)) && path !== 'server/src/env.ts')).toEqual([])
})

test('every source file says first what it owns', () => {
  expect(sources.filter((path) => !/^\s*(\/\*\*|\/\/)/.test(text(path)))).toEqual([])
})

test('nothing is left behind in the tree', () => {
  // Spelt with a class each, so that this line does not find itself.
  const mark = /TO[D]O|FIX[M]E|XX[X]\b|lorem [i]psum|\.on[l]y\(|\.sk[i]p\(/
  expect(code.filter((path) => mark.test(text(path)))).toEqual([])
})

test('packs hold data and no code', () => {
  expect(filesUnder('kpis').filter((path) => !/\.(ya?ml|csv|md)$/.test(path))).toEqual([])
})

test('every path that a document names exists', () => {
  const documents = readdirSync(root)
    .filter((name) => name.endsWith('.md'))
    .concat(filesUnder('kpis').filter((path) => path.endsWith('.md')))
  const dead = documents.flatMap((path) =>
    [...text(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map((match) => join(dirname(path), match[1]!))
      .filter((to) => !existsSync(join(root, to)))
      .map((to) => `${path} -> ${to}`),
  )
  expect(dead).toEqual([])
})

test('room names in ARCHITECTURE.md are the rooms that exist', () => {
  const map = text('ARCHITECTURE.md')
  const rooms = new Set(sources.map(room).filter((path) => !path.includes('.')))
  expect([...rooms].filter((path) => !map.includes(`${path.split('/')[2]}/`))).toEqual([])
})
