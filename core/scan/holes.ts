// Offsets without a record, met on the way from one record to the next, and what they are: markers, what was taken back, what compaction has removed.

import { ProtocolError } from '../protocol/protocol-error.ts'
import type { BatchHeader } from '../protocol/records/record-batch.ts'
import { decodeRecords } from '../protocol/records/record.ts'

export type HoleKind = 'commit marker' | 'abort marker' | 'control record' | 'aborted' | 'compacted'

/** Of the offsets from `fromOffset` up to the record that it lies before. */
export interface Hole {
  readonly fromOffset: number
  readonly kinds: readonly HoleKind[]
}

export class Holes {
  #fromOffset: number
  /** Everything before it is accounted for. */
  #nextOffset: number
  #kinds = new Set<HoleKind>()

  constructor(fromOffset: number) {
    this.#fromOffset = fromOffset
    this.#nextOffset = fromOffset
  }

  /** Offsets [fromOffset, untilOffset) hold something that is no record to show. */
  met(kind: HoleKind, fromOffset: number, untilOffset: number): void {
    if (fromOffset > this.#nextOffset) this.#kinds.add('compacted')
    if (untilOffset <= this.#nextOffset) return
    this.#kinds.add(kind)
    this.#nextOffset = untilOffset
  }

  /** Records up to here were looked at, and are of no interest. */
  passed(untilOffset: number): void {
    this.#fromOffset = this.#nextOffset = Math.max(this.#nextOffset, untilOffset)
    this.#kinds.clear()
  }

  /** What lies before a record; it is accounted for only by `passed`. */
  before(offset: number): Hole | null {
    if (offset <= this.#fromOffset) return null
    const compacted: HoleKind[] = offset > this.#nextOffset ? ['compacted'] : []
    return { fromOffset: this.#fromOffset, kinds: [...new Set([...this.#kinds, ...compacted])] }
  }
}

const MARKER_KINDS: readonly HoleKind[] = ['abort marker', 'commit marker']

/** The key of a control record: a version, then its type. */
export function markerKind(bytes: Buffer, at: number, header: BatchHeader): HoleKind {
  try {
    const key = decodeRecords(bytes, at, header)[0]?.key
    return (key && key.length >= 4 && MARKER_KINDS[key.readInt16BE(2)]) || 'control record'
  } catch (error) {
    if (error instanceof ProtocolError) return 'control record'
    throw error
  }
}
