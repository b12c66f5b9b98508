// Keeps the index of topics up to date while somebody looks: refreshes, tells how far it is, and looks again for what is new.
import type { Clock } from '../base/clock.ts'
import type { IndexEvent } from '../contract/dead-letters.ts'
import type { FailureIndex, Refreshed } from '../deadletters/index/failure-index.ts'
import type { TopicIndex } from '../deadletters/index/topic-index.ts'
import type { DeadLetterTopics } from './dead-letter-topics.ts'

type TopicProgress = IndexEvent['topics'][number]

/** How often is looked for new records, local and remote. */
const LOCAL_LOOK_MS = 1_000
const REMOTE_LOOK_MS = 5_000
/** At most ten events a second. */
const TELL_EVERY_MS = 100

export interface WatchOptions {
  readonly topics: DeadLetterTopics
  readonly index: FailureIndex
  readonly clock: Clock
}

/** Ends when the signal aborts. A topic that cannot be read says so in its place, and is tried again. */
export async function* watchTopics({ topics, index, clock }: WatchOptions, connectionId: string, names: readonly string[], signal: AbortSignal): AsyncGenerator<IndexEvent, void> {
  const { cluster, isLocal } = await topics.cluster(connectionId)
  const progress = new Map<string, TopicProgress>(names.map((topic) => [topic, nothingYet(topic)]))
  let told = ''
  const news = function* (isRoundOver: boolean): Generator<IndexEvent, void> {
    const event = eventOf(progress, index.version, isRoundOver)
    const text = JSON.stringify(event)
    if (text !== told) yield event
    told = text
  }
  for (;;) {
    for (const topic of names) {
      for await (const step of refreshed(topics, clock, connectionId, topic, progress.get(topic)!, signal)) {
        if (signal.aborted) return
        progress.set(topic, step)
        if (!step.isComplete) yield* news(false)
      }
    }
    yield* news(true)
    await cluster.pause(isLocal ? LOCAL_LOOK_MS : REMOTE_LOOK_MS, signal)
    if (signal.aborted) return
  }
}

/** One refresh of a topic: how far it is, then how it ended. */
async function* refreshed(topics: DeadLetterTopics, clock: Clock, connectionId: string, topic: string, before: TopicProgress, signal: AbortSignal): AsyncGenerator<TopicProgress, void> {
  let latest = before
  let wake: () => void = () => {}
  let isOver = false
  const work = topics
    .refresh(connectionId, topic, signal, (progress) => {
      latest = { ...latest, ...progress, isComplete: false, closing: '' }
      wake()
    })
    .then(
      (result) => endOf(topic, result),
      (error: unknown): TopicProgress => ({ ...before, isComplete: false, closing: `"${topic}" could not be read.`, error: (error as Error).message }),
    )
    .finally(() => {
      isOver = true
      wake()
    })
  let toldAt = -Infinity
  while (!isOver) {
    const next = new Promise<void>((resolve) => (wake = resolve))
    if (latest !== before && clock.monotonic() - toldAt >= TELL_EVERY_MS) {
      toldAt = clock.monotonic()
      yield latest
    }
    await Promise.race([next, work])
  }
  yield await work
}

function eventOf(progress: ReadonlyMap<string, TopicProgress>, version: number, isRoundOver: boolean): IndexEvent {
  const topics = [...progress.values()]
  return { topics, version, isUpToDate: isRoundOver && topics.every(({ isComplete }) => isComplete) }
}

function endOf(topic: string, result: Refreshed): TopicProgress {
  const { index, scannedOffsets, totalOffsets, isComplete, error } = result
  return { topic, ...countsOf(index), scannedOffsets, totalOffsets, isComplete, closing: closingOf(result), error: error?.message ?? null }
}

function countsOf(index: TopicIndex): Pick<TopicProgress, 'known' | 'newSinceVisit' | 'oldestMs' | 'newestMs'> {
  return index.counts()
}

function closingOf({ index, isComplete, error, unreadable, partitionCount, scannedOffsets, totalOffsets }: Refreshed): string {
  const { known } = index.counts()
  const partitions = `${partitionCount} ${partitionCount === 1 ? 'partition' : 'partitions'}`
  const broken = unreadable === 0 ? '' : ` ${unreadable} ${unreadable === 1 ? 'batch' : 'batches'} could not be decoded.`
  if (isComplete) return `Read all ${known.toLocaleString('en')} ${known === 1 ? 'record' : 'records'} in ${partitions}.${broken}`
  if (error) return `Not everything could be read: ${error.message}${broken}`
  return `Read ${scannedOffsets.toLocaleString('en')} of ${totalOffsets.toLocaleString('en')} offsets in ${partitions}.${broken}`
}

function nothingYet(topic: string): TopicProgress {
  return { topic, known: 0, newSinceVisit: 0, oldestMs: null, newestMs: null, scannedOffsets: 0, totalOffsets: 0, isComplete: false, closing: '', error: null }
}
