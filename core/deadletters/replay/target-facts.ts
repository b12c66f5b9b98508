// What a target allows, asked of the cluster: is the topic there and the same one, how large may a record be, whose times are kept, who may write.
import type { Operations } from '../../client/admin/topic-operations.ts'
import { topicOperations } from '../../client/admin/topic-operations.ts'
import { topicConfigValues } from '../../client/admin/topic-configs.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { describeTargets, type TargetTopic } from './target-topics.ts'

export interface TargetFacts {
  /** null = it is not there. */
  readonly topic: TargetTopic | null
  /** null = the cluster does not tell. */
  readonly maxMessageBytes: number | null
  readonly isCompacted: boolean
  /** The broker puts its own time in the place of the record's. */
  readonly isLogAppendTime: boolean
  readonly beforeMaxMs: number | null
  readonly afterMaxMs: number | null
  readonly retentionMs: number | null
  readonly operations: Operations
  /** Why its configs could not be read; null when they could. */
  readonly configsError: string | null
}

const CONFIGS = ['max.message.bytes', 'cleanup.policy', 'message.timestamp.type', 'message.timestamp.before.max.ms', 'message.timestamp.after.max.ms', 'message.timestamp.difference.max.ms', 'retention.ms']

export async function targetFacts(cluster: ClusterConnection, names: readonly string[]): Promise<Map<string, TargetFacts>> {
  const topics = await describeTargets(cluster, names)
  const there = names.filter((name) => topics.has(name))
  const [configs, operations] = await Promise.all([topicConfigValues(cluster, there, CONFIGS), topicOperations(cluster, there)])
  return new Map(names.map((name) => [name, factsOf(topics.get(name) ?? null, configs.get(name), operations.get(name) ?? null)]))
}

function factsOf(topic: TargetTopic | null, configs: ReadonlyMap<string, string | null> | Error | undefined, operations: Operations): TargetFacts {
  const values = configs instanceof Error ? undefined : configs
  // Brokers before 3.6 know one limit for both directions.
  const bothWays = bounded(values?.get('message.timestamp.difference.max.ms'))
  return {
    topic,
    maxMessageBytes: bounded(values?.get('max.message.bytes')),
    isCompacted: (values?.get('cleanup.policy') ?? '').includes('compact'),
    isLogAppendTime: values?.get('message.timestamp.type') === 'LogAppendTime',
    beforeMaxMs: bounded(values?.get('message.timestamp.before.max.ms')) ?? bothWays,
    afterMaxMs: bounded(values?.get('message.timestamp.after.max.ms')) ?? bothWays,
    retentionMs: bounded(values?.get('retention.ms')),
    operations,
    configsError: configs instanceof Error ? configs.message : null,
  }
}

/** null where there is no bound, or none is known. */
function bounded(value: string | null | undefined): number | null {
  const number = Number(value ?? Number.NaN)
  return Number.isFinite(number) && number >= 0 && number < Number.MAX_SAFE_INTEGER ? number : null
}
