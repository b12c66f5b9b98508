// Where a record is, as a way there while it still is.
import type { ReactNode } from 'react'
import { placeText } from './failure-words.ts'

export interface PlaceLinkProps {
  place: { topic: string; partition: number | null; offset: bigint | null }
  /** Still in the log, as far as anybody knows. */
  isThere: boolean
  onOpenRecord: (topic: string, record: { partition: number; offset: bigint }) => void
}

export function PlaceLink({ place, isThere, onOpenRecord }: PlaceLinkProps): ReactNode {
  const { topic, partition, offset } = place
  const text = <span className="font-mono text-mono wrap-anywhere">{placeText(place)}</span>
  if (!isThere || partition === null || offset === null) return text
  return (
    <button type="button" className="rounded-inner text-left text-accent hover:underline" title="Open the record in its topic" onClick={() => onOpenRecord(topic, { partition, offset })}>
      {text}
    </button>
  )
}
