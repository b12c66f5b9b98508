// The two ways in which clients speak of transactions: partitions announced first (TV1), or added by what is written to them (TV2, KIP-890).
import { AddOffsetsToTxn } from '../../core/protocol/messages/add-offsets-to-txn.ts'
import { AddPartitionsToTxn } from '../../core/protocol/messages/add-partitions-to-txn.ts'
import { EndTxn } from '../../core/protocol/messages/end-txn.ts'
import { TxnOffsetCommit } from '../../core/protocol/messages/txn-offset-commit.ts'
import type { Sender } from '../support/sender.ts'

export interface ProducerIdentity {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

export interface Answered {
  readonly api: string
  readonly errorCode: number
}

export interface OffsetToCommit {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** A partition that is written to. */
export interface WrittenPlace {
  readonly topic: { readonly name: string }
  readonly index: number
}

export interface TransactionStyle {
  readonly produceVersion: number
  readonly usesNames: boolean
  addPartition(client: Sender, identity: ProducerIdentity, place: WrittenPlace): Promise<Answered>
  addOffsets(client: Sender, identity: ProducerIdentity, groupId: string): Promise<Answered>
  commitOffset(client: Sender, identity: ProducerIdentity, offset: OffsetToCommit): Promise<Answered>
  /** Who the producer is from then on. */
  end(client: Sender, identity: ProducerIdentity, committed: boolean): Promise<Answered & { readonly identity: ProducerIdentity }>
}

const NOTHING: Answered = { api: 'nothing', errorCode: 0 }

export const TV1: TransactionStyle = {
  produceVersion: 11,
  usesNames: true,
  async addPartition(client, { transactionalId, producerId, producerEpoch }, { topic, index }) {
    const { resultsByTopicV3AndBelow } = await client.send(AddPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: topic.name, partitions: [index] }],
    })
    return { api: 'AddPartitionsToTxn', errorCode: resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode }
  },
  async addOffsets(client, identity, groupId) {
    return { api: 'AddOffsetsToTxn', errorCode: (await client.send(AddOffsetsToTxn, 3, { ...identity, groupId })).errorCode }
  },
  commitOffset: (client, identity, offset) => commitOffset(client, 3, identity, offset),
  async end(client, identity, committed) {
    return { api: 'EndTxn', errorCode: (await client.send(EndTxn, 3, { ...identity, committed })).errorCode, identity }
  },
}

export const TV2: TransactionStyle = {
  produceVersion: 13,
  usesNames: false,
  addPartition: async () => NOTHING,
  addOffsets: async () => NOTHING,
  commitOffset: (client, identity, offset) => commitOffset(client, 5, identity, offset),
  async end(client, identity, committed) {
    const { errorCode, producerId, producerEpoch } = await client.send(EndTxn, 5, { ...identity, committed })
    return { api: 'EndTxn', errorCode, identity: { ...identity, producerId, producerEpoch } }
  },
}

async function commitOffset(client: Sender, version: number, identity: ProducerIdentity, { groupId, topic, partition, offset }: OffsetToCommit): Promise<Answered> {
  const partitions = [{ partitionIndex: partition, committedOffset: offset, committedMetadata: null }]
  const { topics } = await client.send(TxnOffsetCommit, version, { ...identity, groupId, topics: [{ name: topic, partitions }] })
  return { api: 'TxnOffsetCommit', errorCode: topics[0]!.partitions[0]!.errorCode }
}
