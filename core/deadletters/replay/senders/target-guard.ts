// Looks at the topics that a job writes to before each batch: there, and the same ones as when the job began. Never creates one.
import { EARLIEST, LATEST, listOffsets } from '../../../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../../../client/cluster-connection.ts'
import type { TopicMetadata } from '../../../client/cluster-metadata.ts'
import { topicsByName, topicsThere } from '../../../client/sequenced-producer.ts'
import { ZERO_UUID } from '../../../protocol/schema.ts'
import type { JobTarget } from '../jobs/job-record.ts'
import type { ReplayPlan } from '../plan.ts'
import { PauseJob } from '../jobs/pause-job.ts'

export class TargetGuard {
  readonly #cluster: ClusterConnection
  readonly #targets: Map<string, JobTarget>
  /** What they were when the plan was made; null where that is not known. */
  readonly #planned: ReadonlyMap<string, string | null>
  /** Called with all targets when one has come to be known. */
  readonly #found: (targets: Readonly<Record<string, JobTarget>>) => Promise<void>

  constructor(cluster: ClusterConnection, planned: ReplayPlan['targets'], targets: Readonly<Record<string, JobTarget>>, found: (targets: Readonly<Record<string, JobTarget>>) => Promise<void>) {
    this.#cluster = cluster
    this.#planned = new Map(planned.map(({ topic, topicId }) => [topic, topicId]))
    this.#targets = new Map(Object.entries(targets))
    this.#found = found
  }

  /** Remembers what the topics are now, once: before the first record is sent to them. One that is missing may be that of records that fail anyway. */
  async remember(topics: Iterable<string>): Promise<void> {
    const unknown = [...new Set(topics)].filter((topic) => !this.#targets.has(topic))
    if (unknown.length === 0) return
    const found = await topicsThere(this.#cluster, unknown)
    for (const { name, topicId } of found.values()) refuseOther(name, this.#planned.get(name) ?? ZERO_UUID, topicId, 'the plan was made')
    for (const topic of found.values()) this.#targets.set(topic.name, { topicId: topic.topicId, startOffsets: await endOffsets(this.#cluster, topic) })
    await this.#found(Object.fromEntries(this.#targets))
  }

  /** By name. Rejects PauseJob where one is another topic of the same name by now. */
  async check(names: readonly string[]): Promise<ReadonlyMap<string, TopicMetadata>> {
    await this.remember(names)
    const topics = await topicsByName(this.#cluster, [...new Set(names)])
    for (const [name, { topicId }] of topics) refuseOther(name, this.#targets.get(name)?.topicId ?? topicId, topicId, 'the job began')
    return topics
  }

  /** Where the partition ended when the job began; 0 where that is not known. */
  startOffset(topic: string, partition: number): number {
    return this.#targets.get(topic)?.startOffsets[partition] ?? 0
  }
}

function refuseOther(name: string, known: string, topicId: string, since: string): void {
  if (known === topicId || known === ZERO_UUID || topicId === ZERO_UUID) return
  throw new PauseJob('target-changed', `Topic "${name}" was deleted and created again since ${since}.`, 'Plan the replay anew: what was sent before went with the old topic.')
}

/** By partition; 0 where one has no leader at the moment, which is where a search would begin. */
export async function endOffsets(cluster: ClusterConnection, topic: TopicMetadata): Promise<number[]> {
  const answers = await listOffsets(cluster, topic, topic.partitions, LATEST)
  return topic.partitions.map(({ partition }) => answers.get(partition)?.offset ?? 0)
}

export async function startOffsets(cluster: ClusterConnection, topic: TopicMetadata): Promise<Map<number, number | null>> {
  const answers = await listOffsets(cluster, topic, topic.partitions, EARLIEST)
  return new Map(topic.partitions.map(({ partition }) => [partition, answers.get(partition)?.offset ?? null]))
}
