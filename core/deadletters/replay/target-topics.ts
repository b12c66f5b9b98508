// Which topic each record goes to, and what is known of the topics that are named that way.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { Draft } from './draft.ts'
import { topicIdOf } from './fetch-records.ts'
import { isTopicName } from './open-reader.ts'
import type { ReplayOptions } from './options.ts'
import type { ItemOrigin, ItemProblem } from './plan.ts'

/** What is known of the source's topics beyond their names (core/deadletters/recognise). */
export interface TopicRoles {
  readonly roleOf: (topic: string) => 'dlq' | 'retry' | 'main' | 'none'
  /** null = its ladder is not known. */
  readonly firstRetryOf: (origin: ItemOrigin) => string | null
}

export interface TargetTopic {
  readonly name: string
  readonly topicId: string
  readonly partitionCount: number
}

export interface TargetContext extends TopicRoles {
  readonly options: ReplayOptions
  /** Topics of the target that are there. */
  readonly topics: ReadonlyMap<string, TargetTopic>
  /** Source and target are one cluster: a topic may then be its own target. */
  readonly isSameCluster: boolean
  readonly targetName: string
}

export type Destination = { readonly topic: string; readonly partitionCount: number; readonly problem: ItemProblem | null }

const METADATA_TOPICS = 500

/** Never creates one. */
export async function describeTargets(cluster: ClusterConnection, names: Iterable<string>): Promise<Map<string, TargetTopic>> {
  const wanted = [...new Set(names)].filter(isTopicName)
  const found = new Map<string, TargetTopic>()
  for (let from = 0; from < wanted.length; from += METADATA_TOPICS) {
    const { topics } = await cluster.metadata(wanted.slice(from, from + METADATA_TOPICS))
    for (const topic of topics) {
      if (topic.errorCode === 0) found.set(topic.name, { name: topic.name, topicId: topicIdOf(topic), partitionCount: topic.partitions.length })
    }
  }
  return found
}

/** The name alone; null where nothing says it. */
export function targetTopicOf({ origin }: Pick<Draft, 'origin'>, options: ReplayOptions, { firstRetryOf }: TopicRoles): string | null {
  if (options.target.kind === 'topic') return options.target.topic
  if (origin === null) return null
  const topic = options.target.kind === 'origin' ? origin.topic : firstRetryOf(origin)
  return topic === null ? null : (options.redirects.find(({ from }) => from === topic)?.to ?? topic)
}

export function destinationOf(draft: Draft, context: TargetContext): Destination {
  const topic = targetTopicOf(draft, context.options, context)
  if (topic === null) return { topic: '', partitionCount: 0, problem: unknownTarget(draft.origin) }
  const found = context.topics.get(topic)
  if (found === undefined) {
    const message = `The cluster "${context.targetName}" has no topic "${topic}". Choose another target, or set a redirect for it.`
    return { topic, partitionCount: 0, problem: { code: 'target-missing', message } }
  }
  return { topic, partitionCount: found.partitionCount, problem: circle(draft, topic, context) }
}

function unknownTarget(origin: ItemOrigin | null): ItemProblem {
  if (origin === null) return { code: 'no-origin', message: 'Its headers do not tell which topic it comes from. Choose the target topic.' }
  return { code: 'no-retry-topic', message: `No retry topic of "${origin.topic}" is known. Choose the target topic.` }
}

/** A dead letter sent to where dead letters lie comes back at once; a topic that was typed is meant. */
function circle({ source }: Draft, topic: string, { options, isSameCluster, roleOf }: TargetContext): ItemProblem | null {
  if (!isSameCluster || options.target.kind === 'topic') return null
  const isOwn = 'topic' in source && source.topic === topic
  const role = roleOf(topic)
  if (!isOwn && role !== 'dlq' && (role !== 'retry' || options.target.kind === 'first-retry')) return null
  const what = isOwn ? 'where this dead letter lies' : role === 'dlq' ? 'a dead-letter topic' : 'a retry topic'
  return { code: 'dead-letter-target', message: `"${topic}" is ${what}. Type it as the target topic if that is meant.` }
}
