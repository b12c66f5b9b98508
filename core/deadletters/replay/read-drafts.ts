// Reads the records that a plan is made of: dead letters by their keys with the origins that they need, or the lines of a file.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { importedFilesTable, importedRecordsTable } from '../../storage/workbench-tables.ts'
import { type DecodeContext, decodeFailure, type Failure, type FailureKey, type RawRecord } from '../failure.ts'
import { REPLAY_ID } from '../replay-mark.ts'
import { contentOf, type Draft, draftOf } from './draft.ts'
import { fetchRecords, type FoundRecord, type RecordPlace } from './fetch-records.ts'
import type { ReplayOptions } from './options.ts'
import { choosePayload, type DeadLetter, needsOrigin, type PayloadChoice } from './payload-choice.ts'
import type { Pins } from './pins.ts'

export interface DraftSources {
  readonly cluster: ClusterConnection
  /** What the user has said about a topic, and their dialects. */
  readonly decodeContext: (topic: string) => DecodeContext
  readonly payload: ReplayOptions['payload']
  /** Records of it are sent for their own sake: they come from where they lie. */
  readonly isOwnOrigin?: ((topic: string) => boolean) | undefined
  readonly pins: Pins
  readonly signal: AbortSignal
}

/** Why a record that was asked for is not in the plan. */
export type Exclude = (code: 'gone' | 'aborted' | 'recreated' | 'unreadable', message: string) => void

const FIRST_BATCH = 200
const LARGEST_BATCH = 1_000
const SMALLEST_BATCH = 8
const BATCH_BYTES = 16 * 1024 * 1024

/** In batches of about as many bytes, whatever the size of records. */
export async function* readDrafts(keys: readonly FailureKey[], sources: DraftSources, exclude: Exclude): AsyncGenerator<Draft[]> {
  const sorted = keys.toSorted((a, b) => (a.topic === b.topic ? a.partition - b.partition || a.offset - b.offset : a.topic < b.topic ? -1 : 1))
  for (let from = 0, count = FIRST_BATCH; from < sorted.length; ) {
    const batch = sorted.slice(from, from + count)
    from += batch.length
    const drafts = await readBatch(batch, sources, exclude)
    await sources.pins.flush()
    count = nextCount(drafts)
    yield drafts
  }
}

/** A file's records have no origin to be read: what it says is all there is. */
export async function* readFileDrafts(store: WorkbenchStore, fileId: string, decodeContext: DraftSources['decodeContext']): AsyncGenerator<Draft[]> {
  const file = store.get(importedFilesTable, fileId)
  for (let line = 1; file !== undefined; ) {
    const drafts: Draft[] = []
    let last = line - 1
    store.visit(importedRecordsTable, { id: fileId, part: line }, { id: fileId, part: line + LARGEST_BATCH }, ({ part }, { source, ...kept }) => {
      last = part
      const record = { ...source, topicId: `name:${source.topic}`, timestampMs: kept.timestampMs, timestampType: 'CreateTime' as const, ...contentOf(kept) }
      const failure = decodeFailure(record, decodeContext(source.topic))
      drafts.push({ ...draftOf({ file: file.sha256, line: part }, failure, { payload: 'dlq', record, problem: null }), pin: null })
    })
    if (drafts.length === 0) return
    yield drafts
    line = last + 1
  }
}

async function readBatch(keys: readonly FailureKey[], sources: DraftSources, exclude: Exclude): Promise<Draft[]> {
  const found = await fetchRecords(sources.cluster, keys, sources.signal)
  const letters = found.flatMap((answer, i) => lettersOf(keys[i]!, answer, sources, exclude))
  const origins = await originsOf(letters, sources)
  return letters.map((letter, i) => {
    const choice = choosePayload(letter, origins[i]!, sources.payload, sources.decodeContext(letter.record.topic).userDialects)
    return { ...draftOf(letter.failure.key, letter.failure, choice), pin: pinOf(choice, sources.pins), replayId: replayIdIn(letter.record) }
  })
}

function lettersOf(key: FailureKey, found: FoundRecord, { decodeContext, isOwnOrigin }: DraftSources, exclude: Exclude): DeadLetter[] {
  if (found.missing !== null) {
    exclude(...exclusionOf(found))
    return []
  }
  if (found.record.topicId !== key.topicId) {
    exclude('recreated', `Of a topic "${key.topic}" that was deleted; the one that is there now is another.`)
    return []
  }
  const failure = { ...decodeFailure(found.record, decodeContext(key.topic)), key }
  return [{ record: found.record, failure: isOwnOrigin?.(key.topic) ? { ...failure, origin: ownPlace(found.record) } : failure }]
}

function exclusionOf({ missing, message }: Extract<FoundRecord, { message: string }>): Parameters<Exclude> {
  if (missing === 'aborted') return ['aborted', 'Of aborted transactions: nobody who reads committed records sees them.']
  return missing === 'gone' ? ['gone', 'Not in the topic any more.'] : ['unreadable', message]
}

function ownPlace({ topic, topicId, partition, offset, timestampMs }: RawRecord): NonNullable<Failure['origin']> {
  return { topic, topicId, partition, offset, timestamp: timestampMs }
}

/** One answer per letter; null where none was asked for. */
async function originsOf(letters: readonly DeadLetter[], { cluster, payload, signal }: DraftSources): Promise<(FoundRecord | null)[]> {
  const wanted = letters.flatMap((letter, i) => (needsOrigin(letter, payload) ? [i] : []))
  const places = wanted.map((i): RecordPlace => {
    const { topic, partition, offset } = letters[i]!.failure.origin!
    return { topic, partition: partition!, offset: offset! }
  })
  const found = await fetchRecords(cluster, places, signal)
  const origins: (FoundRecord | null)[] = letters.map(() => null)
  for (const [at, i] of wanted.entries()) origins[i] = found[at]!
  return origins
}

/** The last one counts: a record that was replayed before carries older ones. */
function replayIdIn({ headers }: RawRecord): string | null {
  return headers.findLast(({ key }) => key === REPLAY_ID)?.value?.toString() ?? null
}

/** Without bytes there is nothing to keep. */
function pinOf({ problem, record }: PayloadChoice, pins: Pins): number | null {
  return problem === null ? pins.add(record) : null
}

function nextCount(drafts: readonly Draft[]): number {
  if (drafts.length === 0) return LARGEST_BATCH
  const meanBytes = drafts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 1) / drafts.length
  return Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, Math.floor(BATCH_BYTES / meanBytes)))
}
