/**
 * Owns the plain read API for scripts and other systems: the same procedures, schemas and grants as the screens, under addresses
 * that people can write. Answers are made here; keeping and sending them is the caller's.
 */
import type { Context } from './context.ts'
import { answerCsv } from './csv.ts'
import { openApi } from './openapi.ts'
import { answerQuery, listQuery, questionOf, readQuery } from './query.ts'
import { appRouter } from './router.ts'
import { notThere } from './status.ts'

export type Plain = { type: string; text: string; headers?: Record<string, string> }

type Query = Record<string, unknown>

const json = (value: unknown): Plain => ({ type: 'application/json; charset=utf-8', text: JSON.stringify(value) })

/** Both `budget/revenue` and `budget%2Frevenue` name an indicator, here already decoded. */
const pattern = /^\/indicators\/([^/]+\/[^/]+?)(\/answer|\/answer\.csv)?$/

/**
 * @param path  below /api/v1, decoded
 * @throws Failure access/unknown-procedure for an unknown path; question/invalid and all that the procedures throw
 */
export async function answerPlain(path: string, query: Query, context: Context): Promise<Plain> {
  if (path === '/openapi.json') {
    readQuery(listQuery.pick({}), query)
    return json(openApi())
  }
  const procedures = appRouter.createCaller(context)
  if (path === '/indicators') return json(await procedures.catalogue.list(readQuery(listQuery, query)))
  const [, id, what] = pattern.exec(path) ?? []
  if (id === undefined) throw notThere()
  if (what === undefined) return json(await procedures.indicator.get({ id, ...readQuery(listQuery, query) }))
  const asked = readQuery(answerQuery, query)
  const answer = await procedures.indicator.ask(questionOf(id, context.home, asked))
  if (what === '/answer') return json(answer)
  const kind = answer.simulated ? '-simulated' : ''
  const file = `${id.replace('/', '-')}${kind}-${answer.asOf}.csv`
  return {
    type: 'text/csv; charset=utf-8',
    text: answerCsv(answer, context.desk.catalogue, asked.lang),
    headers: { 'Content-Disposition': `attachment; filename="${file}"` },
  }
}
