// Puts records into a partition as a client would: through Produce.
import { produce } from '../../core/broker/handlers/produce.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import type { TestContext } from './handler-context.ts'
import { batchOf } from './logs.ts'

/** One batch of `count` records. */
export async function produceRecords(t: TestContext, topic: string, partition: number, count: number): Promise<void> {
  const partitionData = [{ index: partition, records: batchOf(count, t.context.clock.now()) }]
  const { responses } = await t.call(Produce, produce, 9, { transactionalId: null, acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData }] })
  const { errorCode } = responses[0]!.partitionResponses[0]!
  if (errorCode !== 0) throw new Error(`Produce answered ${errorCode}.`)
}
