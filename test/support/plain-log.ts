// The simplest producer and reader: texts in and out of one partition over a connection, and the error code of each write.
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { InitProducerId } from '../../core/protocol/messages/init-producer-id.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { batches, encodeBatch, lastOffsetOf } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import type { Sender } from './sender.ts'

export interface Place {
  readonly topic: string
  readonly partition: number
}

export interface Written {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly baseOffset: number
}

export interface IdempotentProducer {
  readonly producerId: number
  readonly producerEpoch: number
}

export async function idempotentProducer(client: Sender): Promise<IdempotentProducer> {
  const { errorCode, producerId, producerEpoch } = await client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 })
  if (errorCode !== 0) throw new Error(`InitProducerId: error ${errorCode}`)
  return { producerId, producerEpoch }
}

/** Records without a time of their own (-1), so that no retention and no clock touches them. */
export async function write(client: Sender, { topic, partition }: Place, values: readonly (string | Buffer)[], producer?: IdempotentProducer & { readonly baseSequence: number }): Promise<Written> {
  const timestamp = -1
  const records = encodeBatch({ records: values.map((value) => ({ key: null, value: Buffer.from(value), timestamp })), ...producer })
  const response = await client.send(Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData: [{ name: topic, partitionData: [{ index: partition, records }] }] })
  const { errorCode, baseOffset, errorMessage } = response.responses[0]!.partitionResponses[0]!
  return { errorCode, baseOffset, errorMessage: errorMessage ?? null }
}

/** Everything from `fromOffset` to the high watermark. */
export async function readAll(client: Sender, { topic, partition }: Place, fromOffset = 0): Promise<Buffer[]> {
  const values: Buffer[] = []
  for (let fetchOffset = fromOffset; ;) {
    const partitions = [{ partition, fetchOffset, partitionMaxBytes: 8 << 20 }]
    const response = await client.send(Fetch, 11, { maxWaitMs: 0, minBytes: 1, maxBytes: 8 << 20, topics: [{ topic, partitions }], forgottenTopicsData: [] })
    const { errorCode, records } = response.responses[0]!.partitions[0]!
    if (errorCode !== 0) throw new Error(`Fetch of ${topic}-${partition} at ${fetchOffset}: error ${errorCode}`)
    if (records!.length === 0) return values
    for (const { at, header } of batches(records!)) {
      for (const { value } of decodeRecords(records!, at, header)) values.push(value!)
      fetchOffset = lastOffsetOf(header) + 1
    }
  }
}
