// A record that is to become an item of a plan: what was read of it, before anybody has said where it goes.
import type { KeptRecord } from '../../storage/workbench-tables.ts'
import type { Failure, RawRecord } from '../failure.ts'
import { contentBytes, contentHash } from './content-hash.ts'
import { previewText } from './key-text.ts'
import type { PayloadChoice } from './payload-choice.ts'
import type { KeptItem } from './plan-item-rows.ts'
import type { ItemOrigin, ItemSource } from './plan.ts'
import { keyHashesOf } from './target-partition.ts'

export interface Draft extends Omit<KeptItem, 'index' | 'orderKey' | 'targetTopic' | 'targetPartition' | 'skip'> {
  /** Of the dead letter, which tells the newest of several. */
  readonly deadLetterMs: number
  /** Another dead letter of the same record is newer. */
  readonly isDuplicate: boolean
  readonly isLeftOut: boolean
  /** The `x-replay-id` that the dead letter carries: by which it came back. */
  readonly replayId: string | null
}

/** Why a record cannot be sent, as it was read; where it goes has problems of its own. */
const READ_PROBLEMS: ReadonlySet<string> = new Set(['unhydratable', 'origin-gone', 'origin-differs'])

export function draftOf(source: ItemSource, failure: Failure, { payload, record, problem }: PayloadChoice): Draft {
  const origin = originOf(failure)
  return {
    ...contentFields(record),
    source,
    origin,
    dialect: failure.dialect,
    payload,
    replayCount: failure.replay.count,
    timestampMs: payload === 'origin' ? record.timestampMs : (origin?.timestampMs ?? record.timestampMs),
    isForced: false,
    problem,
    pin: null,
    deadLetterMs: failure.dlqTimestamp,
    isDuplicate: false,
    isLeftOut: false,
    replayId: null,
  }
}

/** An item as it was read once: for another choice of where it goes. */
export function draftAgain(item: KeptItem): Draft {
  const problem = item.problem !== null && READ_PROBLEMS.has(item.problem.code) ? item.problem : null
  return { ...item, problem, deadLetterMs: item.timestampMs, isDuplicate: item.skip?.reason === 'duplicate', isLeftOut: item.skip?.reason === 'excluded', replayId: null }
}

/** What of an item comes from the bytes that are sent. */
export function contentFields(record: Pick<RawRecord, 'key' | 'value' | 'headers'>): Pick<Draft, 'sizeBytes' | 'isTombstone' | 'contentHash' | 'keyHashes' | 'keyText'> {
  return {
    sizeBytes: contentBytes(record),
    isTombstone: record.value === null,
    contentHash: contentHash(record),
    keyHashes: keyHashesOf(record.key),
    keyText: previewText(record.key),
  }
}

export function keptRecord({ key, value, headers, timestampMs }: Pick<RawRecord, 'key' | 'value' | 'headers' | 'timestampMs'>): KeptRecord {
  return { key, value, headers: headers.map((header) => [header.key, header.value]), timestampMs }
}

/** With its bytes as they were: nothing of it is a view of the store. */
export function contentOf({ key, value, headers }: Omit<KeptRecord, 'timestampMs'>): Pick<RawRecord, 'key' | 'value' | 'headers'> {
  return { key, value, headers: headers.map(([name, bytes]) => ({ key: name, value: bytes })) }
}

function originOf({ origin, group }: Failure): ItemOrigin | null {
  if (origin === undefined) return null
  const { topic, topicId = null, partition = null, offset = null, timestamp = null } = origin
  return { topic, topicId, partition, offset, timestampMs: timestamp, group: group ?? null }
}
