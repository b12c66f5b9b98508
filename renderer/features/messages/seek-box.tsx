// Where to read, typed in a few characters; what it means is said below while one types, and what is wrong with it.
import { ListStart } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { parseSeek, type SeekParse } from '../../format/seek.ts'
import { now } from '../../ui/clock.ts'
import { useCommands } from '../../ui/commands.ts'
import { SeekMenu } from './seek-menu.tsx'

export interface SeekBoxProps {
  value: string
  zone: string
  /** Number of the topic's partitions; undefined before it is known. */
  partitionCount: number | undefined
  onSeek: (text: string) => void
  /** Moves the focus into the list. */
  onLeave: () => void
}

export function SeekBox({ value, zone, partitionCount, onSeek, onLeave }: SeekBoxProps): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  const noteId = useId()
  /** null = nobody is typing. */
  const [draft, setDraft] = useState<string | null>(null)
  const [refused, setRefused] = useState(false)
  useCommands([
    {
      id: 'messages.seek',
      title: 'Go to an offset or a time',
      keys: ['G'],
      run: () => (input.current?.focus(), input.current?.select()),
    },
  ])
  const parse = parseHere(draft ?? value, zone, partitionCount)
  const leave = (): void => {
    setDraft(null)
    setRefused(false)
    input.current?.blur()
    onLeave()
  }
  const seek = (text: string): void => {
    if (!parseHere(text, zone, partitionCount).ok) return (setDraft(text), setRefused(true))
    leave()
    onSeek(text.trim() || 'newest')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Enter') seek(draft ?? value)
    else leave()
  }
  return (
    <div className="relative flex w-56 min-w-36 shrink">
      <ListStart size={13} aria-hidden="true" className="absolute top-1/2 left-2 -translate-y-1/2 text-n9" />
      <input
        ref={input}
        type="text"
        aria-label="Read from"
        aria-describedby={draft === null ? undefined : noteId}
        aria-invalid={draft !== null && !parse.ok ? true : undefined}
        value={draft ?? value}
        autoComplete="off"
        spellCheck={false}
        className="h-6.5 w-full rounded-l-inner border border-n7 bg-n1 pr-6 pl-7 font-mono text-mono select-text aria-invalid:border-bad"
        onFocus={() => setDraft(value)}
        onBlur={() => (setDraft(null), setRefused(false))}
        onChange={(event) => (setDraft(event.target.value), setRefused(false))}
        onKeyDown={onKeyDown}
      />
      {draft === null && (
        <kbd aria-hidden="true" className="pointer-events-none absolute top-1/2 right-9 -translate-y-1/2 font-sans text-small text-n9">
          G
        </kbd>
      )}
      <SeekMenu zone={zone} partitionCount={partitionCount} onSeek={seek} />
      {draft !== null && <SeekNote id={noteId} parse={parse} refused={refused} onExample={seek} />}
    </div>
  )
}

/** What the text means, or what is wrong with it. */
function SeekNote(props: { id: string; parse: SeekParse; refused: boolean; onExample: (text: string) => void }): ReactNode {
  const { id, parse, refused, onExample } = props
  return (
    <div
      id={id}
      role={refused ? 'alert' : 'status'}
      className="floating absolute top-full left-0 z-10 mt-1 w-100 max-w-[80vw] rounded-outer border border-n7 bg-n2 px-3 py-2 shadow-float"
    >
      {parse.ok ? (
        <p>{parse.seek.words}</p>
      ) : (
        <p className="text-bad">
          {parse.message}{' '}
          <span className="text-n11">
            For example{' '}
            {/* Pressed, not clicked: the box must not lose the focus before. */}
            <button
              type="button"
              tabIndex={-1}
              className="rounded-inner font-mono text-mono text-accent underline"
              onMouseDown={(event) => (event.preventDefault(), onExample(parse.example))}
            >
              {parse.example}
            </button>
          </span>
        </p>
      )}
      <p className="pt-1 text-small text-n10">
        <code>-500</code> newest 500 · <code>4211</code> offset · <code>0:4211</code> of partition 0 · <code>@-15m</code> ·{' '}
        <code>@17:05:17:10</code> · <code>@2026-05-01:1h</code> · <code>live</code>
      </p>
    </div>
  )
}

function parseHere(text: string, zone: string, partitionCount: number | undefined): SeekParse {
  const parse = parseSeek(text, { nowMs: now(), zone })
  if (!parse.ok || partitionCount === undefined) return parse
  const beyond = parse.seek.partitions?.find((partition) => partition >= partitionCount)
  if (beyond === undefined) return parse
  const there = partitionCount === 1 ? 'one partition: 0' : `${partitionCount} partitions: 0 to ${partitionCount - 1}`
  const example = `0:${text.slice(text.indexOf(':') + 1)}`
  return { ok: false, message: `There is no partition ${beyond}: the topic has ${there}.`, example }
}
