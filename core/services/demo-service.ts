// Loads the demo into the local broker as any client would, and takes it away again.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import { committedOffsets } from '../client/admin/committed-offsets.ts'
import { commitOffsets } from '../client/admin/commit-offsets.ts'
import { deleteGroup } from '../client/admin/delete-group.ts'
import { createTopic, deleteTopic } from '../client/admin/topics.ts'
import { produceBatch } from '../client/batch-producer.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { AuditFact } from '../deadletters/audit.ts'
import { KafkaError } from '../protocol/error-codes.ts'
import type { Codec } from '../protocol/records/compression.ts'
import { DEMO_GROUPS, DEMO_TOPICS, demoFlow, type DemoTopic } from './demo-flow.ts'
import type { DemoLedger, DemoMade } from './demo-ledger.ts'
import { invalidInput } from './service-error.ts'

export interface DemoOptions {
  /** Of the local broker. */
  readonly cluster: () => ClusterConnection
  readonly ledger: DemoLedger
  /** Keeps what was done. */
  readonly audit: (told: DemoFact) => Promise<unknown>
  readonly clock: Clock
  readonly logger: Logger
}

export type DemoFact = Pick<AuditFact, 'text' | 'outcome' | 'detail'>

const RECORDS_PER_BATCH = 25
/** One codec per topic, so that every one of them can be looked at; gzip where applications read, as kafkajs reads no other without more packages. */
const CODECS: Readonly<Record<string, Codec>> = { 'demo.payments': 1, 'demo.payments-retry-0': 3, 'demo.payments-retry-1': 2, 'demo.payments-dlt': 4 }

export class DemoService {
  readonly #options: DemoOptions
  #working: Promise<unknown> = Promise.resolve()

  constructor(options: DemoOptions) {
    this.#options = options
  }

  async load(): Promise<{ topics: string[]; records: number; groups: string[] }> {
    return this.#alone(async () => {
      const { logger, audit } = this.#options
      const cluster = this.#options.cluster()
      await refuseIfPresent(cluster)
      const flow = demoFlow(this.#options.clock.now())
      const made: DemoMade = { topics: [], groups: [...DEMO_GROUPS] }
      try {
        for (const { name, partitionCount } of flow.topics) await this.#create(cluster, name, partitionCount, made)
        for (const topic of flow.topics) await fill(cluster, topic)
        for (const { groupId, commits } of flow.groups) await commitOffsets(cluster, groupId, commits)
      } catch (error) {
        // What could not be removed is in the ledger: "Remove demo" tries again.
        await this.#removeMade(cluster, made).catch((left: unknown) => logger.warn(`The demo was not loaded, and not all of it could be removed: ${String(left)}`))
        await audit({ text: 'The demo flow could not be loaded.', outcome: 'failed', detail: [{ name: 'error', text: error instanceof Error ? error.message : String(error) }] })
        throw error
      }
      const loaded = { topics: [...DEMO_TOPICS], records: flow.topics.reduce((sum, { records }) => sum + records.length, 0), groups: [...DEMO_GROUPS] }
      const text = `Loaded the demo flow: ${loaded.records} records into ${loaded.topics.length} topics, and offsets of ${loaded.groups.length} groups.`
      await audit({ text, outcome: 'done', detail: detailOf(loaded) })
      return loaded
    })
  }

  async remove(): Promise<{ topics: string[]; groups: string[] }> {
    return this.#alone(async () => {
      const { made } = this.#options.ledger
      if (made.topics.length === 0) return { topics: [], groups: [] }
      const removed = await this.#removeMade(this.#options.cluster(), made)
      const text = `Removed the demo flow: ${removed.topics.length} topics with their records, and ${removed.groups.length} groups.`
      await this.#options.audit({ text, outcome: 'done', detail: detailOf(removed) })
      return removed
    })
  }

  /** Written down at once: a core that ends half-way can still be cleaned up. */
  async #create(cluster: ClusterConnection, name: string, partitionCount: number, made: DemoMade): Promise<void> {
    await createTopic(cluster, { name, partitionCount })
    const { topicId } = await cluster.topic(name)
    made.topics.push({ name, topicId })
    await this.#options.ledger.save(made)
  }

  async #removeMade(cluster: ClusterConnection, made: DemoMade): Promise<{ topics: string[]; groups: string[] }> {
    const { topics } = await cluster.metadata(made.topics.map(({ name }) => name))
    const present = made.topics.filter(({ topicId }) => topics.some((topic) => topic.errorCode === 0 && topic.topicId === topicId))
    const names = new Set(present.map(({ name }) => name))
    const groups: string[] = []
    for (const groupId of made.groups) if (await forgetGroup(cluster, groupId, names)) groups.push(groupId)
    for (const name of names) await deleteTopic(cluster, name)
    await this.#options.ledger.forget()
    return { topics: [...names], groups }
  }

  /** One at a time: loading twice would find half of the other's topics. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#working.then(work)
    // Its failure is its caller's; the next one starts all the same.
    this.#working = done.catch(() => {})
    return done
  }
}

const detailOf = ({ topics, groups }: { topics: readonly string[]; groups: readonly string[] }): DemoFact['detail'] => [
  { name: 'topics', text: topics.join(', ') },
  { name: 'groups', text: groups.join(', ') },
]

async function refuseIfPresent(cluster: ClusterConnection): Promise<void> {
  const { topics } = await cluster.metadata([...DEMO_TOPICS])
  const taken = topics.find(({ errorCode }) => errorCode === 0)
  if (taken) throw invalidInput('topics', `There is a topic "${taken.name}" already.`, 'Remove the demo flow, or delete the topic, and load it again.')
}

async function fill(cluster: ClusterConnection, { name, records }: DemoTopic): Promise<void> {
  const topic = await cluster.topic(name)
  const byPartition = [...Map.groupBy(records, ({ partition }) => partition).values()]
  await Promise.all(
    byPartition.map(async (ofPartition) => {
      for (let at = 0; at < ofPartition.length; at += RECORDS_PER_BATCH) {
        const batch = ofPartition.slice(at, at + RECORDS_PER_BATCH)
        const specs = batch.map(({ key, value, headers, timestampMs }) => ({ key, value, headers, timestamp: timestampMs }))
        const { partition, offset } = batch[0]!
        const baseOffset = await produceBatch(cluster, topic, { partition, records: specs, codec: CODECS[name] ?? 0 })
        // Dead letters point at offsets: somebody else who writes into the new topic makes them wrong.
        if (baseOffset !== offset) throw invalidInput('topics', `Somebody else has written to "${name}" while the demo was loaded.`, 'Stop that producer and load it again.')
      }
    }),
  )
}

/** A group that somebody uses, or that has read other topics too, is kept. */
async function forgetGroup(cluster: ClusterConnection, groupId: string, demoTopics: ReadonlySet<string>): Promise<boolean> {
  try {
    const committed = await committedOffsets(cluster, groupId)
    if (committed.some(({ topic }) => !demoTopics.has(topic))) return false
    await deleteGroup(cluster, groupId)
    return true
  } catch (error) {
    if (error instanceof KafkaError && ['GROUP_ID_NOT_FOUND', 'NON_EMPTY_GROUP'].includes(error.errorName)) return false
    throw error
  }
}
