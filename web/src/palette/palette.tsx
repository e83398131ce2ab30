/** Owns the search over everything: one field, one list, by keyboard. What it finds it opens. */
/* oxlint-disable jsx-a11y/no-autofocus, jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role --
   a search that was called for is typed into at once; what scrolls must be reachable by keyboard */
import type { Words } from '@laban/shared'
import { formatDay } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  I18nProvider,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { sharedOf } from '../address.ts'
import type { Answered } from '../api.ts'
import { trpc } from '../api.ts'
import { useSettings } from '../shell/settings.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Dictionary } from '../words/words.ts'
import { useLang, useTell, useWords } from '../words/words.ts'
import type { Section, Thing } from './find.ts'
import { find } from './find.ts'
import { keepRecent, readRecent } from './recent.ts'
import './palette.css'

type Props = { isOpen: boolean; onOpenChange: (open: boolean) => void }

export function Palette({ isOpen, onOpenChange }: Props) {
  const words = useWords().catalogue.palette
  const lang = useLang()
  return (
    <I18nProvider locale={lang === 'vi' ? 'vi-VN' : 'en-GB'}>
      <ModalOverlay className="palette__ground" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
        <Modal className="palette">
          <Dialog className="palette__inside" aria-label={words.title}>
            <Search onClose={() => onOpenChange(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  )
}

function Search({ onClose }: { onClose: () => void }) {
  const {
    catalogue: { palette: words },
  } = useWords()
  const tell = useTell()
  const [typed, setTyped] = useState('')
  const { things, pending, failed } = useThings()
  const [recent] = useState(readRecent)
  const sections = useMemo(() => find(typed, things, recent), [typed, things, recent])
  const open = useOpen()
  const count = sections.reduce((sum, section) => sum + section.things.length + section.more, 0)
  const run = (key: string) => {
    const thing = things.find((one) => one.key === key)
    if (!thing) return
    if (thing.kind === 'indicator' || thing.kind === 'unit') keepRecent(key)
    onClose()
    open(thing)
  }
  const headings: Record<Section['kind'], string> = {
    recent: words.recent,
    indicator: words.indicators,
    unit: words.units,
    page: words.pages,
    action: words.actions,
  }
  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <div className="palette__bar">
        <Icon name="search" />
        <SearchField className="palette__field" aria-label={words.placeholder}>
          <Input autoFocus className="palette__input" placeholder={words.placeholder} />
        </SearchField>
        <Button look="bare" onClick={onClose} aria-label={words.close} className="palette__close">
          <Icon name="close" />
        </Button>
      </div>
      <p className="unseen" aria-live="polite">
        {typed && words.count(count)}
      </p>
      {pending && typed && <p className="palette__note">{words.loading}</p>}
      {failed && <p className="palette__note">{words.failed}</p>}
      <div className="palette__scroll" tabIndex={0} role="group" aria-label={words.results}>
        <ListBox
          className="palette__list"
          aria-label={words.results}
          items={sections}
          onAction={(key) => run(String(key).slice(String(key).indexOf(' ') + 1))}
          renderEmptyState={() =>
            pending ? null : (
              <div className="palette__none">
                <p>{words.none(typed)}</p>
                <p className="quiet small">{words.noneBody}</p>
              </div>
            )
          }
        >
          {(section) => (
            <ListBoxSection id={section.kind} className="palette__section">
              <Header className="palette__heading">
                {headings[section.kind]}
                {section.more > 0 && <span className="palette__more">{words.more(section.more)}</span>}
              </Header>
              {/* The section is part of the key: what was opened lately may stand in its own section too. */}
              <Collection items={section.things.map((thing) => ({ ...thing, id: `${section.kind} ${thing.key}` }))}>
                {(thing) => (
                  <ListBoxItem id={thing.id} textValue={tell(thing.name)} className="palette__item">
                    <span>{tell(thing.name)}</span>{' '}
                    {thing.note && <span className="palette__itemnote">{tell(thing.note)}</span>}
                  </ListBoxItem>
                )}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
      </div>
      <p className="palette__help">{words.help}</p>
    </Autocomplete>
  )
}

const pages = [
  ['/', 'overview'],
  ['/indicators', 'catalogue'],
  ['/units', 'units'],
  ['/peers', 'peers'],
] as const

const both = (make: (lang: 'vi' | 'en') => string): Words => ({ vi: make('vi'), en: make('en') })

/** Everything that can be found. Names of pages and actions are told in the reader's language only: both sides are the same text. */
function useThings(): { things: Thing[]; pending: boolean; failed: boolean } {
  const words = useWords()
  const { search } = useLocation()
  const city = typeof search.city === 'string' ? { city: search.city } : {}
  const catalogue = useQuery(trpc.catalogue.list.queryOptions(city))
  const units = useQuery(trpc.unit.list.queryOptions(city))
  const things = useMemo(
    () => [...indicatorThings(catalogue.data, words), ...unitThings(units.data, words), ...ownThings(words)],
    [catalogue.data, units.data, words],
  )
  return { things, pending: catalogue.isPending || units.isPending, failed: catalogue.isError || units.isError }
}

const indicatorThings = (list: Answered['catalogue']['list'] | undefined, { overview }: Dictionary): Thing[] =>
  (list?.indicators ?? []).map(({ id, name, definition, group, owner }) => ({
    key: `indicator:${id}`,
    kind: 'indicator',
    name,
    note: both((lang) => `${overview.groups[group]} · ${owner.name[lang]}`),
    also: [definition.vi, definition.en, id],
  }))

function unitThings(list: Answered['unit']['list'] | undefined, { catalogue, units }: Dictionary): Thing[] {
  if (!list) return []
  const onMap = new Set(list.maps.flatMap(({ cells }) => cells.map(({ unit }) => unit)))
  return (
    list.units
      .filter(({ id }) => onMap.has(id))
      // Of equal names the one in force is meant first.
      .sort((a, b) => Number(a.validTo !== null) - Number(b.validTo !== null))
      .map(({ id, name, short, level, code, validFrom, validTo }) => ({
        key: `unit:${id}`,
        kind: 'unit',
        name,
        note: both((lang) => {
          const when = validTo
            ? catalogue.palette.former(formatDay(validTo, lang))
            : validFrom
              ? catalogue.palette.since(formatDay(validFrom, lang))
              : ''
          return [units.kinds[level], when].filter(Boolean).join(' · ')
        }),
        also: [short.vi, short.en, ...(code ? [code] : [])],
      }))
  )
}

const named = (kind: 'page' | 'action', id: string, name: string, ...also: string[]): Thing => ({
  key: `${kind}:${id}`,
  kind,
  name: both(() => name),
  note: null,
  also,
})

function ownThings({ shell, catalogue: { palette } }: Dictionary): Thing[] {
  return [
    ...pages.map(([path, name]) => named('page', path, shell.nav[name], path)),
    named('action', 'lang-vi', palette.language.vi, 'vietnamese', 'tieng viet', 'language ngôn ngữ'),
    named('action', 'lang-en', palette.language.en, 'english', 'tieng anh', 'language ngôn ngữ'),
    named('action', 'theme-light', palette.theme.light, 'light theme', 'sáng'),
    named('action', 'theme-dark', palette.theme.dark, 'dark theme', 'tối'),
    named('action', 'theme-system', palette.theme.system, 'system theme', 'hệ thống'),
    named('action', 'wall', palette.wall, 'wall full screen'),
    named('action', 'print', palette.print, 'print in A4'),
  ]
}

function useOpen(): (thing: Thing) => void {
  const navigate = useNavigate()
  const { setLang, setTheme } = useSettings()
  return ({ key, kind }) => {
    const id = key.slice(kind.length + 1)
    const [domain = '', name = ''] = id.split('/')
    if (kind === 'indicator')
      void navigate({ to: '/indicators/$domain/$name', params: { domain, name }, search: (now) => sharedOf(now) })
    else if (kind === 'unit') void navigate({ to: '/units', search: (now) => ({ ...sharedOf(now), unit: id }) })
    else if (kind === 'page') void navigate({ to: id as (typeof pages)[number][0], search: (now) => sharedOf(now) })
    else act(id)
  }
  function act(id: string): void {
    switch (id) {
      case 'lang-vi':
      case 'lang-en':
        setLang(id === 'lang-vi' ? 'vi' : 'en')
        break
      case 'theme-light':
      case 'theme-dark':
      case 'theme-system':
        setTheme(id === 'theme-light' ? 'light' : id === 'theme-dark' ? 'dark' : 'system')
        break
      case 'wall':
        void navigate({ to: '/', search: (now) => ({ ...sharedOf(now), wall: '1' }) })
        break
      case 'print':
        // The dialog must have left the page before it is printed.
        setTimeout(() => window.print(), 120)
        break
      default:
        throw new Error(`no such action: ${id}`)
    }
  }
}
