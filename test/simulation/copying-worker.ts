// Consume, transform, produce: copies an input partition to the output in transactions that carry its offsets, and begins again wherever the group is.
import type { Random } from '../../core/base/random.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { InitProducerId } from '../../core/protocol/messages/init-producer-id.ts'
import { OffsetFetch } from '../../core/protocol/messages/offset-fetch.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import type { Sender } from '../support/sender.ts'
import { type Answered, type ProducerIdentity, TV1, TV2, type TransactionStyle } from './transaction-style.ts'

export const INPUT = 'input'
export const OUTPUT = 'output'
export const GROUP = 'copiers'
export const OUTPUT_PARTITIONS = 3

/** What the worker was told, and what it was not. */
interface Doubt {
  readonly from: number
  readonly to: number
}

export interface WorkerCounts {
  committed: number
  aborted: number
  /** Ends that were never answered, and what became of them. */
  doubtsCommitted: number
  doubtsLost: number
}

export class CopyingWorker {
  readonly #partition: number
  readonly #random: Random
  readonly #style: TransactionStyle
  readonly counts: WorkerCounts = { committed: 0, aborted: 0, doubtsCommitted: 0, doubtsLost: 0 }
  /** The offset up to which commits were acknowledged. */
  #acknowledged = 0
  #doubt: Doubt | null = null

  constructor(partition: number, random: Random) {
    this.#partition = partition
    this.#random = random
    this.#style = partition % 2 === 0 ? TV1 : TV2
  }

  /** Copies until the connection breaks. */
  async run(client: Sender): Promise<void> {
    let { identity, position } = await this.begin(client)
    const sequences = new Array<number>(OUTPUT_PARTITIONS).fill(0)
    for (;;) {
      const to = position + 1 + this.#random.below(5)
      await this.#copy(client, identity, sequences, position, to)
      const commits = this.#random.below(10) > 0
      if (commits) this.#doubt = { from: position, to }
      const answer = await this.#style.end(client, identity, commits)
      requireNone(answer)
      this.#doubt = null
      if (answer.identity.producerEpoch !== identity.producerEpoch) sequences.fill(0)
      identity = answer.identity
      this.counts[commits ? 'committed' : 'aborted'] += 1
      if (commits) this.#acknowledged = position = to
    }
  }

  /** Ends what was left open, and finds out where the group is. */
  async begin(client: Sender): Promise<{ identity: ProducerIdentity; position: number }> {
    const identity = await this.#initialise(client)
    return { identity, position: await this.#resume(client) }
  }

  async #initialise(client: Sender): Promise<ProducerIdentity> {
    const transactionalId = `copier ${this.#partition}`
    const { errorCode, producerId, producerEpoch } = await client.send(InitProducerId, 4, { transactionalId, transactionTimeoutMs: 60_000 })
    requireNone({ api: 'InitProducerId', errorCode })
    return { transactionalId, producerId, producerEpoch }
  }

  /** Where the group is: at what was acknowledged, or past the transaction whose end was not answered. */
  async #resume(client: Sender): Promise<number> {
    const asked = [{ groupId: GROUP, topics: [{ name: INPUT, partitionIndexes: [this.#partition] }] }]
    const [group] = (await client.send(OffsetFetch, 8, { groups: asked, requireStable: true })).groups
    const { committedOffset, errorCode } = group!.topics[0]!.partitions[0]!
    requireNone({ api: 'OffsetFetch', errorCode })
    const position = Math.max(0, committedOffset)
    const doubt = this.#doubt
    const isKnown = position === this.#acknowledged || position === doubt?.to
    if (!isKnown) throw new Error(`partition ${this.#partition}: the group is at ${position}; acknowledged was ${this.#acknowledged}, in doubt ${JSON.stringify(doubt)}`)
    if (doubt) this.counts[position === doubt.to ? 'doubtsCommitted' : 'doubtsLost'] += 1
    this.#doubt = null
    this.#acknowledged = position
    return position
  }

  /** Every record of the input goes to the output partition that its offset says, and the offset with them. */
  async #copy(client: Sender, identity: ProducerIdentity, sequences: number[], from: number, to: number): Promise<void> {
    for (let index = 0; index < OUTPUT_PARTITIONS; index++) {
      const offsets = Array.from({ length: to - from }, (_, i) => from + i).filter((offset) => offset % OUTPUT_PARTITIONS === index)
      if (offsets.length === 0) continue
      requireNone(await this.#style.addPartition(client, identity, { topic: { name: OUTPUT }, index }))
      requireNone(await this.#produce(client, identity, index, sequences[index]!, offsets))
      sequences[index]! += offsets.length
    }
    requireNone(await this.#style.addOffsets(client, identity, GROUP))
    requireNone(await this.#style.commitOffset(client, identity, { groupId: GROUP, topic: INPUT, partition: this.#partition, offset: to }))
  }

  async #produce(client: Sender, { transactionalId, producerId, producerEpoch }: ProducerIdentity, index: number, baseSequence: number, offsets: readonly number[]): Promise<Answered> {
    const records = encodeBatch({
      records: offsets.map((offset) => ({ key: null, value: Buffer.from(`${this.#partition}@${offset}`), timestamp: Date.now() })),
      producerId,
      producerEpoch,
      baseSequence,
      transactional: true,
    })
    const version = Math.min(12, this.#style.produceVersion) // names, not ids
    const topicData = [{ name: OUTPUT, partitionData: [{ index, records }] }]
    const response = await client.send(Produce, version, { transactionalId, acks: -1, timeoutMs: 5000, topicData })
    return { api: 'Produce', errorCode: response.responses[0]!.partitionResponses[0]!.errorCode }
  }
}

function requireNone({ api, errorCode }: Answered): void {
  if (errorCode !== ErrorCode.NONE) throw new Error(`${api} answered ${errorOf(errorCode).name}`)
}
