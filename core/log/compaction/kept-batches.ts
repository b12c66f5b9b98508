// What is common to all who write a log anew: which records of a batch stay, and which batches must although nothing of them is left.
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { visitRawRecords } from '../../protocol/records/raw-records.ts'
import { type BatchHeader, isControl, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import type { CleanedBatch } from '../../storage/cleaned-file.ts'
import { type ActiveProducer, sequenceAfter } from '../producer-state.ts'
import { bodyOf, emptyBatch, RecordCollector } from './batch-rewrite.ts'

export class KeptBatches {
  readonly #lastOffset: number
  readonly #producers: ReadonlyMap<number, ActiveProducer>

  /** `lastOffset`: of all that is rewritten. */
  constructor({ lastOffset, producers }: { readonly lastOffset: number; readonly producers: readonly ActiveProducer[] }) {
    this.#lastOffset = lastOffset
    this.#producers = new Map(producers.map((producer) => [producer.producerId, producer]))
  }

  /** What stands for a batch of which no record is left; undefined where nothing has to. */
  emptied(batch: Buffer, header: BatchHeader): CleanedBatch | undefined {
    if (!this.#mustStay(header)) return undefined
    return { batch: emptyBatch(batch, header), lastOffset: lastOffsetOf(header), records: 0, maxTimestampMs: -1 }
  }

  /** The last batch of all, so that the log does not end earlier, and the one that says how far a live producer has got. */
  #mustStay(header: BatchHeader): boolean {
    if (lastOffsetOf(header) === this.#lastOffset) return true
    const producer = this.#producers.get(header.producerId)
    if (producer === undefined || producer.producerEpoch !== header.producerEpoch) return false
    if (producer.lastSequence < 0) return isControl(header.attributes)
    return !isControl(header.attributes) && sequenceAfter(header.baseSequence, header.lastOffsetDelta) === producer.lastSequence
  }
}

/** Undefined when the batch cannot be read: it then stays as it is. */
export async function collected(batch: Buffer, header: BatchHeader, keep: (body: Buffer, record: Parameters<RecordCollector['keep']>[0]) => boolean): Promise<RecordCollector | undefined> {
  try {
    const body = await bodyOf(batch, header)
    const kept = new RecordCollector(body, header)
    visitRawRecords(body, header.recordCount, (record) => {
      if (keep(body, record)) kept.keep(record)
    })
    return kept
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return undefined
  }
}

export const cleanedBatch = (batch: Buffer, header: BatchHeader, maxTimestampMs: number): CleanedBatch => ({
  batch,
  lastOffset: lastOffsetOf(header),
  records: isControl(header.attributes) ? 0 : header.recordCount,
  maxTimestampMs,
})
