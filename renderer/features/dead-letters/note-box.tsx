// A note that can be written where it is read: kept when one leaves it or presses Mod+Enter, given up by Escape.
import { StickyNote } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'

export interface NoteBoxProps {
  label: string
  note: string
  onNote: (note: string) => void
}

/** What `N` looks for. */
export const NOTE_MARK = 'data-note'

export function NoteBox({ label, note, onNote }: NoteBoxProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  /** Where the focus was: a key opens the note from anywhere. */
  const cameFrom = useRef<Element | null>(null)
  const end = (keep: boolean): void => {
    if (keep && draft !== null && draft.trim() !== note) onNote(draft.trim())
    setDraft(null)
  }
  if (draft === null)
    return (
      <button
        ref={button}
        type="button"
        {...{ [NOTE_MARK]: '' }}
        className="flex min-h-5.5 items-start gap-1.5 self-start rounded-inner px-1 py-0.5 text-left text-n10 hover:bg-n4 hover:text-n12"
        title={`${label} (N)`}
        onClick={() => {
          cameFrom.current = document.activeElement
          setDraft(note)
        }}
      >
        <StickyNote size={12} aria-hidden="true" className="mt-0.5 shrink-0" />
        <span className="line-clamp-4 min-w-0 wrap-anywhere whitespace-pre-wrap">{note === '' ? 'Add a note' : note}</span>
      </button>
    )
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return
    event.preventDefault()
    event.stopPropagation()
    end(event.key === 'Enter')
    const back = cameFrom.current
    requestAnimationFrame(() => (back instanceof HTMLElement && back !== document.body && back.isConnected ? back : button.current)?.focus())
  }
  return (
    <textarea
      // It was asked for by a press.
      // oxlint-disable-next-line no-autofocus
      autoFocus
      aria-label={label}
      placeholder="What is known about it, who is on it. Kept in this Headwater only."
      value={draft}
      rows={3}
      maxLength={10_000}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={onKeyDown}
      className="w-full resize-y rounded-inner border border-n8 bg-n1 px-2 py-1 select-text"
    />
  )
}
