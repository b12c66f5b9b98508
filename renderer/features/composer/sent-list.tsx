// What was sent from here, newest first; each leads to its record.
import type { ReactNode } from 'react'
import { MomentText } from '../../ui/moment-text.tsx'
import { useDrafts } from './drafts.ts'

const SHOWN = 20

export function SentList(props: {
  connectionId: string
  onOpen: (topic: string, address: { partition: number; offset: bigint }) => void
}): ReactNode {
  const { connectionId, onOpen } = props
  const sent = useDrafts((drafts) => drafts.sent)
  const here = sent.filter((item) => item.connectionId === connectionId).slice(0, SHOWN)
  if (here.length === 0) return null
  return (
    <section aria-label="Sent" className="border-t border-n6 p-3">
      <h3 className="pb-1 text-small font-medium text-n10">Sent</h3>
      <ul>
        {here.map((item) => (
          <li key={`${item.sentAtMs} ${item.topic} ${item.partition} ${item.offset}`}>
            <button
              type="button"
              className="flex h-6.5 w-full items-center gap-3 rounded-inner px-1 text-left hover:bg-n4"
              onClick={() => onOpen(item.topic, { partition: item.partition, offset: BigInt(item.offset) })}
            >
              <span className="min-w-0 flex-1 truncate font-mono text-mono">
                {item.topic}-{item.partition} @ {item.offset}
              </span>
              <span className="text-small text-n10">
                <MomentText timestampMs={item.sentAtMs} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
