// A reading as events for a screen: at most ten a second, each with what was found since the last one and how far the reading came.
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { TopicReader } from '../client/topic-reader.ts'
import type { PartitionCoverage } from './partition-source.ts'
import { parseQuery } from './predicate/parse-query.ts'
import type { FailedTest } from './record-filter.ts'
import { type Budget, type Ended, Reading, type ReadingOptions } from './reading.ts'
import { planReading, type ReadingStart } from './reading-plan.ts'

export interface BrowseOptions<T> extends Omit<ReadingOptions<T>, 'predicate'> {
  readonly start: ReadingStart
  /** All if left out. */
  readonly partitions?: readonly number[] | undefined
  /** What a person asks of the records, as `parseQuery` reads it; '' = every record. */
  readonly query: string
}

export interface BrowseEvent<T> {
  readonly rows: T[]
  readonly coverage: PartitionCoverage[]
  readonly scannedRecords: number
  readonly scannedBytes: number
  /** Records of aborted transactions that were left out. */
  readonly hiddenRecords: number
  /** Records that a function could not tell about. */
  readonly failedTests: number
  readonly firstFailedTest: FailedTest | null
  readonly ended: Ended | null
}

/** A remote cluster is not asked for more than this at once. */
export const REMOTE_BUDGET: Budget = { maxBytes: 500 * 1024 * 1024, maxMs: 60_000 }

const EVENT_PERIOD_MS = 100

/** The first event comes with the first row, at the end, or after a tenth of a second. Ends when the signal aborts, or its reader leaves. Rejects QueryError. */
export async function* browse<T>(cluster: ClusterConnection, topic: string, { start, partitions, query, signal, ...options }: BrowseOptions<T>): AsyncGenerator<BrowseEvent<T>, void> {
  const predicate = parseQuery(query)
  const reader = await TopicReader.open(cluster, topic)
  const plan = await planReading(cluster, reader, start, partitions)
  const [leaving, firstNews] = [new AbortController(), new AbortController()]
  const stop = AbortSignal.any([signal, leaving.signal])
  const reading = new Reading(cluster, reader, plan, { ...options, predicate, signal: stop }, () => firstNews.abort())
  let isOver = false
  const running = reading.run().finally(() => (isOver = true))
  // A failure is told below, by whoever gets there first.
  running.catch(() => firstNews.abort())
  try {
    await cluster.pause(EVENT_PERIOD_MS, AbortSignal.any([stop, firstNews.signal]))
    for (let told: BrowseEvent<T> = NOTHING_TOLD; !stop.aborted; await cluster.pause(EVENT_PERIOD_MS, stop)) {
      if (isOver) await running
      const { ended, scannedBytes } = reading
      const { records: scannedRecords, ...looked } = reading.lookedAt
      const event = { ...reading.take(), ...looked, scannedRecords, scannedBytes, ended }
      if (saysMore(event, told)) yield event
      if (ended !== null) break
      told = event
    }
  } finally {
    leaving.abort()
    await running
  }
}

const NOTHING_TOLD: BrowseEvent<never> = { rows: [], coverage: [], scannedRecords: -1, scannedBytes: -1, hiddenRecords: 0, failedTests: 0, firstFailedTest: null, ended: null }

function saysMore(event: BrowseEvent<unknown>, told: BrowseEvent<unknown>): boolean {
  if (event.rows.length > 0 || event.ended !== null) return true
  return event.scannedRecords !== told.scannedRecords || event.scannedBytes !== told.scannedBytes || errorsOf(event) !== errorsOf(told)
}

function errorsOf({ coverage }: BrowseEvent<unknown>): number {
  return coverage.filter(({ error }) => error !== null).length
}
