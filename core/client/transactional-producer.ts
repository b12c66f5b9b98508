// A producer with a transactional id: what it writes and commits between `begin` and `end` counts together, or not at all.
import type { Api } from '../protocol/define-api.ts'
import { errorOf, KafkaError, kafkaError } from '../protocol/error-codes.ts'
import { AddOffsetsToTxn } from '../protocol/messages/add-offsets-to-txn.ts'
import { AddPartitionsToTxn } from '../protocol/messages/add-partitions-to-txn.ts'
import { EndTxn } from '../protocol/messages/end-txn.ts'
import { TxnOffsetCommit } from '../protocol/messages/txn-offset-commit.ts'
import { findCoordinator, findTransactionCoordinator } from './admin/find-coordinators.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { DeliveryDeadline, isTransient } from './delivery-deadline.ts'
import { initProducerId, type ProducerIdentity } from './producer-id.ts'
import { type BatchOutcome, type PartitionRecords, SequencedProducer } from './sequenced-producer.ts'

export interface TransactionalProducerOptions {
  readonly transactionalId: string
  readonly transactionTimeoutMs: number
  readonly deliveryTimeoutMs: number
  readonly signal?: AbortSignal
}

export interface TransactionalOffset {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly metadata: string
}

// The newest versions by which a client adds partitions itself, and keeps its epoch from one transaction to the next (KIP-890 changes both).
const ADD_PARTITIONS = { maxVersion: 3 }
const COMMIT_OFFSETS = { maxVersion: 4 }
const END = { maxVersion: 4 }

/** After a method has rejected, nothing is known of its transaction: open another producer, which ends it, and ask what was committed. */
export class TransactionalProducer {
  readonly identity: ProducerIdentity
  readonly #cluster: ClusterConnection
  readonly #options: TransactionalProducerOptions
  readonly #producer: SequencedProducer
  /** What is part of the open transaction. */
  readonly #added = new Set<string>()
  #coordinator: number | undefined
  readonly #groupCoordinators = new Map<string, number>()

  private constructor(cluster: ClusterConnection, options: TransactionalProducerOptions, identity: ProducerIdentity) {
    this.#cluster = cluster
    this.#options = options
    this.identity = identity
    this.#producer = new SequencedProducer(cluster, { ...options, identity })
  }

  /** Fences other producers with this id; what they left open is ended when it resolves. */
  static async open(cluster: ClusterConnection, options: TransactionalProducerOptions): Promise<TransactionalProducer> {
    return new TransactionalProducer(cluster, options, await initProducerId(cluster, options))
  }

  /** Part of the open transaction, or the first of one. An outcome with an error leaves nothing to do but `end(false)`. */
  async produce(batches: readonly PartitionRecords[], topics: ReadonlyMap<string, TopicMetadata>): Promise<BatchOutcome[]> {
    await this.#addPartitions(batches)
    return this.#producer.send(batches, topics)
  }

  /** From nobody in particular: only a group without members takes that. */
  async commitOffset({ groupId, topic, partition, offset, metadata }: TransactionalOffset): Promise<void> {
    const { transactionalId } = this.#options
    await this.#addOffsets(groupId)
    await this.#deadline().retrying(async () => {
      const coordinator = await this.#groupCoordinator(groupId)
      const partitions = [{ partitionIndex: partition, committedOffset: offset, committedMetadata: metadata }]
      const body = { transactionalId, groupId, ...this.identity, topics: [{ name: topic, partitions }] }
      const response = await this.#request(coordinator, TxnOffsetCommit, body, COMMIT_OFFSETS)
      const code = response.topics[0]?.partitions[0]?.errorCode ?? -1
      if (code !== 0) throw this.#moved(new KafkaError(errorOf(code), `Group "${groupId}" did not take the progress of "${transactionalId}": ${errorOf(code).sentence}`))
    })
  }

  /** Not repeated after a broken connection: whether it has ended is then for the next producer to find out. */
  async end(isCommit: boolean): Promise<void> {
    await this.#deadline().retrying(
      async () => {
        const body = { transactionalId: this.#options.transactionalId, ...this.identity, committed: isCommit }
        const { errorCode } = await this.#request(await this.#transactionCoordinator(), EndTxn, body, END)
        this.#refuse(errorCode, isCommit ? 'commit' : 'abort')
      },
      (error) => error instanceof KafkaError && isTransient(error),
    )
    this.#added.clear()
  }

  async #addPartitions(batches: readonly PartitionRecords[]): Promise<void> {
    const missing = batches.filter(({ topic, partition }) => !this.#added.has(`${topic}:${partition}`))
    if (missing.length === 0) return
    const topics = Array.from(
      Map.groupBy(missing, ({ topic }) => topic),
      ([name, ofTopic]) => ({ name, partitions: ofTopic.map(({ partition }) => partition) }),
    )
    await this.#deadline().retrying(async () => {
      const { transactionalId } = this.#options
      const { producerId, producerEpoch } = this.identity
      const body = { transactions: [], v3AndBelowTransactionalId: transactionalId, v3AndBelowProducerId: producerId, v3AndBelowProducerEpoch: producerEpoch, v3AndBelowTopics: topics }
      const response = await this.#request(await this.#transactionCoordinator(), AddPartitionsToTxn, body, ADD_PARTITIONS)
      const answers = response.resultsByTopicV3AndBelow.flatMap(({ name, resultsByPartition }) => resultsByPartition.map((result) => ({ name, ...result })))
      // One that is refused for itself is worth more than those that were not attempted because of it.
      const refused = answers.filter(({ partitionErrorCode }) => partitionErrorCode !== 0).toSorted((a, b) => Number(isLeftOut(a)) - Number(isLeftOut(b)))[0]
      if (refused) this.#refuse(refused.partitionErrorCode, `add partition ${refused.partitionIndex} of "${refused.name}"`)
    })
    for (const { topic, partition } of missing) this.#added.add(`${topic}:${partition}`)
  }

  async #addOffsets(groupId: string): Promise<void> {
    const key = `group:${groupId}`
    if (this.#added.has(key)) return
    await this.#deadline().retrying(async () => {
      const body = { transactionalId: this.#options.transactionalId, ...this.identity, groupId }
      const { errorCode } = await this.#request(await this.#transactionCoordinator(), AddOffsetsToTxn, body)
      this.#refuse(errorCode, `add group "${groupId}"`)
    })
    this.#added.add(key)
  }

  #refuse(errorCode: number, what: string): void {
    if (errorCode === 0) return
    throw this.#moved(new KafkaError(errorOf(errorCode), `Transaction "${this.#options.transactionalId}" could not ${what}: ${errorOf(errorCode).sentence}`))
  }

  /** Whoever is asked next is looked up anew. */
  #moved(error: Error): Error {
    if (!isTransient(error)) return error
    this.#coordinator = undefined
    this.#groupCoordinators.clear()
    return error
  }

  async #request<ReqIn, ResOut>(to: number, api: Api<unknown, never, ReqIn, ResOut>, body: NoInfer<ReqIn>, options = {}): Promise<ResOut> {
    try {
      return await this.#cluster.request(to, api, body, options)
    } catch (error) {
      throw this.#moved(error as Error)
    }
  }

  async #transactionCoordinator(): Promise<number> {
    this.#coordinator ??= known(await findTransactionCoordinator(this.#cluster, this.#options.transactionalId), this.#options.transactionalId)
    return this.#coordinator
  }

  async #groupCoordinator(groupId: string): Promise<number> {
    const coordinator = this.#groupCoordinators.get(groupId) ?? known(await findCoordinator(this.#cluster, groupId), groupId)
    this.#groupCoordinators.set(groupId, coordinator)
    return coordinator
  }

  #deadline(): DeliveryDeadline {
    return new DeliveryDeadline(this.#cluster, this.#options.deliveryTimeoutMs, this.#options.signal)
  }
}

function isLeftOut({ partitionErrorCode }: { partitionErrorCode: number }): boolean {
  return errorOf(partitionErrorCode).name === 'OPERATION_NOT_ATTEMPTED'
}

function known(node: number, of: string): number {
  if (node < 0) throw kafkaError('COORDINATOR_NOT_AVAILABLE', `No broker coordinates "${of}" at the moment.`)
  return node
}
