// What transactional clients ask, step by step, and that they ask again while an earlier transaction is being ended.
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AddOffsetsToTxn } from '../../../../core/protocol/messages/add-offsets-to-txn.ts'
import { AddPartitionsToTxn } from '../../../../core/protocol/messages/add-partitions-to-txn.ts'
import { DescribeTransactions } from '../../../../core/protocol/messages/describe-transactions.ts'
import { EndTxn } from '../../../../core/protocol/messages/end-txn.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { InitProducerId } from '../../../../core/protocol/messages/init-producer-id.ts'
import { OffsetFetch } from '../../../../core/protocol/messages/offset-fetch.ts'
import { Produce } from '../../../../core/protocol/messages/produce.ts'
import { TxnOffsetCommit } from '../../../../core/protocol/messages/txn-offset-commit.ts'
import type { Connection } from '../scenario-run.ts'
import { batch, produceRequest } from './records.ts'
import { SETTLED } from './settled.ts'

export interface Producer {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

export interface Note {
  readonly note?: string
  readonly version?: number
  readonly isUnrecorded?: boolean
}

/** Asks again while an earlier transaction is being ended, as clients do. */
export async function init(client: Connection, transactionalId: string, { version = 4, note, isUnrecorded, timeoutMs = 60_000, ...further }: Note & { timeoutMs?: number; producerId?: number; producerEpoch?: number } = {}): Promise<Producer> {
  const answer = await client.until(InitProducerId, version, { transactionalId, transactionTimeoutMs: timeoutMs, ...further }, SETTLED.notConcurrent, { note, isUnrecorded })
  return { transactionalId, producerId: answer.producerId, producerEpoch: answer.producerEpoch }
}

export async function add(client: Connection, { transactionalId, producerId, producerEpoch }: Producer, names: Record<string, number[]>, { version = 3, note, isUnrecorded }: Note = {}) {
  const topics = Object.entries(names).map(([name, partitions]) => ({ name, partitions }))
  const request = version > 3
    ? { transactions: [{ transactionalId, producerId, producerEpoch, topics }] }
    : { v3AndBelowTransactionalId: transactionalId, v3AndBelowProducerId: producerId, v3AndBelowProducerEpoch: producerEpoch, v3AndBelowTopics: topics }
  const codesOf = (answer: DecodedResponseOf<typeof AddPartitionsToTxn>): number[] => [...answer.resultsByTransaction.flatMap(({ topicResults }) => topicResults), ...answer.resultsByTopicV3AndBelow].flatMap(({ resultsByPartition }) => resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode))
  return client.until(AddPartitionsToTxn, version, request, (answer) => !codesOf(answer).includes(ErrorCode.CONCURRENT_TRANSACTIONS), { note, isUnrecorded })
}

/** The producer as it is afterwards: version 5 answers with its next epoch. */
export async function end(client: Connection, producer: Producer, committed: boolean, { version = 3, note, isUnrecorded }: Note = {}): Promise<Producer> {
  const { transactionalId, producerId, producerEpoch } = producer
  const answer = await client.until(EndTxn, version, { transactionalId, producerId, producerEpoch, committed }, SETTLED.notConcurrent, { note: `${committed ? 'commit' : 'abort'}${note === undefined ? '' : `, ${note}`}`, isUnrecorded })
  return version >= 5 && answer.errorCode === 0 ? { transactionalId, producerId: answer.producerId, producerEpoch: answer.producerEpoch } : producer
}

/** Within a transaction; a producer that only begins may have to wait for the end of its last transaction. */
export async function write(client: Connection, topic: string, producer: Producer, baseSequence: number, { version = 9, note, isUnrecorded, partition = 0, count = 1 }: Note & { partition?: number; count?: number } = {}) {
  const { transactionalId, producerId, producerEpoch } = producer
  const records = batch(count, { producerId, producerEpoch, baseSequence, transactional: true })
  const busy: readonly number[] = [ErrorCode.CONCURRENT_TRANSACTIONS]
  return client.until(Produce, version, produceRequest(topic, records, { transactionalId, partition }), ({ responses }) => !busy.includes(responses[0]!.partitionResponses[0]!.errorCode), { note, isUnrecorded })
}

/** Until all markers are there: the last stable offset is the end. */
export async function settled(client: Connection, topic: string, partition = 0): Promise<void> {
  await client.until(Fetch, 11, { maxWaitMs: 0, minBytes: 0, isolationLevel: 1, topics: [{ topic, partitions: [{ partition, fetchOffset: 0, partitionMaxBytes: 1 }] }] }, ({ responses }) => responses[0]!.partitions[0]!.highWatermark === responses[0]!.partitions[0]!.lastStableOffset, { isUnrecorded: true })
}

export const committed = { isolationLevel: 1, note: 'read_committed' }
export const uncommitted = { isolationLevel: 0, note: 'read_uncommitted' }

export const stateOf = async (client: Connection, transactionalId: string, note: string): Promise<unknown> => client.send(DescribeTransactions, 0, { transactionalIds: [transactionalId] }, { note })

export const addOffsets = async (client: Connection, { transactionalId, producerId, producerEpoch }: Producer, groupId: string, { version = 3, note, isUnrecorded }: Note = {}): Promise<unknown> =>
  client.until(AddOffsetsToTxn, version, { transactionalId, producerId, producerEpoch, groupId }, SETTLED.notConcurrent, { note, isUnrecorded })

export async function commitOffsets(client: Connection, { transactionalId, producerId, producerEpoch }: Producer, groupId: string, topic: string, offset: number, { version = 3, note, isUnrecorded, partitionIndex = 0, ...further }: Note & Partial<RequestInputOf<typeof TxnOffsetCommit>> & { partitionIndex?: number } = {}) {
  return client.until(TxnOffsetCommit, version, {
    transactionalId, groupId, producerId, producerEpoch, ...further,
    topics: [{ name: topic, partitions: [{ partitionIndex, committedOffset: offset, committedMetadata: 'by a transaction' }] }],
  }, ({ topics }) => topics.every(({ partitions }) => partitions.every(({ errorCode }) => errorCode !== ErrorCode.CONCURRENT_TRANSACTIONS)), { note, isUnrecorded })
}

export const read = async (client: Connection, groupId: string, note: string, requireStable = false): Promise<unknown> => client.send(OffsetFetch, 7, { groupId, topics: null, groups: [], requireStable }, { note })
