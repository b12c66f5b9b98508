// A well-behaved client beside the hostile ones: what it produces and fetches stays right, whatever the others send.
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { batches, encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import type { Sender } from '../support/sender.ts'

/** A name that no fuzzer makes up. */
export const SENTINEL_TOPIC = 'sentinel-7f3a'

export class Sentinel {
  readonly #client: Sender
  #next = 0

  constructor(client: Sender) {
    this.#client = client
  }

  async start(): Promise<void> {
    const { topics } = await this.#client.send(CreateTopics, 5, { topics: [{ name: SENTINEL_TOPIC, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [{ name: 'retention.ms', value: '-1' }] }], timeoutMs: 5000, validateOnly: false })
    if (topics[0]!.errorCode !== 0) throw new Error(`the sentinel's topic was refused: ${topics[0]!.errorCode} ${topics[0]!.errorMessage}`)
  }

  /** Produces a record and reads it and the one before it; null, or what was wrong. */
  async look(): Promise<string | null> {
    const offset = this.#next++
    const records = encodeBatch({ records: [{ key: null, value: Buffer.from(`sentinel ${offset}`), timestamp: 0 }] })
    const produced = await this.#client.send(Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData: [{ name: SENTINEL_TOPIC, partitionData: [{ index: 0, records }] }] })
    const { errorCode, baseOffset, errorMessage } = produced.responses[0]!.partitionResponses[0]!
    if (errorCode !== 0 || baseOffset !== offset) return `record ${offset} of the sentinel got error ${errorCode} (${errorMessage}) and offset ${baseOffset}`
    return this.#read(Math.max(0, offset - 1), offset)
  }

  async #read(from: number, to: number): Promise<string | null> {
    const partitions = [{ partition: 0, fetchOffset: from, partitionMaxBytes: 1_000_000 }]
    const fetched = await this.#client.send(Fetch, 11, { maxWaitMs: 0, minBytes: 1, maxBytes: 1_000_000, topics: [{ topic: SENTINEL_TOPIC, partitions }], forgottenTopicsData: [] })
    const { errorCode, records } = fetched.responses[0]!.partitions[0]!
    const values = errorCode === 0 ? [...batches(records!)].flatMap(({ at, header }) => decodeRecords(records!, at, header).map(({ value }) => String(value))) : []
    const expected = Array.from({ length: to - from + 1 }, (_, i) => `sentinel ${from + i}`)
    return values.join() === expected.join() ? null : `the sentinel read ${errorCode} ${values.join()} instead of ${expected.join()}`
  }
}

