// Items of a plan as they are stored: rows of numbers, and each text that they have in common once.
import type { PlanChunkRecord } from '../../storage/workbench-tables.ts'
import { isFileLine, type ItemOrigin, type ItemProblem, type ItemSkip, type ItemSource, type PlanItem, type SkipReason } from './plan.ts'

/** An item with what only the plan itself needs to know of it. */
export interface KeptItem extends PlanItem {
  /** Which of the records kept with the plan it is; null = it is read from its source. */
  readonly pin: number | null
}

const PAYLOADS = ['dlq', 'origin', 'edited'] as const
const TOMBSTONE = 1
const FORCED = 2

export function encodeItems(items: readonly KeptItem[]): PlanChunkRecord {
  const texts = new Texts()
  const rows = items.map((item) => encodeItem(item, texts))
  return { texts: texts.all, rows }
}

/** `firstIndex`: that of the first row. */
export function decodeItems({ texts, rows }: PlanChunkRecord, firstIndex: number): KeptItem[] {
  return rows.map((row, i) => decodeItem(row as ItemRow, texts, firstIndex + i))
}

/** Items of one key to one topic have the same; records without a key wait for nobody. */
export function orderKeyOf(isOrdered: boolean, topic: string, keyHashes: PlanItem['keyHashes']): string {
  return isOrdered && keyHashes !== null ? `${topic}\u0000${keyHashes[0]},${keyHashes[1]}` : ''
}

type OriginRow = [topic: number, topicId: number, partition: number, offset: number, timestampMs: number | null, group: number]
type ItemRow = [
  source: number[],
  origin: OriginRow | null,
  dialect: number,
  isOrdered: number,
  targetTopic: number,
  targetPartition: number,
  payload: number,
  replayCount: number,
  sizeBytes: number,
  timestampMs: number,
  flags: number,
  contentHash: string,
  keyHashes: number[] | null,
  keyText: string | null,
  skip: number[] | null,
  problem: number[] | null,
  pin: number | null,
]

class Texts {
  readonly all: string[] = []
  readonly #numbers = new Map<string, number>()

  /** -1 for null. */
  number(text: string | null): number {
    if (text === null) return -1
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.all.length)
    return this.all.push(text) - 1
  }
}

function encodeItem(item: KeptItem, texts: Texts): ItemRow {
  return [
    encodeSource(item.source, texts),
    item.origin === null ? null : encodeOrigin(item.origin, texts),
    texts.number(item.dialect),
    item.orderKey === '' ? 0 : 1,
    texts.number(item.targetTopic),
    item.targetPartition,
    PAYLOADS.indexOf(item.payload),
    item.replayCount,
    item.sizeBytes,
    item.timestampMs,
    (item.isTombstone ? TOMBSTONE : 0) | (item.isForced ? FORCED : 0),
    item.contentHash,
    item.keyHashes === null ? null : [...item.keyHashes],
    item.keyText,
    item.skip === null ? null : [texts.number(item.skip.reason), texts.number(item.skip.message)],
    item.problem === null ? null : [texts.number(item.problem.code), texts.number(item.problem.message)],
    item.pin,
  ]
}

function decodeItem(row: ItemRow, texts: readonly string[], index: number): KeptItem {
  const [source, origin, dialect, isOrdered, targetTopic, targetPartition, payload, replayCount, sizeBytes, timestampMs, flags, contentHash, hashes, keyText, skip, problem, pin] = row
  const topic = texts[targetTopic]!
  const keyHashes = hashes === null ? null : ([hashes[0]!, hashes[1]!] as const)
  return {
    index,
    source: decodeSource(source, texts),
    origin: origin === null ? null : decodeOrigin(origin, texts),
    dialect: texts[dialect] ?? null,
    orderKey: orderKeyOf(isOrdered === 1, topic, keyHashes),
    targetTopic: topic,
    targetPartition,
    payload: PAYLOADS[payload]!,
    replayCount,
    sizeBytes,
    timestampMs,
    isTombstone: (flags & TOMBSTONE) !== 0,
    isForced: (flags & FORCED) !== 0,
    contentHash,
    keyHashes,
    keyText,
    skip: skip === null ? null : decodeSkip(skip, texts),
    problem: problem === null ? null : decodeProblem(problem, texts),
    pin,
  }
}

function encodeSource(source: ItemSource, texts: Texts): number[] {
  if (isFileLine(source)) return [texts.number(source.file), source.line]
  const { clusterId, topic, topicId, partition, offset } = source
  return [texts.number(clusterId), texts.number(topic), texts.number(topicId), partition, offset]
}

function decodeSource(row: readonly number[], texts: readonly string[]): ItemSource {
  if (row.length === 2) return { file: texts[row[0]!]!, line: row[1]! }
  return { clusterId: texts[row[0]!]!, topic: texts[row[1]!]!, topicId: texts[row[2]!]!, partition: row[3]!, offset: row[4]! }
}

function encodeOrigin({ topic, topicId, partition, offset, timestampMs, group }: ItemOrigin, texts: Texts): OriginRow {
  return [texts.number(topic), texts.number(topicId), partition ?? -1, offset ?? -1, timestampMs, texts.number(group)]
}

function decodeOrigin([topic, topicId, partition, offset, timestampMs, group]: OriginRow, texts: readonly string[]): ItemOrigin {
  return {
    topic: texts[topic]!,
    topicId: texts[topicId] ?? null,
    partition: partition < 0 ? null : partition,
    offset: offset < 0 ? null : offset,
    timestampMs,
    group: texts[group] ?? null,
  }
}

function decodeSkip(row: readonly number[], texts: readonly string[]): ItemSkip {
  return { reason: texts[row[0]!] as SkipReason, message: texts[row[1]!]! }
}

function decodeProblem(row: readonly number[], texts: readonly string[]): ItemProblem {
  return { code: texts[row[0]!]!, message: texts[row[1]!]! }
}
