// What frameworks have written when their consumers failed: test/fixtures/dead-letters, recorded by test/conformance/dead-letters.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

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
