// Reads what is new in the dead-letter topics of a job and knows its own records again: by their x-replay-id, or where that is gone by where they failed.
import { endOffsets, startOffsets } from './senders/target-guard.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { ClientRecord } from '../../client/client-record.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import type { Write } from '../../storage/tables.ts'
import { decodeFailure, type RawRecord } from '../failure.ts'
import { REPLAY_ID } from '../replay-mark.ts'
import { topicIdOf } from './fetch-records.ts'
import type { JobRecord } from './jobs/job-record.ts'
import type { JobStore } from './jobs/job-store.ts'
import type { PlanSource } from './jobs/plan-feed.ts'
import { shortHash } from './plan.ts'

export interface BounceReaderOptions {
  readonly jobs: JobStore
  readonly job: JobRecord
  readonly source: PlanSource
  readonly sourceCluster: () => ClusterConnection | null
}

export interface BounceAnswer {
  /** null = it is none of the job's records. */
  readonly index: number | null
}

export interface Bounce {
  readonly index: number
  readonly at: { topic: string; topicId: string; partition: number; offset: number }
}

/** What one look may read of one partition; the rest is for the next. */
const MAX_READS = 20

export class BounceReader {
  readonly #options: BounceReaderOptions
  /** Where records of this job are, to know pointers to them. */
  readonly #places = new Map<string, number>()

  constructor(options: BounceReaderOptions) {
    this.#options = options
  }

  expect(index: number, topic: string, partition: number, offset: number): void {
    if (offset >= 0) this.#places.set(`${topic}:${partition}:${offset}`, index)
  }

  /** From the ends of the topics as they are now; once per job. */
  async begin(topics: readonly string[]): Promise<void> {
    const { jobs, job, sourceCluster } = this.#options
    const cluster = sourceCluster()
    const places = jobs.places(job.jobId)
    if (cluster === null || places.watched.length > 0) return
    const { topics: found } = await cluster.metadata(topics)
    const ends = await Promise.all(found.filter(({ errorCode }) => errorCode === 0).map(async (topic) => (await endOffsets(cluster, topic)).map((offset, partition) => [topic.name, partition, offset] as const)))
    await jobs.store.commit([jobs.putPlaces(job.jobId, { ...jobs.places(job.jobId), watched: ends.flat() })])
  }

  /** `decide` has the last word on what counts. `watched`: how far it has read, to be kept with what it found. */
  async read(decide: (answer: BounceAnswer) => number | null): Promise<{ found: Bounce[]; watched: Write[] }> {
    const { jobs, job, sourceCluster } = this.#options
    const cluster = sourceCluster()
    const places = jobs.places(job.jobId)
    if (cluster === null || places.watched.length === 0) return { found: [], watched: [] }
    const found = new Map<number, Bounce>()
    const watched: [string, number, number][] = []
    for (const [topic, ofTopic] of Map.groupBy(places.watched, ([name]) => name)) {
      const reader = await TopicReader.open(cluster, topic)
      const starts = await startOffsets(cluster, reader.topic)
      for (const [, partition, offset] of ofTopic) {
        const next = await this.#readPartition(reader, partition, Math.max(offset, starts.get(partition) ?? offset), (record) => {
          const index = decide({ index: this.#indexOf(reader, record) })
          if (index !== null && !found.has(index)) found.set(index, { index, at: { topic, topicId: topicIdOf(reader.topic), partition, offset: Number(record.offset) } })
        })
        watched.push([topic, partition, next])
      }
    }
    const hasMoved = watched.some(([, , offset], i) => offset !== places.watched[i]![2])
    return { found: [...found.values()], watched: hasMoved ? [jobs.putPlaces(job.jobId, { ...jobs.places(job.jobId), watched })] : [] }
  }

  async #readPartition(reader: TopicReader, partition: number, from: number, visit: (record: ClientRecord) => void): Promise<number> {
    if (!reader.topic.partitions.some((known) => known.partition === partition)) return from
    let offset = from
    for (let reads = 0; reads < MAX_READS; reads++) {
      const { records, nextOffset, outcomeOf } = await reader.read(partition, offset)
      const isOpen = records.find(({ batch }) => outcomeOf(batch) === 'open' || outcomeOf(batch) === 'unknown')
      const until = isOpen === undefined ? nextOffset : Math.min(nextOffset, isOpen.batch.baseOffset)
      for (const record of records) if (record.offset < until && outcomeOf(record.batch) !== 'aborted') visit(record)
      if (until <= offset) break
      offset = until
    }
    return offset
  }

  /** The last id counts: a record that was replayed before carries older ones. */
  #indexOf(reader: TopicReader, record: ClientRecord): number | null {
    const id = String(record.headers.findLast(({ key }) => key === REPLAY_ID)?.value ?? '')
    const [, hash, index] = /^(.*)\/(\d+)$/.exec(id) ?? []
    if (hash === shortHash(this.#options.source.plan)) return Number(index)
    if (id !== '') return null
    const { origin } = decodeFailure(rawRecordOf(reader, record), { clusterId: this.#options.job.targetClusterId })
    return this.#places.get(`${origin?.topic}:${origin?.partition}:${origin?.offset}`) ?? null
  }
}

function rawRecordOf({ topic }: TopicReader, { partition, offset, timestamp, timestampType, key, value, headers }: ClientRecord): RawRecord {
  return { topic: topic.name, topicId: topicIdOf(topic), partition, offset: Number(offset), timestampMs: Number(timestamp), timestampType, key, value, headers }
}
