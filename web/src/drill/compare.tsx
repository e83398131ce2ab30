/** Owns the comparison of two periods or two units, and who makes the difference between them. */
import type { Gap } from '@laban/shared'
import { explained, formatPeriod, gapOf } from '@laban/shared'
import { useEffect, useMemo, useState } from 'react'
import { Choice } from '../indicator/choice.tsx'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/states.tsx'
import { DataTable } from '../ui/table.tsx'
import type { Mask, Matrix } from './cube/axis.ts'
import type { Model } from './model.ts'
import { daysOf, spanOf, timeAxis } from './model.ts'
import type { DrillScene } from './scene.ts'
import { dimensionsOf, forTable } from './scene.ts'
import { useMasks } from './use-session.ts'

const first = 12

export function Comparison({ scene }: { scene: DrillScene }) {
  const { model, session, view, lang, words, write, change, offer, about, subject } = scene
  const masks = useMasks(session)
  const unit = model.axes.findIndex(({ name }) => name === 'unit')
  const versus = view.against === 'unit' && unit > 0 ? unit : timeAxis
  const dimensions = useMemo(() => dimensionsOf(model).filter(({ axis }) => axis !== versus), [model, versus])
  // Units have changed between most periods: other parts tell more.
  const by =
    dimensions.find(({ name }) => name === view.by) ?? dimensions.find(({ axis }) => axis !== unit) ?? dimensions[0]
  const sides = useMemo(
    () => (versus === timeAxis ? periodsOf(model, view.span, lang) : unitsOf(model, unit)),
    [lang, model, unit, versus, view.span],
  )
  const here = sides.find(({ id }) => id === view.here) ?? sides[0]
  const there = sides.find(({ id }) => id === view.there) ?? sides.find(({ id }) => id !== here?.id)
  const [found, setFound] = useState<{ key: string; matrix: Matrix } | null>(null)
  const [isWide, setWide] = useState(false)
  const key = by ? `${by.axis} ${versus}` : ''
  useEffect(() => {
    let isGone = false
    if (by) {
      void session.table(by.axis, versus, masks).then(
        (matrix) => !isGone && setFound({ key, matrix }),
        () => undefined,
      )
    }
    return () => {
      isGone = true
    }
  }, [by, key, masks, session, versus])
  const mask = by ? masks[by.axis] : null
  const gap = useMemo(
    () =>
      found?.key === key && by && here && there
        ? gapIn(model, { matrix: found.matrix, axis: by.axis, versus, keep: mask ?? null }, [here.mask, there.mask])
        : null,
    [by, found, here, key, mask, model, there, versus],
  )

  useEffect(() => {
    if (!gap || !here || !there || !by) return undefined
    offer({
      title: `${subject}: ${here.text} / ${there.text}`,
      header: [by.title, here.text, there.text, words.contribution],
      rows: [
        ...gap.parts.map(({ code, here: one, there: other, contribution }) => [
          labelOf(model, by.axis, code),
          one,
          other,
          contribution,
        ]),
        [words.total, gap.here, gap.there, gap.gap],
      ],
      totals: 1,
      format: write.format,
      about: about(),
    })
    return () => offer(null)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what the file says changes with the gap alone
  }, [gap])

  // A unit that the address names and the rows do not know is not answered for by another one.
  const isUnknown = (id: string | undefined) =>
    versus === unit && id !== undefined && !sides.some((one) => one.id === id)
  if (!by || !here || !there || isUnknown(view.here) || isUnknown(view.there))
    return <p className="quiet">{words.noGap}</p>
  const story = gap && explained(gap)
  const most = isWide ? gap?.parts.length : first
  const sizes = (gap?.parts ?? []).flatMap((part) => [part.here ?? 0, part.there ?? 0].map(Math.abs))
  const together = write.together(forTable(Math.max(0, ...sizes)))
  const options = sides.map(({ id, text }) => ({ id, text }))
  return (
    <div className="drill__view">
      <div className="drill__choices">
        <Choice
          label={words.against}
          options={(unit > 0 ? (['period', 'unit'] as const) : (['period'] as const)).map((id) => ({
            id,
            text: words.againsts[id],
          }))}
          value={view.against}
          onChange={(against) => change({ against: against as 'period' | 'unit', here: undefined, there: undefined })}
        />
        <Choice label={words.here} options={options} value={here.id} onChange={(id) => change({ here: id })} />
        <Choice label={words.there} options={options} value={there.id} onChange={(id) => change({ there: id })} />
        <Choice
          label={words.by}
          options={dimensions.map(({ name, title }) => ({ id: name, text: title }))}
          value={by.name}
          onChange={(id) => change({ by: id })}
        />
      </div>
      {!gap ? (
        <Loading lines={5} />
      ) : here.id === there.id ? (
        <p className="quiet">{words.sameSides}</p>
      ) : gap.gap === null ? (
        <p className="quiet">{words.noGap}</p>
      ) : (
        <>
          <p className="drill__story">
            {words.gap(
              `${here.text} (${write.amount(gap.here!)})`,
              `${there.text} (${write.amount(gap.there!)})`,
              write.difference(gap.gap),
            )}{' '}
            {story && story.codes.length <= 5
              ? words.explained(
                  story.codes.length,
                  by.title,
                  write.share(story.share),
                  story.codes
                    .map(
                      (code) =>
                        `${labelOf(model, by.axis, code)} (${write.difference(gap.parts.find((part) => part.code === code)!.contribution)})`,
                    )
                    .join('; '),
                )
              : words.unexplained}
          </p>
          <DataTable
            caption={words.contribution}
            captionUnseen
            columns={[
              { id: 'name', title: by.title, kind: 'head', cell: ({ code }) => labelOf(model, by.axis, code) },
              {
                id: 'here',
                title: `${here.text} (${together.unit})`,
                kind: 'number',
                cell: (part) => together.cell(part.here),
              },
              {
                id: 'there',
                title: `${there.text} (${together.unit})`,
                kind: 'number',
                cell: (part) => together.cell(part.there),
              },
              {
                id: 'gap',
                title: words.contribution,
                kind: 'number',
                cell: (part) => write.difference(part.contribution),
              },
            ]}
            rows={gap.parts.slice(0, most)}
            rowId={({ code }) => code}
          />
          {gap.parts.length > first && (
            <Button onClick={() => setWide(!isWide)}>{isWide ? words.less : words.more(gap.parts.length)}</Button>
          )}
        </>
      )}
    </div>
  )
}

type SideOf = { id: string; text: string; mask: Uint8Array }

/** The same months of every year, newest first. */
function periodsOf(model: Model, asked: string | undefined, lang: 'vi' | 'en'): SideOf[] {
  const now = spanOf(model, asked)
  if (!now) return []
  const years = [...new Set(model.axes[timeAxis]!.values.map((month) => Number(month.slice(0, 4))))].toReversed()
  const length = Number(now.to.slice(0, 4)) - Number(now.from.slice(0, 4))
  return years.flatMap((year) => {
    const [from, to] = [`${year - length}${now.from.slice(4)}`, `${year}${now.to.slice(4)}`]
    const id = from === to ? from : `${from}..${to}`
    const span = spanOf(model, id)
    const hasRows = span?.mask?.some((bit, place) => bit === 1 && model.filled[place] === 1)
    return hasRows ? [{ id, text: formatPeriod(daysOf(from, to), 'flow', lang), mask: span!.mask! }] : []
  })
}

function unitsOf(model: Model, axis: number): SideOf[] {
  const { order, values, labels } = model.axes[axis]!
  return order.map((place) => {
    const mask = new Uint8Array(values.length)
    mask[place] = 1
    return { id: values[place]!, text: labels[place]!, mask }
  })
}

type Cut = { matrix: Matrix; axis: number; versus: number; keep: Mask }

function gapIn(model: Model, { matrix, axis, versus, keep }: Cut, [here, there]: [Uint8Array, Uint8Array]): Gap {
  const width = model.sizes[versus]!
  const side = (place: number, mask: Uint8Array) => {
    const sums = matrix.map((cells) => {
      let sum = 0
      for (let at = 0; at < width; at++) if (mask[at] === 1) sum += cells[place * width + at]!
      return sum
    })
    return sums[model.rows] === 0 ? null : { of: sums[0]!, other: model.other === null ? 0 : sums[model.other]! }
  }
  const parts = model.axes[axis]!.values.flatMap((code, place) => {
    if (keep && keep[place] === 0) return []
    const part = { code, here: side(place, here), there: side(place, there) }
    return part.here || part.there ? [part] : []
  })
  return gapOf(parts, model.finish)
}

const labelOf = (model: Model, axis: number, code: string): string => {
  const { labels, places } = model.axes[axis]!
  return labels[places.get(code)!]!
}
