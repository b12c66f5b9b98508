// What frameworks have written when their consumers failed: test/fixtures/dead-letters, recorded by test/conformance/dead-letters.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RawRecord } from '../../core/deadletters/failure.ts'

/** Bytes are base64; null is null, and not empty. */
export type RecordedHeader = readonly [name: string, value: string | null]

export interface RecordedRecord {
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly RecordedHeader[]
}

export interface RecordedTopic {
  readonly name: string
  readonly topicId: string
  readonly partitionCount: number
  readonly records: readonly RecordedRecord[]
}

export interface Recording {
  readonly what: string
  readonly framework: string
  readonly version: string
  readonly recordedAt: string
  /** Origins, retries and dead letters: everything that was on the broker. */
  readonly topics: readonly RecordedTopic[]
}

export const RECORDINGS_FOLDER = join(import.meta.dirname, '../fixtures/dead-letters')

/** File names without their ending. */
export function recordingNames(): string[] {
  return readdirSync(RECORDINGS_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted()
}

export function recording(name: string): Recording {
  return JSON.parse(readFileSync(join(RECORDINGS_FOLDER, `${name}.json`), 'utf8')) as Recording
}

/** The records of one topic, as they are read from a cluster. */
export function recordedIn({ topics }: Recording, topic: string): RawRecord[] {
  const found = topics.find(({ name }) => name === topic)
  if (found === undefined) throw new Error(`There is no topic "${topic}" in the recording.`)
  const { topicId, records } = found
  return records.map((record) => ({
    ...record,
    topic,
    topicId,
    key: bytesOf(record.key),
    value: bytesOf(record.value),
    headers: record.headers.map(([key, value]) => ({ key, value: bytesOf(value) })),
  }))
}

function bytesOf(base64: string | null): Buffer | null {
  return base64 === null ? null : Buffer.from(base64, 'base64')
}
