// What was sent from here, newest first: each entry loads its message again, and leads to its record.
import { ArrowUpRight } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { IconButton } from '../../ui/button.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { targetOf } from '../../ui/roving-focus.ts'
import { useSendHistory } from './send-history.ts'
import { placeOf, type Sent } from './sent-messages.ts'

const FIRST_SHOWN = 20
const PAGE = 10

export interface SentListProps {
  connectionId: string
  onLoad: (sent: Sent) => void
  onOpen: (topic: string, address: { partition: number; offset: bigint }) => void
}

export function SentList({ connectionId, onLoad, onOpen }: SentListProps): ReactNode {
  const all = useSendHistory(({ sent }) => sent)
  const [shown, setShown] = useState(FIRST_SHOWN)
  const list = useRef<HTMLUListElement>(null)
  const here = all.filter((item) => item.connectionId === connectionId)
  if (here.length === 0) return null
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])]
    const target = targetOf(event.key, entries.indexOf(event.target as HTMLElement), PAGE, entries.length)
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    entries[Math.min(Math.max(target, 0), entries.length - 1)]?.focus()
  }
  return (
    <section aria-label="Sent" className="border-t border-n6 p-3">
      <h3 className="pb-1 text-small font-medium text-n10">Sent from here</h3>
      <ul ref={list} onKeyDown={onKeyDown}>
        {here.slice(0, shown).map((item) => (
          <SentEntry key={`${item.sentAtMs} ${item.topic} ${item.partition} ${item.offset}`} item={item} onLoad={onLoad} onOpen={onOpen} />
        ))}
      </ul>
      {here.length > shown && (
        <button type="button" className="h-6.5 px-1 text-small text-accent hover:underline" onClick={() => setShown(here.length)}>
          Show all {formatCount(here.length)}
        </button>
      )}
    </section>
  )
}

function SentEntry({ item, onLoad, onOpen }: { item: Sent } & Omit<SentListProps, 'connectionId'>): ReactNode {
  const place = placeOf(item)
  const isLeftOut = item.draft === null
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        data-entry=""
        aria-disabled={isLeftOut}
        title={isLeftOut ? 'It was too large to be kept: open the record and choose Edit and resend.' : 'Load this message again'}
        className="flex h-6.5 min-w-0 flex-1 items-center gap-3 rounded-inner px-1 text-left hover:bg-n4"
        onClick={() => !isLeftOut && onLoad(item)}
      >
        <span className="min-w-0 flex-1 truncate font-mono text-mono">{place}</span>
        {item.count > 1 && <span className="text-small text-n10">×{formatCount(item.count)}</span>}
        {isLeftOut && <span className="text-small text-n9">too large to keep</span>}
        <span className="text-small text-n10">
          <MomentText timestampMs={item.sentAtMs} />
        </span>
      </button>
      <IconButton label={`Open ${place}`} onClick={() => onOpen(item.topic, { partition: item.partition, offset: BigInt(item.offset) })}>
        <ArrowUpRight size={14} aria-hidden="true" />
      </IconButton>
    </li>
  )
}
