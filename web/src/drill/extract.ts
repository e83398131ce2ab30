/**
 * Owns the way from a question to an answer made in the tab: the extract is asked for once, brought into the engine, and the same
 * `compile` and `finish` run over it as on the server. What the extract does not hold, only the server can answer.
 */
import type { Answer, Question } from '@laban/shared'
import { compile, duckdb, isFailure } from '@laban/shared'
import type { Answered } from '../api.ts'
import type { AttachOptions, Engine, QueryOptions } from './engine/contract.ts'
import { openEngine } from './engine/engine.ts'

/** What the server said about an extract. */
export type Found = Answered['extract']['get']

/** How extracts are asked for: `(question) => queries.fetchQuery(trpc.extract.get.queryOptions(question))`. */
export type Get = (question: Question) => Promise<Found>

export type Prepared = {
  engine: Engine
  found: Found
  /** Under which SQL finds the extract's tables, beside those of others. */
  alias: string
}

/** The same for the same content, so that an extract is brought in once whatever asks for it. */
const aliasOf = ({ address }: Found): string => `e${/\/([0-9a-f]{16})/.exec(address)?.[1] ?? '0'}`

/** One extract for all questions about an indicator of a city. */
export const coreOf = ({ indicator, city, from }: Question): Question => ({
  indicator,
  city,
  from,
  grain: 'point',
  by: [],
  where: {},
  compare: [],
  map: 'reported',
})

/**
 * Finds the extract for a question and brings it into the engine; one that vanished meanwhile is asked for anew.
 * @throws Failure as `extract.get`, `openEngine` and `attach`; the signal's reason
 */
export async function prepare(question: Question, get: Get, options: AttachOptions = {}): Promise<Prepared> {
  const [engine, first] = await Promise.all([openEngine(), get(coreOf(question))])
  const bring = async (found: Found): Promise<Prepared> => {
    const alias = aliasOf(found)
    await engine.attach({ address: found.address, bytes: found.bytes, alias }, options)
    return { engine, found, alias }
  }
  try {
    return await bring(first)
  } catch (error) {
    if (!isFailure(error) || error.code !== 'extract/gone') throw error
    return await bring(await get(coreOf(question)))
  }
}

/** Whether the extract still speaks of the release in force: if not, a refresh is offered, and nothing is mixed. */
export const isOf = ({ release }: Found, inForce: string): boolean => release === inForce

/**
 * Answers in the tab. Only where `holds` says so.
 * @throws Failure as `compile` and `Engine.query`; the signal's reason
 */
export async function answer(
  { engine, found, alias }: Prepared,
  question: Question,
  options: Pick<QueryOptions, 'signal' | 'timeoutMs'> = {},
): Promise<Answer> {
  const { sql, params, finish } = compile(question, found.catalogue, found.viewer, duckdb)
  const { rows } = await engine.query(sql, params, { ...options, in: alias })
  return finish(rows)
}
