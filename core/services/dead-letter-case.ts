// One dead letter, told in full: its failure, the way it came, the record it came from, and others that belong to it.
import type { FailureCase, FailureKey } from '../contract/dead-letters.ts'
import { causesOf } from '../deadletters/case/stack-causes.ts'
import { checkOrigin } from '../deadletters/case/origin-check.ts'
import { occurrencesOf, siblingsOf } from '../deadletters/case/related.ts'
import { laterRecordOfKey } from '../deadletters/case/superseded.ts'
import { withTierRecords } from '../deadletters/case/tier-records.ts'
import { decodeFailure, type Failure, ownedHeaders, type RawRecord } from '../deadletters/failure.ts'
import { arrivalInFirstTier } from '../deadletters/normalised.ts'
import type { FailureEntry } from '../deadletters/index/failure-entry.ts'
import type { FailureIndex } from '../deadletters/index/failure-index.ts'
import type { TopicIndex } from '../deadletters/index/topic-index.ts'
import { NoSuchRecord, readRecord } from '../client/read-record.ts'
import type { RulesStore } from '../deadletters/recognise/rules-store.ts'
import { errorOf, hopOf, rowOf } from './dead-letter-rows.ts'
import type { DeadLetterTopics, OpenedCluster } from './dead-letter-topics.ts'
import { notFound } from './service-error.ts'

/** What replays have done to a record, oldest first. */
export type HistoryOf = (key: { clusterId: string; topic: string; topicId: string; partition: number; offset: number }) => Promise<FailureCase['history']> | FailureCase['history']

export interface CaseOptions {
  readonly topics: DeadLetterTopics
  readonly index: FailureIndex
  readonly rules: RulesStore
  readonly historyOf?: HistoryOf
}

export async function caseOf(options: CaseOptions, connectionId: string, key: FailureKey, signal: AbortSignal): Promise<FailureCase> {
  const { topics, index } = options
  const place = { partition: key.partition, offset: Number(key.offset) }
  const found = await topics.indexOf(connectionId, key.topicId, key.topic)
  const entry = found.index.get(place.partition, place.offset) ?? (await indexed(topics, connectionId, key, found.index, signal))
  const record = await recordOf(found.opened, key)
  const failure = await failureOf(options, connectionId, found.index, entry, record)
  const triage = index.triageOf(found.index, place)
  const { context } = await topics.contextOf(connectionId, key.topic)
  const [origin, hops, superseded, related] = await Promise.all([
    checkOrigin(found.opened.cluster, failure.origin, record === null || failure.payloadSource === 'pointer' ? null : record),
    withTierRecords(found.opened.cluster, failure.hops, failure.origin, context, signal),
    laterRecordOfKey(found.opened.cluster, failure.origin, record?.key ?? null, signal),
    relatedOf(topics, connectionId, found.index, entry),
  ])
  const history = (await options.historyOf?.({ ...place, clusterId: found.opened.clusterId, topic: key.topic, topicId: key.topicId })) ?? []
  const isOwned = ownedHeaders(failure.dialect, options.rules.dialects())
  return {
    row: rowOf(entry, found.index.isGone(entry) || record === null),
    error: errorOf(failure),
    causes: failure.error.stack === undefined ? [] : causesOf(failure.error.stack).map(({ title, frames }) => ({ title, frames: [...frames] })),
    component: failure.component ?? null,
    stage: failure.stage ?? null,
    attemptsSource: failure.attemptsSource ?? null,
    hops: hops.map(hopOf),
    firstFailureAtMs: failure.firstFailureAt ?? arrivalInFirstTier(hops) ?? null,
    lastFailureAtMs: failure.lastFailureAt ?? null,
    decodeIssues: failure.decodeIssues,
    ownedHeaders: [...new Set((record?.headers ?? []).map(({ key: name }) => name).filter(isOwned))],
    origin: { ...origin, place: failure.origin ? hopOf(failure.origin) : null },
    superseded: superseded && { offset: BigInt(superseded.offset), timestampMs: superseded.timestampMs },
    ...related,
    history: [...triage.history, ...history].toSorted((a, b) => a.atMs - b.atMs),
    note: triage.note,
  }
}

/** A record that is opened by its address before its topic was read. */
async function indexed(topics: DeadLetterTopics, connectionId: string, key: FailureKey, index: TopicIndex, signal: AbortSignal): Promise<FailureEntry> {
  await topics.refresh(connectionId, key.topic, signal)
  const entry = index.get(key.partition, Number(key.offset))
  if (entry) return entry
  throw notFound(`There is no dead letter at "${key.topic}" partition ${key.partition} offset ${key.offset}.`, 'It may have been removed, or the topic was created anew. Go back to the list.')
}

/** null where it has left the log. */
async function recordOf({ cluster, topicIds }: OpenedCluster, { topic, topicId, partition, offset }: FailureKey): Promise<RawRecord | null> {
  if ((topicIds.get(topic) ?? topicId) !== topicId) return null
  try {
    const { timestamp, timestampType, key, value, headers } = await readRecord(cluster, topic, partition, offset)
    return { topic, topicId, partition, offset: Number(offset), timestampMs: Number(timestamp), timestampType, key, value, headers }
  } catch (error) {
    if (error instanceof NoSuchRecord) return null
    throw error
  }
}

/** As its record says now; of one that is gone, as it was read. */
async function failureOf({ topics, index }: CaseOptions, connectionId: string, topic: TopicIndex, { partition, offset }: FailureEntry, record: RawRecord | null): Promise<Failure> {
  if (record !== null) return decodeFailure(record, (await topics.contextOf(connectionId, topic.topic)).context)
  const failure = index.get(topic, partition, offset)
  if (failure) return failure
  throw notFound(`The dead letter at "${topic.topic}" partition ${partition} offset ${offset} is being read again.`, 'Open it again in a moment.')
}

/** Among all topics of the cluster that were looked at. */
async function relatedOf(topics: DeadLetterTopics, connectionId: string, index: TopicIndex, entry: FailureEntry): Promise<Pick<FailureCase, 'occurrences' | 'siblings'>> {
  const others = await topics.loaded(connectionId)
  const all = others.includes(index) ? others : [index, ...others]
  const shown = (entries: readonly FailureEntry[]) => entries.map((other) => rowOf(other, all.find(({ topicId }) => topicId === other.topicId)?.isGone(other) ?? false))
  return { occurrences: shown(occurrencesOf(entry, all)), siblings: shown(siblingsOf(entry, all)) }
}
