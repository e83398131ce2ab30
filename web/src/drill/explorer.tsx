/** Owns the work of the panel over one release: the path, the linked charts, the tables below them, and the address of it all. */
import { formatDay, formatNumber, measureOf } from '@laban/shared'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Choice } from '../indicator/choice.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { useLang, useWords } from '../words/words.ts'
import { Comparison } from './compare.tsx'
import type { Axis, Mask } from './cube/axis.ts'
import { openCube } from './cube/client.ts'
import { Files } from './files.tsx'
import { LinkedChart } from './linked.tsx'
import { UnitMap } from './map.tsx'
import type { Model } from './model.ts'
import { isPresent, masksOf, openingOf, spanOf, timeAxis, whereOf } from './model.ts'
import { Path } from './path.tsx'
import { PivotTable } from './pivot.tsx'
import { Ranking } from './rank.tsx'
import { ReleaseChanged, remoteOf } from './remote.ts'
import type { Change, DrillScene } from './scene.ts'
import { spanText, writingOf } from './scene.ts'
import { Rows } from './rows.tsx'
import type { Session } from './session.ts'
import { openSession } from './session.ts'
import type { Sheet } from './sheet.ts'
import { useRows } from './use-rows.ts'
import { useSessionState } from './use-session.ts'
import type { DrillView } from './view.ts'
import { drillFields, drillViewOf, shows, writeDrill } from './view.ts'

const route = getRouteApi('/indicators/$domain/$name')

/** Milliseconds after which a pick is written into the address: a hand that goes on picking is not held up. */
const settleMs = 160

type Props = { model: Model; below: { indicator: string; city: string; asOf?: string }; subject: string }

export function Explorer({ model, below, subject }: Props) {
  const words = useWords().drill
  const lang = useLang()
  const search = route.useSearch({
    select: (all) => Object.fromEntries(drillFields.map((field) => [field, all[field]])),
    structuralSharing: true,
  })
  const view = useMemo(() => drillViewOf(search), [search])
  const masks = useMemo(
    () => masksOf(model, { pick: view.pick, span: view.span, group: view.group }),
    [model, view.group, view.pick, view.span],
  )
  const { change, changeSoon, isChanging } = useAddress()
  const session = useSession(model, masks, below)

  const rows = useRows(model, session, below)
  // Who picks will go on picking: the rows are brought while the first answers come from cubes and server.
  const isExploring = Object.keys(view.pick).length > 0
  const { begin } = rows
  useEffect(() => {
    if (isExploring && rows.state.kind === 'idle' && !isSaving()) begin()
  }, [begin, isExploring, rows.state.kind])

  useEffect(() => {
    // What the reader has picked meanwhile is newer than the address.
    if (!isChanging()) session?.place(masks)
  }, [isChanging, masks, session])

  const write = useMemo(() => writingOf(model.measuredIn, lang), [lang, model])
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const about = useCallback(
    (): Sheet['about'] => [
      [words.value, words.unitOfMeasure(measureOf(model.measuredIn).title[lang])],
      [words.span, spanText({ model, view, lang })],
      [words.selection, selectionText(model, view) || words.city],
      [words.release, `${model.cubes.release}${below.asOf ? ` · ${formatDay(below.asOf, lang)}` : ''}`],
      ...(model.cubes.atLeast ? [[words.about, words.smallGroups(model.cubes.atLeast)] as [string, string]] : []),
      ...(model.cubes.simulated ? [[words.about, words.simulated] as [string, string]] : []),
    ],
    [below.asOf, lang, model, view, words],
  )
  if (!session) return <Loading lines={10} />
  const scene: DrillScene = { model, session, view, lang, words, subject, write, change, offer: setSheet, about }
  const hasUnits = model.groups.length > 0
  const onPicked = (axis: Axis, mask: Mask) => changeSoon(pickChange(model, session, axis, mask))
  return (
    <div className="drill__explorer">
      <Head scene={scene} />
      <Charts scene={scene} onPicked={onPicked} />
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a row of buttons, no form */}
      <div className="drill__tabs" role="group" aria-label={words.viewsLabel}>
        {shows
          .filter((show) => show !== 'map' || hasUnits)
          .map((show) => (
            <Button key={show} aria-pressed={view.show === show} onClick={() => change({ show })}>
              {words.views[show]}
            </Button>
          ))}
        <Files scene={scene} sheet={sheet} rows={rows} />
      </div>
      {view.show === 'pivot' && <PivotTable scene={scene} />}
      {view.show === 'rank' && <Ranking scene={scene} />}
      {view.show === 'map' && hasUnits && <UnitMap scene={scene} city={below.city} onPicked={onPicked} />}
      {view.show === 'compare' && <Comparison scene={scene} />}
      {view.show === 'rows' && <Rows scene={scene} rows={rows} />}
    </div>
  )
}

/** The reader asks for little traffic. */
const isSaving = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ?? false

/** The session follows the model; React may draw before it stands. */
function useSession(model: Model, masks: readonly Mask[], below: Props['below']): Session | null {
  const queries = useQueryClient()
  const [session, setSession] = useState<Session | null>(null)
  const first = useRef(masks)
  useEffect(() => {
    const made = openSession(openCube(openingOf(model)), remoteOf(model, below, queries), first.current)
    setSession(made)
    return () => made.close()
  }, [below, model, queries])
  return session
}

/** Changes of the address, at once or when the hand has come to rest. */
function useAddress() {
  const navigate = route.useNavigate()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const waiting = useRef<Record<string, string | undefined>>({})
  const flush = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    const next = waiting.current
    waiting.current = {}
    void navigate({ search: (now) => ({ ...now, ...next }), resetScroll: false })
  }, [navigate])
  const change = useCallback(
    (next: Change) => {
      Object.assign(waiting.current, writeDrill(next))
      flush()
    },
    [flush],
  )
  const changeSoon = useCallback(
    (next: Change) => {
      Object.assign(waiting.current, writeDrill(next))
      clearTimeout(timer.current)
      timer.current = setTimeout(flush, settleMs)
    },
    [flush],
  )
  const isChanging = useCallback(() => timer.current !== undefined, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  return { change, changeSoon, isChanging }
}

/** What a pick on a chart means in the address: months are a span, all else is a list of codes. */
function pickChange(model: Model, session: Session, axis: Axis, mask: Mask): Change {
  if (axis === timeAxis) {
    const months = model.axes[timeAxis]!.values.filter((_, place) => mask?.[place] === 1)
    const [from, to] = [months[0], months.at(-1)]
    return { span: from === undefined ? undefined : from === to ? from : `${from}..${to}` }
  }
  const { [model.axes[timeAxis]!.name]: _, ...pick } = whereOf(
    model,
    session.state().masks.map((one, other) => (other === axis ? mask : one)),
  )
  const unit = model.axes.findIndex(({ name }) => name === 'unit')
  // A whole level of units is no pick: the level stands in the address itself.
  const units = session.state().masks[unit]
  const isLevel =
    unit !== axis &&
    units &&
    model.groups.some(
      ({ places }) => places.size === pick['unit']?.length && [...places].every((place) => units[place] === 1),
    )
  if (!isLevel) return { pick }
  const { unit: __, ...others } = pick
  return { pick: others }
}

function Head({ scene }: { scene: DrillScene }) {
  const { model, session, view, words, lang, write, change } = scene
  const state = useSessionState(session)
  const years = model.cubes.years.toReversed()
  const latest = years[0]!
  const all = `${model.axes[timeAxis]!.values[0]}..${model.axes[timeAxis]!.values.at(-1)}`
  const span = view.span ?? latest
  const options = [
    ...(years.includes(span) || span === all ? [] : [{ id: span, text: spanText(scene) }]),
    ...years.map((year) => ({ id: year, text: words.wholeYear(year) })),
    { id: all, text: words.allTime },
  ]
  return (
    <header className="drill__head">
      <Path scene={scene} />
      <div className="drill__choices">
        <Choice
          label={words.span}
          options={options}
          value={span}
          onChange={(id) => change({ span: id === latest ? undefined : id })}
        />
        {model.groups.length > 1 && (
          <Choice
            label={words.level}
            options={[
              { id: 'all', text: words.allUnits },
              ...model.groups.map(({ id, title, places }) => ({
                id,
                text: `${title} (${formatNumber(places.size, lang)})`,
              })),
            ]}
            value={view.group ?? 'all'}
            onChange={(id) => {
              const { unit: _, ...pick } = view.pick
              change({ group: id === 'all' ? undefined : id, pick })
            }}
          />
        )}
        {(Object.keys(view.pick).length > 0 || view.span !== undefined || view.group !== undefined) && (
          <Button look="bare" onClick={() => change({ pick: {}, span: undefined, group: undefined })}>
            {words.clearAll}
          </Button>
        )}
      </div>
      {state.fault && !(state.fault instanceof ReleaseChanged) ? <ErrorState error={state.fault} /> : null}
      {state.isWaiting && state.crossed && <output className="quiet small">{words.waiting}…</output>}
      <p className="unseen" aria-live="polite">
        {state.isWaiting ? '' : readingOf(scene, write)}
      </p>
    </header>
  )
}

function readingOf({ session, words, lang }: DrillScene, write: DrillScene['write']): string {
  const total = session.state().crossed?.total
  return total ? `${write.amount(total[0]!)}; ${words.rowsCount(formatNumber(total.at(-1)!, lang))}` : ''
}

function Charts({ scene, onPicked }: { scene: DrillScene; onPicked: (axis: Axis, mask: Mask) => void }) {
  const { model, session, view, write } = scene
  const bases = useMemo(() => masksOf(model, { pick: {}, span: undefined, group: view.group }), [model, view.group])
  const shown = useMemo(() => {
    const unit = model.axes.findIndex(({ name }) => name === 'unit')
    const group = model.groups.find(({ id }) => id === view.group)
    const span = spanOf(model, view.span)?.mask ?? null
    return model.axes.map(({ order }, axis) =>
      axis === timeAxis
        ? order
        : order.filter(
            (place) => (axis !== unit || !group || group.places.has(place)) && isPresent(model, axis, place, span),
          ),
    )
  }, [model, view.group, view.span])
  const shapes = useMemo(
    () =>
      model.axes.map((_, axis) => (mask: Mask): Mask => {
        if (mask === null) return bases[axis] ?? null
        if (axis !== timeAxis) return mask
        const months = model.axes[timeAxis]!.values.filter((__, place) => mask[place] === 1)
        return spanOf(model, `${months[0]}..${months.at(-1)}`)?.mask ?? mask
      }),
    [bases, model],
  )
  return (
    <div className="drill__charts">
      {model.axes.map(({ name }, axis) => (
        <LinkedChart
          key={name}
          model={model}
          session={session}
          axis={axis}
          shown={shown[axis]!}
          base={bases[axis] ?? null}
          shape={shapes[axis]!}
          write={write}
          onPicked={(mask) => onPicked(axis, mask)}
        />
      ))}
    </div>
  )
}

const selectionText = ({ axes }: Model, { pick }: DrillView): string =>
  Object.entries(pick)
    .map(([name, codes]) => {
      const axis = axes.find((one) => one.name === name)!
      return `${axis.title}: ${codes.map((code) => axis.labels[axis.places.get(code)!]).join(', ')}`
    })
    .join('; ')
