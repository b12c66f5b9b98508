// Finds the dead-letter and retry topics of a cluster: reads only, without a group, and on remote clusters looks at few topics.
import { DescribeConfigs } from '../../protocol/messages/describe-configs.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import { listGroups } from '../../client/admin/groups.ts'
import { EARLIEST, LATEST, leaderOffsets, type OffsetOrError, placeKey } from '../../client/admin/list-offsets.ts'
import { topicConfigValues } from '../../client/admin/topic-configs.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { TopicMetadata } from '../../client/cluster-metadata.ts'
import { dialectById } from '../dialects/detect-dialect.ts'
import type { FailureDialect } from '../dialects/dialect.ts'
import { topicIdOf } from '../index/topic-reading.ts'
import { type HeaderSample, newestRecords, type SampleRange, sampleOf } from './header-sample.ts'
import { type RoleEvidence, verdictOf } from './topic-evidence.ts'
import { mappingOf, type TopicMapping, type TopicRole } from './topic-mapping.ts'
import { readTopicName } from './topic-names.ts'

export interface RecognisedTopic {
  readonly topic: string
  readonly topicId: string
  readonly role: TopicRole
  readonly confidence: 'user' | 'confirmed' | 'likely'
  readonly dialect: FailureDialect | null
  readonly originTopics: readonly string[]
  readonly groups: readonly string[]
  readonly delayMs: number | null
  readonly evidence: readonly RoleEvidence[]
  readonly partitionCount: number
  readonly recordCount: number | null
  readonly error: string | null
}

export interface RecogniseOptions {
  readonly mappings: readonly TopicMapping[]
  readonly userDialects: readonly FailureDialect[]
  /** The broker inside Headwater: every topic may be looked at, and configs of groups. */
  readonly isLocal: boolean
  /** What the retry policies of the local broker say of a topic. */
  readonly policyOf?: ((topic: string) => { role: TopicRole; text: string; originTopic: string; delayMs: number | null } | undefined) | undefined
  /** Samples from before, by topic id and end: what has not changed is not read again. */
  readonly samples: Map<string, { readonly end: number; readonly sample: HeaderSample }>
}

const TOPIC_CONFIG = 'errors.deadletterqueue.group.enable'
const GROUP_CONFIG = 'errors.deadletterqueue.topic.name'
const GROUP_RESOURCE = 32
const MAX_TOPICS = 500
const MAX_GROUPS = 200
const AT_ONCE = 4

/** Every topic of the cluster whose role is not plain, and the names of all. */
export async function recognise(cluster: ClusterConnection, options: RecogniseOptions): Promise<{ recognised: RecognisedTopic[]; topics: string[] }> {
  const { topics } = await cluster.metadata(null)
  const visible = topics.filter(({ isInternal, errorCode }) => !isInternal && errorCode === 0)
  const suggested = visible.filter(({ name }) => options.isLocal || readTopicName(name) !== null || mappingOf(name, options.mappings) !== undefined)
  const recognised = await recogniseTopics(cluster, suggested.slice(0, MAX_TOPICS), visible.map(({ name }) => name), options)
  return { recognised: recognised.filter(({ role }) => role === 'dlq' || role === 'retry'), topics: visible.map(({ name }) => name) }
}

/** Each of the topics with what it is, whatever its name. */
export async function recogniseTopics(cluster: ClusterConnection, topics: readonly TopicMetadata[], known: readonly string[], options: RecogniseOptions): Promise<RecognisedTopic[]> {
  const places = topics.flatMap(({ name, partitions }) => partitions.map(({ partition, leader }) => ({ topic: name, partition, leader })))
  const [starts, ends, configs] = await Promise.all([
    leaderOffsets(cluster, places, EARLIEST),
    leaderOffsets(cluster, places, LATEST),
    options.isLocal ? configEvidence(cluster, topics.map(({ name }) => name)) : new Map<string, string[]>(),
  ])
  return inTurns(topics, async (topic) => recogniseTopic(cluster, topic, known, rangesOf(topic, starts, ends), configs.get(topic.name) ?? [], options))
}

async function recogniseTopic(cluster: ClusterConnection, topic: TopicMetadata, known: readonly string[], ranges: readonly (SampleRange & { error: Error | null })[], configs: readonly string[], options: RecogniseOptions): Promise<RecognisedTopic> {
  const { name } = topic
  const topicId = topicIdOf(name, topic.topicId)
  const sample = await sampled(cluster, topic, topicId, ranges, options)
  const mapping = mappingOf(name, options.mappings)
  const policy = options.policyOf?.(name)
  const reading = readTopicName(name)
  const error = ranges.find((range) => range.error)?.error ?? sample.error
  return {
    topic: name,
    topicId,
    ...verdictOf({ topic: name, mapping, configs, policy, sample }),
    dialect: (mapping?.dialect ? dialectById(mapping.dialect, options.userDialects) : undefined) ?? sample.dialect,
    originTopics: mapping?.originTopic ? [mapping.originTopic] : sample.originTopics.length > 0 ? sample.originTopics : policy ? [policy.originTopic] : originByName(name, known),
    groups: mapping?.group ? [mapping.group] : sample.groups.length > 0 ? sample.groups : reading?.group ? [reading.group] : [],
    delayMs: policy?.delayMs ?? (reading?.role === 'retry' ? (reading.delayMs ?? null) : null),
    partitionCount: topic.partitions.length,
    recordCount: ranges.every((range) => range.error === null) ? ranges.reduce((sum, { start, end }) => sum + end - start, 0) : null,
    error: error?.message ?? null,
  }
}

async function sampled(cluster: ClusterConnection, topic: TopicMetadata, topicId: string, ranges: readonly SampleRange[], { samples, userDialects }: RecogniseOptions): Promise<HeaderSample> {
  const end = ranges.reduce((sum, range) => sum + range.end, 0)
  const before = samples.get(topicId)
  if (before?.end === end && before.sample.error === null) return before.sample
  const { records, error } = await newestRecords(cluster, topic, topicId, ranges)
  const sample = sampleOf(records, error, readTopicName(topic.name) !== null, userDialects)
  samples.set(topicId, { end, sample })
  return sample
}

/** A name suggests a topic only where there is one of that name. In Spring Cloud Stream's both parts may have dots. */
function originByName(name: string, known: readonly string[]): string[] {
  const topics = new Set(known)
  const base = readTopicName(name)?.base
  if (base !== null && base !== undefined && topics.has(base)) return [base]
  if (!name.startsWith('error.')) return []
  const parts = name.slice('error.'.length).split('.')
  const destination = parts.map((_, end) => parts.slice(0, end + 1).join('.')).findLast((candidate) => topics.has(candidate))
  return destination === undefined ? [] : [destination]
}

function rangesOf({ name, partitions }: TopicMetadata, starts: ReadonlyMap<string, OffsetOrError>, ends: ReadonlyMap<string, OffsetOrError>): (SampleRange & { error: Error | null })[] {
  return partitions.map(({ partition, leader }) => {
    const [start, end] = [starts.get(placeKey({ topic: name, partition })), ends.get(placeKey({ topic: name, partition }))]
    return { partition, leader, start: start?.offset ?? 0, end: end?.offset ?? 0, error: start?.error ?? end?.error ?? null }
  })
}

async function configEvidence(cluster: ClusterConnection, topics: readonly string[]): Promise<Map<string, string[]>> {
  const evidence = new Map<string, string[]>()
  for (const [topic, values] of await topicConfigValues(cluster, topics, [TOPIC_CONFIG])) {
    if (!(values instanceof Error) && values.get(TOPIC_CONFIG) === 'true') evidence.set(topic, [`Its config ${TOPIC_CONFIG} is true.`])
  }
  for (const { group, topic } of await groupConfigs(cluster)) evidence.set(topic, [...(evidence.get(topic) ?? []), `${GROUP_CONFIG} of the group "${group}" names it.`])
  return evidence
}

async function groupConfigs(cluster: ClusterConnection): Promise<{ group: string; topic: string }[]> {
  const groups = (await listGroups(cluster)).filter(({ type }) => type === 'share').slice(0, MAX_GROUPS)
  if (groups.length === 0) return []
  const resources = groups.map(({ groupId }) => ({ resourceType: GROUP_RESOURCE, resourceName: groupId, configurationKeys: [GROUP_CONFIG] }))
  try {
    const { results } = await cluster.request('any', DescribeConfigs, { resources, includeSynonyms: false, includeDocumentation: false })
    return results.flatMap(({ resourceName, configs }) => configs.flatMap(({ value }) => (value ? [{ group: resourceName, topic: value }] : [])))
  } catch (error) {
    // Evidence that cannot be had is no evidence; the topics are judged by the rest.
    if (error instanceof KafkaError) return []
    throw error
  }
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++
      results[at] = await work(items[at]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker))
  return results
}
