// Idempotent producers of one partition (KIP-98, KIP-360): the last five batches of each, so that a retry is recognised and a gap refused.
import type { BatchHeader } from '../protocol/records/record-batch.ts'
import type { ProducerRecord } from '../storage/tables.ts'
import { AppendError } from './append-error.ts'

/** Kafka keeps as many as a producer may have in flight. */
const BATCHES_TO_RETAIN = 5

interface RetainedBatch {
  readonly firstSequence: number
  readonly lastSequence: number
  readonly firstOffset: number
  readonly timestampMs: number
}

interface Producer {
  epoch: number
  lastTimestampMs: number
  batches: RetainedBatch[]
}

export class ProducerStates {
  readonly #producers = new Map<number, Producer>()

  /** Restores one producer from its stored record. */
  restore(producerId: number, record: ProducerRecord): void {
    this.#producers.set(producerId, {
      epoch: record.epoch,
      lastTimestampMs: record.lastTimestampMs,
      batches: record.batches.map(([firstSequence, lastSequence, firstOffset, timestampMs]) => ({ firstSequence, lastSequence, firstOffset, timestampMs })),
    })
  }

  clear(): void {
    this.#producers.clear()
  }

  get size(): number {
    return this.#producers.size
  }

  /** The retained batch that this one repeats, or undefined when it is new and in order; throws AppendError otherwise. */
  check(header: BatchHeader): RetainedBatch | undefined {
    const producer = this.#producers.get(header.producerId)
    if (producer === undefined) return undefined // no known state: any sequence starts it
    const lastSequence = sequenceAfter(header.baseSequence, header.lastOffsetDelta)
    if (header.producerEpoch === producer.epoch) {
      const duplicate = producer.batches.find((batch) => batch.firstSequence === header.baseSequence && batch.lastSequence === lastSequence)
      if (duplicate) return duplicate
    }
    if (header.producerEpoch < producer.epoch) {
      throw new AppendError('INVALID_PRODUCER_EPOCH', `Producer ${header.producerId} has epoch ${header.producerEpoch}; the partition has seen epoch ${producer.epoch}.`)
    }
    this.#requireNextSequence(header, producer)
    return undefined
  }

  /** Takes note of an appended batch; the result is what must be stored with it. */
  append(header: BatchHeader, firstOffset: number, nowMs: number): ProducerRecord {
    const known = this.#producers.get(header.producerId)
    const producer: Producer = known?.epoch === header.producerEpoch ? known : { epoch: header.producerEpoch, lastTimestampMs: nowMs, batches: [] }
    producer.batches.push({
      firstSequence: header.baseSequence,
      lastSequence: sequenceAfter(header.baseSequence, header.lastOffsetDelta),
      firstOffset,
      timestampMs: header.maxTimestamp,
    })
    if (producer.batches.length > BATCHES_TO_RETAIN) producer.batches.shift()
    producer.lastTimestampMs = nowMs
    this.#producers.set(header.producerId, producer)
    return {
      epoch: producer.epoch,
      lastTimestampMs: nowMs,
      batches: producer.batches.map((batch) => [batch.firstSequence, batch.lastSequence, batch.firstOffset, batch.timestampMs]),
    }
  }

  /** Forgets the producers that last wrote before `beforeMs` (`producer.id.expiration.ms`); returns their ids. */
  expire(beforeMs: number): number[] {
    const expired: number[] = []
    for (const [producerId, producer] of this.#producers) {
      if (producer.lastTimestampMs >= beforeMs) continue
      this.#producers.delete(producerId)
      expired.push(producerId)
    }
    return expired
  }

  #requireNextSequence(header: BatchHeader, producer: Producer): void {
    const last = producer.batches.at(-1)
    const expected = header.producerEpoch > producer.epoch || last === undefined ? 0 : sequenceAfter(last.lastSequence, 1)
    if (header.baseSequence !== expected) {
      throw new AppendError(
        'OUT_OF_ORDER_SEQUENCE_NUMBER',
        `Producer ${header.producerId} (epoch ${header.producerEpoch}) sent sequence ${header.baseSequence}; ${expected} comes next.`,
      )
    }
  }
}

/** Sequences count records and wrap from 2147483647 to 0. */
export function sequenceAfter(sequence: number, records: number): number {
  const next = sequence + records
  return next > 0x7fff_ffff ? next - 0x8000_0000 : next
}
