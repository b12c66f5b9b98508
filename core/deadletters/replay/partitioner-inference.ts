// Which partitioner the producers of a topic use, told from where their records lie.
import { EARLIEST, LATEST } from '../../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import type { Partitioner } from './options.ts'
import { keyHashesOf, partitionBy } from './target-partition.ts'

export interface PartitionerInference {
  readonly topic: string
  readonly sampled: number
  /** Which share of the sample lies where the partitioner would put it, 0 to 100. */
  readonly murmur2: number
  readonly crc32: number
  /** null: neither explains where the records lie; partitions are chosen in another way. */
  readonly best: Partitioner | null
}

export const SURE_PERCENT = 95
const SAMPLE_RECORDS = 200
/** So much more than chance explains must lie where a partitioner would put it, of what chance leaves. */
const BEYOND_CHANCE = 0.3

/** From the newest records with a key, at most 200; null where there is nothing to tell from. */
export async function inferPartitioner(cluster: ClusterConnection, topic: string, signal: AbortSignal): Promise<PartitionerInference | null> {
  const reader = await TopicReader.open(cluster, topic)
  const count = reader.topic.partitions.length
  if (count < 2) return null
  const perPartition = Math.max(2, Math.ceil(SAMPLE_RECORDS / count))
  const sample: { partition: number; key: Buffer }[] = []
  for (const { partition } of reader.topic.partitions) {
    signal.throwIfAborted()
    if (sample.length >= SAMPLE_RECORDS) break
    sample.push(...(await newestKeys(reader, partition, perPartition)))
  }
  return sample.length === 0 ? null : inferenceOf(topic, count, sample.slice(0, SAMPLE_RECORDS))
}

export function inferenceOf(topic: string, partitionCount: number, sample: readonly { readonly partition: number; readonly key: Buffer }[]): PartitionerInference {
  const percent = (partitioner: Partitioner): number => {
    const hits = sample.filter(({ partition, key }) => partitionBy(partitioner, keyHashesOf(key)!, partitionCount) === partition).length
    return Math.round((hits * 1_000) / sample.length) / 10
  }
  const [murmur2, crc32] = [percent('murmur2'), percent('crc32')]
  const best = murmur2 >= crc32 ? ('murmur2' as const) : ('crc32' as const)
  const byChance = 100 / partitionCount
  const isLikely = Math.max(murmur2, crc32) >= byChance + (100 - byChance) * BEYOND_CHANCE
  return { topic, sampled: sample.length, murmur2, crc32, best: isLikely ? best : null }
}

async function newestKeys(reader: TopicReader, partition: number, count: number): Promise<{ partition: number; key: Buffer }[]> {
  const [start, end] = await Promise.all([reader.offset(partition, EARLIEST), reader.offset(partition, LATEST)])
  if (end <= start) return []
  const { records } = await reader.read(partition, Math.max(start, end - count))
  return records.flatMap(({ key }) => (key === null ? [] : [{ partition, key: Buffer.from(key) }])).slice(-count)
}
