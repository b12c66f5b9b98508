// Reads whole batches of one partition, starting with the one that contains the wanted offset.
import { answerBuffers } from '../base/buffer-pool.ts'
import type { Storage } from '../storage/storage.ts'

export interface ReadRange {
  readonly fromOffset: number
  /** Batches that start at or after it are not returned. */
  readonly endOffset: number
  readonly maxBytes: number
  /** Return the first batch even when it is larger than `maxBytes` (KIP-74). */
  readonly atLeastOneBatch: boolean
}

const EMPTY = Buffer.alloc(0)
const BATCH_LENGTH_AT = 8
const LOG_OVERHEAD_BYTES = 12
const LAST_OFFSET_DELTA_AT = 23

/** Reads are collected here and copied out once at their exact size: one allocation per read, whatever the number of batches. */
let scratch = Buffer.allocUnsafeSlow(1024 * 1024)
const SCRATCH_KEPT_BYTES = 8 * 1024 * 1024

export function readBatches(storage: Storage, partition: number, range: ReadRange): Buffer {
  let size = 0
  storage.visitValues(partition, range.fromOffset, (value) => {
    let from = -1
    let at = 0
    while (at < value.length) {
      const next = at + batchSize(value, at)
      const base = offsetAt(value, at)
      if (base >= range.endOffset) break
      if (base + value.readInt32BE(at + LAST_OFFSET_DELTA_AT) >= range.fromOffset) {
        const isFirst = size === 0 && from < 0
        if (!fits(size, from < 0 ? 0 : at - from, next - at, range, isFirst)) break
        if (from < 0) from = at
      }
      at = next
    }
    if (from >= 0) size = collect(value, from, at, size)
    return at === value.length
  })
  return size === 0 ? EMPTY : copyOut(size)
}

const fits = (size: number, pending: number, batch: number, range: ReadRange, isFirst: boolean): boolean =>
  size + pending + batch <= range.maxBytes || (isFirst && range.atLeastOneBatch)

function collect(value: Buffer, from: number, to: number, size: number): number {
  const needed = size + to - from
  if (needed > scratch.length) {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, scratch.length * 2))
    scratch.copy(larger, 0, 0, size)
    scratch = larger
  }
  value.copy(scratch, size, from, to)
  return needed
}

function copyOut(size: number): Buffer {
  const result = answerBuffers.take(size)
  scratch.copy(result, 0, 0, size)
  if (scratch.length > SCRATCH_KEPT_BYTES) scratch = Buffer.allocUnsafeSlow(1024 * 1024)
  return result
}

const batchSize = (value: Buffer, at: number): number => LOG_OVERHEAD_BYTES + value.readInt32BE(at + BATCH_LENGTH_AT)

const offsetAt = (value: Buffer, at: number): number => value.readUInt32BE(at) * 0x1_0000_0000 + value.readUInt32BE(at + 4)
