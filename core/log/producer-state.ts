// Idempotent producers of one partition (KIP-98, KIP-360): the last five batches of each, so that a retry is recognised and a gap refused.
import type { Marker } from '../protocol/records/control-record.ts'
import { type BatchHeader, isTransactional } from '../protocol/records/record-batch.ts'
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
  coordinatorEpoch: number
  transactionFirstOffset: number
  /** When its last marker was written; NONE once a batch has followed. */
  endedMs: number
}

/** What DescribeProducers tells of a producer; -1 for what there is not. */
export interface ActiveProducer {
  readonly producerId: number
  readonly producerEpoch: number
  readonly lastSequence: number
  /** Of its last batch, or of the marker that followed it. */
  readonly lastTimestampMs: number
  readonly coordinatorEpoch: number
  readonly currentTransactionFirstOffset: number
}

const NONE = -1

export class ProducerStates {
  readonly #producers = new Map<number, Producer>()

  /** Restores one producer from its stored record. */
  restore(producerId: number, record: ProducerRecord): void {
    this.#producers.set(producerId, {
      epoch: record.epoch,
      lastTimestampMs: record.lastTimestampMs,
      batches: record.batches.map(([firstSequence, lastSequence, firstOffset, timestampMs]) => ({ firstSequence, lastSequence, firstOffset, timestampMs })),
      coordinatorEpoch: record.coordinatorEpoch ?? NONE,
      transactionFirstOffset: record.transactionFirstOffset ?? NONE,
      endedMs: record.endedMs ?? NONE,
    })
  }

  clear(): void {
    this.#producers.clear()
  }

  get size(): number {
    return this.#producers.size
  }

  active(): ActiveProducer[] {
    return [...this.#producers].map(([producerId, { epoch, batches, lastTimestampMs, coordinatorEpoch, transactionFirstOffset, endedMs }]) => ({
      producerId,
      producerEpoch: epoch,
      lastSequence: batches.at(-1)?.lastSequence ?? NONE,
      lastTimestampMs: endedMs === NONE ? (batches.at(-1)?.timestampMs ?? lastTimestampMs) : endedMs,
      coordinatorEpoch,
      currentTransactionFirstOffset: transactionFirstOffset,
    }))
  }

  /**
   * The retained batch that this one repeats, or undefined when it is new and in order; throws AppendError otherwise. A producer without known
   * state may begin anywhere, but at 0 where the transaction protocol knows every producer (`startsAtZero`, KIP-890).
   */
  check(header: BatchHeader, startsAtZero = false): RetainedBatch | undefined {
    const producer = this.#producers.get(header.producerId)
    if (producer === undefined) {
      if (startsAtZero && header.baseSequence !== 0) throw outOfOrder(header, 0)
      return undefined
    }
    const lastSequence = sequenceAfter(header.baseSequence, header.lastOffsetDelta)
    if (header.producerEpoch === producer.epoch) {
      const duplicate = producer.batches.find((batch) => batch.firstSequence === header.baseSequence && batch.lastSequence === lastSequence)
      if (duplicate) return duplicate
    }
    if (header.producerEpoch < producer.epoch) {
      throw staleEpoch(header.producerId, header.producerEpoch, producer.epoch)
    }
    this.#requireNextSequence(header, producer)
    if (producer.transactionFirstOffset !== NONE && !isTransactional(header.attributes)) {
      throw new AppendError('INVALID_TXN_STATE', `Producer ${header.producerId} has an open transaction on this partition; this batch is not part of one.`)
    }
    return undefined
  }

  /** Takes note of an appended batch; the result is what must be stored with it. */
  append(header: BatchHeader, firstOffset: number, nowMs: number): ProducerRecord {
    const producer = this.#inEpoch(header.producerId, header.producerEpoch)
    producer.batches.push({
      firstSequence: header.baseSequence,
      lastSequence: sequenceAfter(header.baseSequence, header.lastOffsetDelta),
      firstOffset,
      timestampMs: header.maxTimestamp,
    })
    if (producer.batches.length > BATCHES_TO_RETAIN) producer.batches.shift()
    producer.lastTimestampMs = nowMs
    producer.endedMs = NONE
    if (isTransactional(header.attributes) && producer.transactionFirstOffset === NONE) producer.transactionFirstOffset = firstOffset
    return recordOf(producer)
  }

  /** Takes note of the marker that ends the producer's transaction, whether it wrote here or not. Throws AppendError for a marker of the past. */
  endTransaction({ producerId, producerEpoch, coordinatorEpoch }: Marker, nowMs: number): ProducerRecord {
    const known = this.#producers.get(producerId)
    if (known !== undefined && producerEpoch < known.epoch) throw staleEpoch(producerId, producerEpoch, known.epoch)
    if (known !== undefined && coordinatorEpoch < known.coordinatorEpoch) {
      throw new AppendError(
        'TRANSACTION_COORDINATOR_FENCED',
        `The marker of producer ${producerId} comes from coordinator epoch ${coordinatorEpoch}; the partition has seen ${known.coordinatorEpoch}.`,
      )
    }
    const producer = this.#inEpoch(producerId, producerEpoch)
    Object.assign(producer, { lastTimestampMs: nowMs, coordinatorEpoch, transactionFirstOffset: NONE, endedMs: nowMs })
    return recordOf(producer)
  }

  /** Forgets the producers that last wrote before `beforeMs` (`producer.id.expiration.ms`); returns their ids. */
  expire(beforeMs: number): number[] {
    const expired: number[] = []
    for (const [producerId, producer] of this.#producers) {
      if (producer.lastTimestampMs >= beforeMs || producer.transactionFirstOffset !== NONE) continue
      this.#producers.delete(producerId)
      expired.push(producerId)
    }
    return expired
  }

  #requireNextSequence(header: BatchHeader, producer: Producer): void {
    const last = producer.batches.at(-1)
    const expected = header.producerEpoch > producer.epoch || last === undefined ? 0 : sequenceAfter(last.lastSequence, 1)
    if (header.baseSequence !== expected) throw outOfOrder(header, expected)
  }

  /** The producer's state in this epoch: sequences of an earlier one are over, its open transaction is not. */
  #inEpoch(producerId: number, epoch: number): Producer {
    const known = this.#producers.get(producerId)
    if (known?.epoch === epoch) return known
    const { coordinatorEpoch, transactionFirstOffset } = known ?? { coordinatorEpoch: NONE, transactionFirstOffset: NONE }
    const producer: Producer = { epoch, lastTimestampMs: NONE, batches: [], coordinatorEpoch, transactionFirstOffset, endedMs: NONE }
    this.#producers.set(producerId, producer)
    return producer
  }
}

function recordOf({ epoch, lastTimestampMs, batches, coordinatorEpoch, transactionFirstOffset, endedMs }: Producer): ProducerRecord {
  return {
    epoch,
    lastTimestampMs,
    batches: batches.map((batch) => [batch.firstSequence, batch.lastSequence, batch.firstOffset, batch.timestampMs]),
    ...(coordinatorEpoch === NONE ? {} : { coordinatorEpoch }),
    ...(transactionFirstOffset === NONE ? {} : { transactionFirstOffset }),
    ...(endedMs === NONE ? {} : { endedMs }),
  }
}

const staleEpoch = (producerId: number, epoch: number, seen: number): AppendError =>
  new AppendError('INVALID_PRODUCER_EPOCH', `Producer ${producerId} has epoch ${epoch}; the partition has seen epoch ${seen}.`)

const outOfOrder = ({ producerId, producerEpoch, baseSequence }: BatchHeader, expected: number): AppendError =>
  new AppendError('OUT_OF_ORDER_SEQUENCE_NUMBER', `Producer ${producerId} (epoch ${producerEpoch}) sent sequence ${baseSequence}; ${expected} comes next.`)

/** Sequences count records and wrap from 2147483647 to 0. */
export function sequenceAfter(sequence: number, records: number): number {
  const next = sequence + records
  return next > 0x7fff_ffff ? next - 0x8000_0000 : next
}
