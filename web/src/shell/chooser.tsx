/** Owns what the buttons above open: a list of periods or areas, a calendar of days. Loaded when first asked for. */
import type { Day } from '@laban/shared'
import { addDays, bucketOf, formatDay, isDay, yearOf } from '@laban/shared'
import { parseDate } from '@internationalized/date'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import {
  Button as AriaButton,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
  Dialog,
  Heading,
  I18nProvider,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components'
import { sharedOf } from '../address.ts'
import { useEffect, useRef, useState } from 'react'
import { trpc } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loading } from '../ui/states.tsx'
import { useLang, useTell, useWords } from '../words/words.ts'
import './float.css'

export type Choice = 'city' | 'period' | 'asOf' | 'area'

const all = ''
const yearsBack = 5

export function Chooser({
  choice,
  trigger,
  onClose,
}: {
  choice: Choice
  trigger: HTMLButtonElement
  onClose: () => void
}) {
  const { shell } = useWords()
  const lang = useLang()
  const tell = useTell()
  const navigate = useNavigate()
  const { search } = useLocation()
  const release = useQuery(trpc.release.current.queryOptions({}))
  // Posts change: offered are those that answer for a tile on the day and in the period shown, whichever area is chosen now.
  const { area: _chosen, ...shown } = sharedOf(search)
  const overview = useQuery({ ...trpc.overview.get.queryOptions(shown), enabled: choice === 'area' })
  const choose = (value: string | undefined) => {
    // Posts are those of a city: the one chosen does not go along to another.
    const left = choice === 'city' ? { area: undefined } : {}
    void navigate({ to: '.', search: (now) => ({ ...now, ...left, [choice]: value || undefined }) })
    onClose()
  }
  // A list that is drawn together with the dialog loses the focus to it: it comes a moment later.
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const later = setTimeout(() => setOpen(true))
    return () => clearTimeout(later)
  }, [])
  const horizon = isOpen ? release.data?.horizon : undefined
  const titles = {
    city: shell.filters.chooseCity,
    period: shell.filters.choosePeriod,
    asOf: shell.filters.chooseAsOf,
    area: shell.filters.chooseArea,
  }
  return (
    <I18nProvider locale={lang === 'vi' ? 'vi-VN' : 'en-GB'}>
      <Popover
        className="float float--popover"
        triggerRef={{ current: trigger }}
        isOpen
        onOpenChange={(open) => !open && onClose()}
        placement="bottom start"
      >
        <Dialog className="float__inside">
          <Heading slot="title" className="float__title">
            {titles[choice]}
          </Heading>
          {(choice === 'area' ? !overview.data : !horizon) && <Loading lines={3} />}
          {choice === 'city' && isOpen && release.data && (
            <Options
              label={titles.city}
              chosen={search.city ?? release.data.home}
              options={release.data.cities.map(({ id, name }) => ({ id, title: tell(name) }))}
              onChoose={(id) => choose(id === release.data.home ? undefined : id)}
            />
          )}
          {choice === 'period' && horizon && (
            <Options
              label={titles.period}
              chosen={search.period ?? all}
              options={[
                { id: all, title: shell.filters.allPeriods },
                ...Array.from({ length: yearsBack + 1 }, (_, back) => String(yearOf(horizon) - back)).map((year) => ({
                  id: year,
                  title: shell.filters.year(year),
                })),
              ]}
              onChoose={choose}
            />
          )}
          {choice === 'area' && isOpen && overview.data && (
            <Options
              label={titles.area}
              chosen={search.area ?? all}
              options={[
                { id: all, title: shell.filters.allAreas },
                ...overview.data.areas.map(({ id, title, post }) => ({
                  id,
                  title: tell(title),
                  note: tell(post),
                })),
              ]}
              onChoose={choose}
            />
          )}
          {choice === 'asOf' && horizon && <Days horizon={horizon} chosen={search.asOf} onChoose={choose} />}
        </Dialog>
      </Popover>
    </I18nProvider>
  )
}

type Option = { id: string; title: string; note?: string }

type OptionsProps = { label: string; options: Option[]; chosen: string; onChoose: (id: string) => void }

function Options({ label, options, chosen, onChoose }: OptionsProps) {
  const box = useRef<HTMLDivElement>(null)
  // Dialog and list both reach for the focus: where the list itself is left with it, the chosen option takes it.
  useEffect(() => {
    const list = box.current
    const handOn = () => {
      setTimeout(() => {
        if (document.activeElement === list)
          list?.querySelector<HTMLElement>('[role=option][aria-selected=true]')?.focus()
      })
    }
    list?.addEventListener('focusin', handOn)
    handOn()
    return () => list?.removeEventListener('focusin', handOn)
  }, [])
  return (
    <ListBox
      ref={box}
      aria-label={label}
      className="options"
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it opens on request, and is all that there is to do
      autoFocus
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[`=${chosen}`]}
      onSelectionChange={(keys) => keys !== 'all' && onChoose(String([...keys][0] ?? '=').slice(1))}
    >
      {options.map(({ id, title, note }) => (
        <ListBoxItem key={id} id={`=${id}`} textValue={title} className="options__one">
          <span>{title}</span>
          {note && <span className="options__note">{note}</span>}
        </ListBoxItem>
      ))}
    </ListBox>
  )
}

/** Ends of the last quarters: the days that meetings ask about. */
function quarterEnds(horizon: Day, count: number): Day[] {
  const ends: Day[] = []
  for (
    let at = addDays(bucketOf(horizon, 'quarter').start, -1);
    ends.length < count;
    at = addDays(bucketOf(at, 'quarter').start, -1)
  )
    ends.push(at)
  return ends
}

function Days({
  horizon,
  chosen,
  onChoose,
}: {
  horizon: Day
  chosen: string | undefined
  onChoose: (day: Day | undefined) => void
}) {
  const { shell } = useWords()
  const lang = useLang()
  const value = parseDate(chosen && isDay(chosen) ? chosen : horizon)
  return (
    <>
      <p className="float__about">{shell.filters.asOfAbout}</p>
      <div className="quick">
        {quarterEnds(horizon, 4).map((end) => (
          <Button key={end} aria-pressed={chosen === end} onClick={() => onChoose(end)}>
            {formatDay(end, lang)}
          </Button>
        ))}
      </div>
      <Calendar
        className="calendar"
        aria-label={shell.filters.calendar}
        value={value}
        maxValue={parseDate(horizon)}
        firstDayOfWeek="mon"
        onChange={(day) => onChoose(day.toString())}
      >
        <div className="calendar__head">
          <AriaButton slot="previous" className="button button--bare" aria-label={shell.filters.previousMonth}>
            <Icon name="chevron" />
          </AriaButton>
          <CalendarHeading className="calendar__title" />
          <AriaButton slot="next" className="button button--bare" aria-label={shell.filters.nextMonth}>
            <Icon name="chevron" />
          </AriaButton>
        </div>
        <CalendarGrid>
          <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
          <CalendarGridBody>
            {(date) => (
              <CalendarCell
                date={date}
                className="calendar__day"
                // The library has no Vietnamese: a day is called by its date in our own words.
                render={(props, { isSelected }) => (
                  <div
                    {...props}
                    aria-label={shell.filters.calendarDay(formatDay(date.toString(), lang), isSelected)}
                  />
                )}
              />
            )}
          </CalendarGridBody>
        </CalendarGrid>
      </Calendar>
      {chosen && (
        <Button look="main" onClick={() => onChoose(undefined)}>
          {shell.filters.backToNow}
        </Button>
      )}
    </>
  )
}
