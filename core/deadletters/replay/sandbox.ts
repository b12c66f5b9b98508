// A copy of failing cases on the local broker, so that a fixed consumer can be tried on them: the cases, what came before of their keys, and their topics.
import { describeTopicConfigs } from '../../client/admin/topic-configs.ts'
import { createTopic } from '../../client/admin/topics.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import type { FailureKey } from '../failure.ts'
import { createPlan, planAgain, type PlanMaking } from './create-plan.ts'
import { neighboursOf } from './neighbours.ts'
import type { KeptItem } from './plan-item-rows.ts'
import type { PlanHead } from './plan-store.ts'
import { isFileLine, type ReplayPlan } from './plan.ts'
import { describeTargets } from './target-topics.ts'

export interface SandboxTopic {
  readonly topic: string
  readonly partitionCount: number
  /** On the local broker, already. */
  readonly exists: boolean
  /** Set for the topic at its source. */
  readonly configs: readonly { readonly name: string; readonly value: string }[]
}

export interface Sandbox {
  readonly plan: ReplayPlan
  readonly topics: readonly SandboxTopic[]
  readonly cases: number
  readonly neighbours: number
  readonly notes: readonly string[]
}

/** What makes a copy behave as its source; what is about keeping data does not concern a sandbox. */
const COPIED_CONFIGS: ReadonlySet<string> = new Set(['cleanup.policy', 'compression.type', 'max.message.bytes', 'message.timestamp.type', 'min.compaction.lag.ms', 'delete.retention.ms', 'segment.bytes'])

/** Reads only; the topics are made when the sandbox is started. */
export async function composeSandbox(head: Omit<PlanHead, 'excluded'>, keys: readonly FailureKey[], neighbourCount: number, making: PlanMaking): Promise<Sandbox> {
  const source = making.source!
  const first = await createPlan(head, { keys }, making)
  const cases = await making.plans.allItems(first.planId)
  const neighbours = await neighboursOf(cases, { cluster: source, clusterId: head.source!.clusterId, count: neighbourCount, signal: making.signal })
  const origins = new Set(cases.flatMap(({ origin }) => (origin === null ? [] : [origin.topic])))
  const plan = neighbours.length === 0 ? first : await createPlan(head, { keys: [...keys, ...neighbours] }, { ...making, isOwnOrigin: (topic) => origins.has(topic) })
  return { plan, topics: await sandboxTopics(plan, source, making.target), cases: first.itemCount, neighbours: plan.itemCount - first.itemCount, notes: NOTES }
}

/** Makes the topics that are missing on the local broker, and the plan anew, whose targets are there then. */
export async function openSandbox(plan: ReplayPlan, making: PlanMaking): Promise<ReplayPlan> {
  for (const { topic, partitionCount, exists, configs } of await sandboxTopics(plan, making.source!, making.target)) {
    if (!exists) await createTopic(making.target, { name: topic, partitionCount, configs: Object.fromEntries(configs.map(({ name, value }) => [name, value])) })
  }
  return planAgain(plan, { options: plan.options, target: plan.target }, making)
}

/** A record that was copied for the company of a case. */
export function isNeighbour({ source, origin }: KeptItem): boolean {
  return !isFileLine(source) && origin !== null && source.topic === origin.topic && source.partition === origin.partition && source.offset === origin.offset
}

async function sandboxTopics(plan: ReplayPlan, source: ClusterConnection, local: ClusterConnection): Promise<SandboxTopic[]> {
  const names = plan.targets.map(({ topic }) => topic)
  const [there, here] = await Promise.all([describeTargets(source, names), describeTargets(local, names)])
  return Promise.all(
    names.map(async (topic) => ({
      topic,
      // A topic that the source has lost still has the partitions that its dead letters name.
      partitionCount: there.get(topic)?.partitionCount ?? highestPartition(plan) + 1,
      exists: here.has(topic),
      configs: there.has(topic) ? await copiedConfigs(source, topic) : [],
    })),
  )
}

function highestPartition({ targets }: ReplayPlan): number {
  return Math.max(0, ...targets.map(({ partitionCount }) => partitionCount - 1))
}

async function copiedConfigs(cluster: ClusterConnection, topic: string): Promise<{ name: string; value: string }[]> {
  try {
    const configs = await describeTopicConfigs(cluster, topic)
    return configs.flatMap(({ name, value, isDefault }) => (!isDefault && value !== null && COPIED_CONFIGS.has(name) ? [{ name, value }] : []))
  } catch (error) {
    // Who may not read configs gets a sandbox with the defaults.
    if (error instanceof KafkaError) return []
    throw error
  }
}

const NOTES = [
  'Where values begin with the id of a schema, it is one of the registry of the source: the consumer must ask that one, or one with the same ids.',
]
