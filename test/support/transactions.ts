// A transactional producer and a read_committed reader that speak the protocol themselves, in any version, against a running broker.
import { onTestFinished } from 'vitest'
import type { BrokerOptions } from '../../core/broker/broker.ts'
import { AddOffsetsToTxn } from '../../core/protocol/messages/add-offsets-to-txn.ts'
import { AddPartitionsToTxn } from '../../core/protocol/messages/add-partitions-to-txn.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { DescribeTransactions } from '../../core/protocol/messages/describe-transactions.ts'
import { EndTxn } from '../../core/protocol/messages/end-txn.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { InitProducerId } from '../../core/protocol/messages/init-producer-id.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { OffsetFetch } from '../../core/protocol/messages/offset-fetch.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { TxnOffsetCommit } from '../../core/protocol/messages/txn-offset-commit.ts'
import { batches, encodeBatch, isControl, lastOffsetOf } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import { startTestBroker, type TestBroker } from './broker.ts'
import { WireClient } from './wire-client.ts'

/** A connection that is closed when its test is over. */
export async function connect({ address }: Pick<TestBroker, 'address'>): Promise<WireClient> {
  const client = await WireClient.connect(address.port)
  onTestFinished(() => client.close())
  return client
}

/** A broker with the topic "orders" of two partitions, and a connection to it. */
export async function startWithOrders(settings: Record<string, string> = {}, options: Partial<BrokerOptions> = {}): Promise<{ broker: TestBroker; client: WireClient }> {
  const broker = await startTestBroker(settings, options)
  const client = await connect(broker)
  await createTopic(client, 'orders')
  return { broker, client }
}

export async function createTopic(client: WireClient, name: string, numPartitions = 2): Promise<void> {
  const { topics } = await client.send(CreateTopics, 5, { topics: [{ name, numPartitions, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000, validateOnly: false })
  if (topics[0]!.errorCode !== 0) throw new Error(`topic ${name}: error ${topics[0]!.errorCode}`)
}

export interface Claim {
  producerId: number
  producerEpoch: number
}

export class TestProducer {
  readonly client: WireClient
  readonly transactionalId: string
  producerId = -1
  producerEpoch = -1
  /** The next sequence by partition, of this epoch. */
  readonly #sequences = new Map<string, number>()

  constructor(client: WireClient, transactionalId: string) {
    this.client = client
    this.transactionalId = transactionalId
  }

  /** A producer that has its id and epoch. */
  static async start(client: WireClient, transactionalId: string, transactionTimeoutMs = 60_000): Promise<TestProducer> {
    const producer = new TestProducer(client, transactionalId)
    const errorCode = await producer.init({ transactionTimeoutMs })
    if (errorCode !== 0) throw new Error(`InitProducerId: error ${errorCode}`)
    return producer
  }

  get claim(): Claim {
    return { producerId: this.producerId, producerEpoch: this.producerEpoch }
  }

  /** Takes id and epoch from the answer. */
  async init({ version = 5, transactionTimeoutMs = 60_000, producerId = -1, producerEpoch = -1 }: Partial<Claim> & { version?: number; transactionTimeoutMs?: number } = {}): Promise<number> {
    const answer = await this.client.send(InitProducerId, version, { transactionalId: this.transactionalId, transactionTimeoutMs, producerId, producerEpoch })
    if (answer.errorCode === 0) this.#take(answer)
    return answer.errorCode
  }

  /** One transactional batch; its error code. Version 12 adds the partition by itself. */
  async produce(topic: string, partition: number, values: readonly string[], { version = 12, claim = this.claim, baseSequence }: { version?: number; claim?: Claim; baseSequence?: number } = {}): Promise<number> {
    const key = `${topic}-${partition}`
    const sequence = baseSequence ?? this.#sequences.get(key) ?? 0
    const records = encodeBatch({ records: values.map((value) => ({ key: null, value: Buffer.from(value), timestamp: Date.UTC(2026, 0, 1) })), ...claim, baseSequence: sequence, transactional: true })
    const response = await this.client.send(Produce, version, {
      transactionalId: this.transactionalId,
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
    })
    const { errorCode } = response.responses[0]!.partitionResponses[0]!
    if (errorCode === 0) this.#sequences.set(key, sequence + values.length)
    return errorCode
  }

  /** The error codes in the order of `partitions`. */
  async addPartitions(topic: string, partitions: readonly number[], { version = 3, claim = this.claim }: { version?: number; claim?: Claim } = {}): Promise<number[]> {
    const topics = [{ name: topic, partitions: [...partitions] }]
    const response = await this.client.send(AddPartitionsToTxn, version, {
      transactions: [{ transactionalId: this.transactionalId, ...claim, topics }],
      v3AndBelowTransactionalId: this.transactionalId,
      v3AndBelowProducerId: claim.producerId,
      v3AndBelowProducerEpoch: claim.producerEpoch,
      v3AndBelowTopics: topics,
    })
    const results = version >= 4 ? response.resultsByTransaction[0]!.topicResults : response.resultsByTopicV3AndBelow
    return results[0]!.resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)
  }

  async addOffsets(groupId: string, { version = 3, claim = this.claim }: { version?: number; claim?: Claim } = {}): Promise<number> {
    return (await this.client.send(AddOffsetsToTxn, version, { transactionalId: this.transactionalId, ...claim, groupId })).errorCode
  }

  /** The error code of committing `offset` of one partition. Version 5 adds the group by itself. */
  async commitOffset(groupId: string, topic: string, partition: number, offset: number, { version = 5, claim = this.claim, ...member }: { version?: number; claim?: Claim; generationIdOrMemberEpoch?: number; memberId?: string } = {}): Promise<number> {
    const partitions = [{ partitionIndex: partition, committedOffset: offset, committedMetadata: null }]
    const response = await this.client.send(TxnOffsetCommit, version, { transactionalId: this.transactionalId, groupId, ...claim, ...member, topics: [{ ...(await this.#named(topic, version)), partitions }] })
    return response.topics[0]!.partitions[0]!.errorCode
  }

  /** Version 5 takes id and epoch of the next transaction from the answer. */
  async end(committed: boolean, { version = 5, claim = this.claim }: { version?: number; claim?: Claim } = {}): Promise<number> {
    const answer = await this.client.send(EndTxn, version, { transactionalId: this.transactionalId, ...claim, committed })
    if (answer.errorCode === 0 && version >= 5) this.#take(answer)
    return answer.errorCode
  }

  async describe() {
    return (await this.client.send(DescribeTransactions, 0, { transactionalIds: [this.transactionalId] })).transactionStates[0]!
  }

  /** Version 6 of TxnOffsetCommit speaks of ids; an unknown topic gets one that is none. */
  async #named(topic: string, version: number): Promise<{ name?: string; topicId?: string }> {
    if (version < 6) return { name: topic }
    const { topics } = await this.client.send(Metadata, 12, { topics: [{ name: topic }], allowAutoTopicCreation: false })
    return { topicId: topics[0]!.errorCode === 0 ? topics[0]!.topicId : 'AAAAAAAAAAAAAAAAAAAABQ' }
  }

  #take({ producerId, producerEpoch }: Claim): void {
    if (producerId !== this.producerId || producerEpoch !== this.producerEpoch) this.#sequences.clear()
    Object.assign(this, { producerId, producerEpoch })
  }
}

export interface PartitionData {
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly abortedTransactions: readonly { producerId: number; firstOffset: number }[] | null
  readonly records: Buffer
}

export async function fetchPartition(client: WireClient, topic: string, partition: number, { isolationLevel = 1, fetchOffset = 0, maxWaitMs = 0 } = {}): Promise<PartitionData> {
  const partitions = [{ partition, fetchOffset, partitionMaxBytes: 8 << 20 }]
  const response = await client.send(Fetch, 11, { maxWaitMs, minBytes: 1, maxBytes: 8 << 20, isolationLevel, topics: [{ topic, partitions }], forgottenTopicsData: [] })
  const { errorCode, highWatermark, lastStableOffset, abortedTransactions, records } = response.responses[0]!.partitions[0]!
  if (errorCode !== 0) throw new Error(`Fetch of ${topic}-${partition}: error ${errorCode}`)
  return { highWatermark, lastStableOffset, abortedTransactions: abortedTransactions ?? null, records: Buffer.from(records ?? []) }
}

/** The values that a read_committed consumer hands out: what Kafka's clients do with aborted transactions and markers. */
export async function readCommitted(client: WireClient, topic: string, partition: number): Promise<string[]> {
  const values: string[] = []
  for (let fetchOffset = 0; ; ) {
    const { records, abortedTransactions, lastStableOffset } = await fetchPartition(client, topic, partition, { fetchOffset })
    const waiting = [...(abortedTransactions ?? [])]
    const aborted = new Set<number>()
    for (const { at, header } of batches(records)) {
      while (waiting.length > 0 && waiting[0]!.firstOffset <= lastOffsetOf(header)) aborted.add(waiting.shift()!.producerId)
      if (isControl(header.attributes)) aborted.delete(header.producerId)
      else if (!aborted.has(header.producerId)) for (const record of decodeRecords(records, at, header)) if (record.offset >= fetchOffset) values.push(String(record.value))
      fetchOffset = lastOffsetOf(header) + 1
    }
    if (records.length === 0 || fetchOffset >= lastStableOffset) return values
  }
}

/** What a group has committed for the partition; the error code of a reader of stable offsets where there is one. */
export async function committedOffset(client: WireClient, groupId: string, topic: string, partition = 0): Promise<number | { errorCode: number }> {
  const topics = [{ name: topic, partitionIndexes: [partition] }]
  const response = await client.send(OffsetFetch, 8, { groupId: '', topics: [], groups: [{ groupId, topics }], requireStable: true })
  const { committedOffset: offset, errorCode } = response.groups![0]!.topics[0]!.partitions[0]!
  return errorCode === 0 ? offset : { errorCode }
}
