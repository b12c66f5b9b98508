// Deletes the beginning of dead-letter partitions, up to the last of the records that were chosen; what would be lost besides is told before.
import { createHash } from 'node:crypto'
import { EARLIEST, LATEST, listOffsets } from '../../client/admin/list-offsets.ts'
import { deleteRecords, type DeletedBefore } from '../../client/admin/delete-records.ts'
import { topicConfigValues } from '../../client/admin/topic-configs.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import type { ExportRecord } from '../../storage/workbench-tables.ts'
import type { FailureKey } from '../failure.ts'
import { isExported } from './export-cases.ts'
import { topicIdOf } from './fetch-records.ts'

export interface PurgeRange {
  readonly partition: number
  readonly startOffset: number
  /** The first that stays. */
  readonly beforeOffset: number
}

export interface PurgePlan {
  readonly topic: string
  readonly topicId: string
  readonly ranges: readonly PurgeRange[]
  /** Why it cannot be done; null where it can. */
  readonly refusal: { readonly message: string; readonly remedy: string } | null
  /** Of the topic and its ranges: what a person has seen is what they confirm. */
  readonly token: string
}

/** Nothing is deleted that was neither exported nor waived. */
export class NotExported extends Error {
  override readonly name = 'NotExported'
}

/** `keys`: of one topic; in each partition everything up to the newest of them goes. */
export async function planPurge(cluster: ClusterConnection, name: string, keys: readonly Pick<FailureKey, 'topicId' | 'partition' | 'offset'>[]): Promise<PurgePlan> {
  const topic = await cluster.topic(name)
  const topicId = topicIdOf(topic)
  const starts = await listOffsets(cluster, topic, topic.partitions, EARLIEST)
  const ends = await listOffsets(cluster, topic, topic.partitions, LATEST)
  const newest = new Map<number, number>()
  for (const { partition, offset } of keys) newest.set(partition, Math.max(newest.get(partition) ?? -1, offset))
  const ranges = [...newest].toSorted(([a], [b]) => a - b).flatMap(([partition, offset]) => {
    const startOffset = starts.get(partition)?.offset ?? 0
    const beforeOffset = Math.min(offset + 1, ends.get(partition)?.offset ?? 0)
    return beforeOffset > startOffset ? [{ partition, startOffset, beforeOffset }] : []
  })
  return { topic: name, topicId, ranges, refusal: await refusalOf(cluster, name, topicId, keys), token: tokenOf(topicId, ranges) }
}

/** Rejects NotExported where a record would be deleted that `exported` does not have; null = it was waived. */
export async function purge(cluster: ClusterConnection, { topic, topicId, ranges }: PurgePlan, exported: ExportRecord | null, signal: AbortSignal): Promise<DeletedBefore[]> {
  if (exported !== null) for (const range of ranges) await refuseUnexported(cluster, topic, topicId, range, exported, signal)
  return deleteRecords(cluster, topic, new Map(ranges.map(({ partition, beforeOffset }) => [partition, beforeOffset])))
}

async function refusalOf(cluster: ClusterConnection, name: string, topicId: string, keys: readonly { readonly topicId: string }[]): Promise<PurgePlan['refusal']> {
  if (keys.some((key) => key.topicId !== topicId)) return { message: `Some of the records are of a topic "${name}" that was deleted since; the one that is there now is another.`, remedy: 'Look at the topic anew and choose again.' }
  const values = (await topicConfigValues(cluster, [name], ['cleanup.policy'])).get(name)
  const policy = values instanceof Map ? (values.get('cleanup.policy') ?? '') : ''
  if (policy === '' || policy.includes('delete')) return null
  return { message: `"${name}" is only compacted: Kafka deletes the beginning of a topic only where cleanup.policy includes "delete".`, remedy: 'Send a tombstone for each key instead: compaction then removes them.' }
}

function tokenOf(topicId: string, ranges: readonly PurgeRange[]): string {
  return createHash('sha256').update(JSON.stringify([topicId, ranges.map(({ partition, beforeOffset }) => [partition, beforeOffset])])).digest('hex').slice(0, 32)
}

/** By the records themselves: gaps in offsets are nothing that could be lost. */
async function refuseUnexported(cluster: ClusterConnection, topic: string, topicId: string, { partition, startOffset, beforeOffset }: PurgeRange, exported: ExportRecord, signal: AbortSignal): Promise<void> {
  const reader = await TopicReader.open(cluster, topic)
  for (let offset = startOffset; offset < beforeOffset; ) {
    signal.throwIfAborted()
    const { records, nextOffset, outcomeOf } = await reader.read(partition, offset)
    for (const record of records) {
      const at = Number(record.offset)
      if (at >= beforeOffset) return
      // Nobody who reads committed records has ever seen it.
      if (outcomeOf(record.batch) === 'aborted') continue
      if (!isExported(exported, { topicId, partition, offset: at })) throw new NotExported(`The record at offset ${at} of partition ${partition} of "${topic}" would be deleted and is not in the export.`)
    }
    if (nextOffset <= offset) return
    offset = nextOffset
  }
}
