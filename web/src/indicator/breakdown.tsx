/** Owns the parts of a figure: one ranked list a cut, with the way down into a part and back up. */
import type { Answer } from '@laban/shared'
import { formatNumber, formatPeriod, formatSignificant } from '@laban/shared'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { trpc } from '../api.ts'
import type { Draw } from '../charts/chart.tsx'
import { penOf } from '../charts/pen.ts'
import type { NumberColumn } from '../charts/plate.tsx'
import { Plate } from '../charts/plate.tsx'
import { Bars } from '../charts/ranked/bars.tsx'
import { ranked, rankedHeight } from '../charts/ranked/option.ts'
import type { Part } from '../charts/ranked/rows.ts'
import { codeOf, editionFor, editionsOf, rankedParts } from '../charts/ranked/rows.ts'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/words.ts'
import { Choice } from './choice.tsx'
import { figureColumns } from './columns.tsx'
import { codeTitle, cutTitle, levelsOf, parentOf } from './cuts.ts'
import type { Scene } from './scene.ts'
import { footOf, scaleFor } from './scene.ts'
import { cutQuestion, writeFilter } from './view.ts'

const first = 12

export function Breakdown({ scene, cut }: { scene: Scene; cut: string }) {
  const { view, about } = scene
  const form = about.datasets[0]?.form ?? 'statements'
  const asked = useQuery(
    trpc.indicator.ask.queryOptions(cutQuestion(view, about.city.id, cut, form), { placeholderData: keepPreviousData }),
  )
  // A cut that nobody has published says nothing, also while it is asked for or where it is not supported.
  return asked.data ? <Parts scene={scene} cut={cut} answer={asked.data} /> : null
}

function Parts({ scene, cut, answer }: { scene: Scene; cut: string; answer: Answer }) {
  const { view, words, lang, about } = scene
  const { indicator } = about
  const navigate = useNavigate({ from: '/indicators/$domain/$name' })
  const [wide, setWide] = useState(false)
  const { simulated } = useWords().status.marks
  const onUnit = cut.startsWith('unit:')
  const chosen = useMemo(() => (onUnit ? (view.unit ? [view.unit] : []) : (view.where[cut] ?? [])), [cut, onUnit, view])
  const { level, editions } = useMemo(() => {
    const levels = levelsOf(scene, cut, chosen).map((on) => ({
      level: on,
      editions: editionsOf(
        answer.figures.filter((figure) => codeOf(figure, cut) !== '' && on(codeOf(figure, cut))),
      ).filter(({ count }) => count > 1),
    }))
    return levels.find((one) => one.editions.length > 0) ?? levels[0]!
  }, [answer, chosen, cut, scene])
  const edition = editionFor(editions, view.at)
  const parts = useMemo(
    () => rankedParts(answer, { cut, edition, level, chosen, name: (code) => codeTitle(scene, cut, code) }),
    [answer, chosen, cut, edition, level, scene],
  )
  const scale = useMemo(
    () =>
      scaleFor(
        indicator.measuredIn,
        parts.map(({ value }) => value),
      ),
    [indicator, parts],
  )
  const shown = wide ? parts : parts.slice(0, first)
  const draw = useCallback<Draw>(
    (look, width) =>
      ranked(
        parts,
        penOf(look, {
          measuredIn: indicator.measuredIn,
          time: indicator.time,
          scale,
          lang,
          words,
          width,
          height: rankedHeight(parts.length),
        }),
      ),
    [indicator, lang, parts, scale, words],
  )
  if (!edition || parts.length < 2) return null

  const when = formatPeriod(edition.period, indicator.time, lang)
  const search = (code: string | undefined) => (now: Record<string, unknown>) => ({
    ...now,
    ...(onUnit
      ? { unit: code }
      : { where: writeFilter(code === undefined ? without(view.where, cut) : { ...view.where, [cut]: [code] }) }),
  })
  const one = chosen.length === 1 ? chosen[0] : undefined
  const above = one === undefined || onUnit ? undefined : parentOf(scene, cut, one)
  const columns: NumberColumn<Part>[] = [
    { id: 'name', title: words.columns.name, kind: 'head', raw: ({ name }) => name, shown: ({ name }) => name },
    { id: 'code', title: 'code', raw: ({ code }) => code },
    ...figureColumns(
      scene,
      answer,
      parts.map(({ figure }) => figure),
      scale,
    ).map(
      ({ raw, shown: show, ...rest }): NumberColumn<Part> =>
        ({
          ...rest,
          ...(rest.kind === 'head' ? { kind: undefined } : {}),
          raw: ({ figure }) => raw(figure),
          ...(show && rest.id !== 'unit' ? { shown: ({ figure }) => show(figure) } : {}),
        }) as NumberColumn<Part>,
    ),
  ]
  return (
    <Plate
      subject={indicator.name[lang]}
      title={words.breakdown(cutTitle(scene, cut))}
      subtitle={[words.unitIn(scale.unit[lang]), when, answer.additive ? '' : words.notAdditive]
        .filter(Boolean)
        .join(' · ')}
      foot={footOf(scene, answer, simulated)}
      columns={columns}
      rows={parts}
      rowId={({ code }) => code}
      draw={draw}
      height={rankedHeight(parts.length)}
      controls={
        <>
          {one !== undefined && (
            <Link to="." search={search(above)} resetScroll={false} className="small no-print">
              {words.upTo(above === undefined ? words.all : codeTitle(scene, cut, above))}
            </Link>
          )}
          {editions.length > 1 && (
            <Choice
              label={words.onDay}
              value={edition.key}
              options={editions.map(({ key, period, count }) => ({
                id: key,
                text: words.partsOn(formatPeriod(period, indicator.time, lang), count),
              }))}
              onChange={(at) =>
                void navigate({ to: '.', search: (now) => ({ ...now, at }), replace: true, resetScroll: false })
              }
            />
          )}
        </>
      }
    >
      <Bars
        parts={shown}
        amount={(value) => formatSignificant(value / scale.divisor, lang)}
        share={(share) => (share > 0 && share < 0.005 ? '<1%' : `${formatNumber(share * 100, lang, 0)}%`)}
        renderName={({ code, name, chosen: now }) => (
          <Link
            to="."
            search={search(now ? above : code)}
            resetScroll={false}
            aria-current={now ? 'true' : undefined}
            title={now ? words.chosenPart : words.openPart(name)}
          >
            {name}
          </Link>
        )}
      />
      {parts.length > first && (
        <Button look="bare" className="no-print" onClick={() => setWide(!wide)}>
          {wide ? words.fewerRows : words.moreRows(parts.length - first)}
        </Button>
      )}
    </Plate>
  )
}

const without = (where: Scene['view']['where'], cut: string) =>
  Object.fromEntries(Object.entries(where).filter(([other]) => other !== cut))
