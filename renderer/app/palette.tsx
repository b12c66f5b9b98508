// One box to find and do anything: type a few letters, arrows choose, Enter does it.
import { Dialog } from '@base-ui/react/dialog'
import { CornerDownLeft, History, Hash, type LucideIcon, Server, Settings, SquareChevronRight, Users } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { counted, formatCount } from '../format/numbers.ts'
import { cx } from '../ui/class-names.ts'
import { useHasLasted } from '../ui/clock.ts'
import { type EntryKind, marked, type PaletteEntry, type PaletteList, paletteList } from './palette-entries.ts'
import type { PaletteSource } from './palette-source.ts'

const ICONS: Record<EntryKind, LucideIcon> = { recent: History, command: SquareChevronRight, topic: Hash, group: Users, cluster: Server, setting: Settings }
const KINDS: Record<EntryKind, string> = { recent: 'Recent', command: 'Command', topic: 'Topic', group: 'Group', cluster: 'Cluster', setting: 'Setting' }

export interface PaletteProps {
  mode: 'all' | 'topics'
  source: PaletteSource
  onClose: () => void
}

export function Palette({ mode, source, onClose }: PaletteProps): ReactNode {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  // Typing stays ahead of ten thousand names.
  const asked = useDeferredValue(query)
  const list = useMemo(() => paletteList(asked, source.entries, mode), [asked, source.entries, mode])
  const active = Math.min(chosen, list.shown.length - 1)
  const optionId = (index: number): string => `${listId}-${index}`
  const label = mode === 'topics' ? 'Go to a topic' : 'Find a command, topic, group or cluster'
  const run = (entry: PaletteEntry | undefined): void => {
    if (!entry || entry.disabled !== undefined) return
    onClose()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = STEPS[event.key]
    if (by !== undefined) setChosen(Math.min(Math.max(active + by, 0), Math.max(list.shown.length - 1, 0)))
    else if (event.key === 'Enter') run(list.shown[active]?.item)
    else return
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-[oklch(0_0_0/0.25)]" />
        <Dialog.Popup
          initialFocus={input}
          aria-label={mode === 'topics' ? 'Go to a topic' : 'Command palette'}
          className="floating fixed top-[10vh] left-1/2 flex max-h-[70vh] w-150 max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col overflow-hidden rounded-outer border border-n7 bg-n2 shadow-float outline-none"
        >
          <input
            ref={input}
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={active >= 0 ? optionId(active) : undefined}
            aria-label={label}
            placeholder={label}
            value={query}
            autoComplete="off"
            spellCheck={false}
            className="h-10 shrink-0 border-b border-n6 bg-n1 px-3 text-title select-text focus-visible:outline-none"
            onChange={(event) => (setQuery(event.target.value), setChosen(0))}
            onKeyDown={onKeyDown}
          />
          <div id={listId} role="listbox" aria-label="Results" className="min-h-0 overflow-y-auto p-1">
            {list.shown.map(({ item, match }, index) => (
              <Option key={item.id} id={optionId(index)} entry={item} places={match.places} isActive={index === active} onPress={() => run(item)} onPoint={() => setChosen(index)} />
            ))}
          </div>
          <Foot list={list} query={query} source={source} mode={mode} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }

interface OptionProps {
  id: string
  entry: PaletteEntry
  places: readonly number[]
  isActive: boolean
  onPress: () => void
  onPoint: () => void
}

function Option({ id, entry: { kind, title, detail, keys, disabled }, places, isActive, onPress, onPoint }: OptionProps): ReactNode {
  const option = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) option.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const Icon = ICONS[kind]
  return (
    <div
      ref={option}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={disabled !== undefined}
      onClick={onPress}
      onMouseMove={() => !isActive && onPoint()}
      className={cx('flex h-7 items-center gap-2 rounded-inner px-2', isActive && 'bg-accent-soft', disabled !== undefined && 'text-n9')}
    >
      <Icon size={14} aria-hidden="true" className="shrink-0 text-n9" />
      <span className="sr-only">{KINDS[kind]}: </span>
      <span className={cx('truncate', (kind === 'topic' || kind === 'group') && 'font-mono text-mono')}>
        {marked(title, places.filter((place) => place < title.length)).map((piece, index) =>
          piece.isHit ? (
            // oxlint-disable-next-line no-array-index-key
            <mark key={index} className="bg-transparent font-semibold text-accent">
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </span>
      <span className="min-w-0 flex-1 truncate text-small text-n10">{disabled ?? detail}</span>
      {keys !== undefined && <kbd className="shrink-0 font-sans text-small text-n10">{keys}</kbd>}
    </div>
  )
}

function Foot({ list: { shown, count }, query, source, mode }: { list: PaletteList; query: string; source: PaletteSource; mode: 'all' | 'topics' }): ReactNode {
  const isSlow = useHasLasted(300) && source.isReading
  const said =
    count === 0
      ? query.trim() === '' && mode === 'topics'
        ? 'This cluster has no topics.'
        : `Nothing is called “${query}”.`
      : shown.length < count
        ? `The best ${shown.length} of ${formatCount(count)}: type more to narrow it down.`
        : counted(count, 'result')
  return (
    <div className="flex shrink-0 flex-col gap-0.5 border-t border-n6 px-3 py-1.5 text-small text-n10">
      {source.failures.map(({ what, failure }) => (
        <p key={what} role="alert" className="text-bad">
          The {what} could not be read: {failure.message} {failure.remedy}
        </p>
      ))}
      <p className="flex items-center gap-3">
        <span role="status" className="flex-1">
          {isSlow && count === 0 ? 'Reading names…' : said}
          {isSlow && count > 0 && ' Reading names…'}
        </span>
        <span aria-hidden="true" className="flex items-center gap-1">
          <CornerDownLeft size={11} /> do it
        </span>
        <span aria-hidden="true">Esc close</span>
      </p>
    </div>
  )
}
