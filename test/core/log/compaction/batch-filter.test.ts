// What is left of single batches. Histories of them: compactor.test.ts.
import { describe, expect, it } from 'vitest'
import { BatchFilter, type BatchFilterOptions } from '../../../../core/log/compaction/batch-filter.ts'
import { KeyOffsets } from '../../../../core/log/compaction/key-offsets.ts'
import { encodeMarker } from '../../../../core/protocol/records/control-record.ts'
import { decodeRecords } from '../../../../core/protocol/records/record.ts'
import { type BatchSpec, encodeBatch, readBatchHeader, setBaseOffset } from '../../../../core/protocol/records/record-batch.ts'

const NOW = 1_700_000_000_000
const HOUR_MS = 3_600_000

function filterOf(more: Partial<BatchFilterOptions> = {}): BatchFilter {
  return new BatchFilter({ keys: new KeyOffsets(1_000_000), until: 1000, lastOffset: 1999, aborted: [], producers: [], nowMs: NOW, deleteRetentionMs: HOUR_MS, ...more })
}

const batch = (keys: readonly (string | null)[], more: Partial<BatchSpec> = {}, value: Buffer | null = Buffer.from('v')): Buffer =>
  encodeBatch({ records: keys.map((key) => ({ key: key === null ? null : Buffer.from(key), value, timestamp: NOW })), ...more })

function newest(keys: Record<string, number>): KeyOffsets {
  const offsets = new KeyOffsets(1_000_000)
  for (const [key, offset] of Object.entries(keys)) offsets.note(Buffer.from(key), 0, key.length, offset)
  return offsets
}

async function left(filter: BatchFilter, bytes: Buffer): Promise<string[] | undefined> {
  const cleaned = await filter.filter(bytes, readBatchHeader(bytes, 0))
  return cleaned && decodeRecords(cleaned.batch, 0, readBatchHeader(cleaned.batch, 0)).map(({ key, offset }) => `${String(key)}@${offset}`)
}

describe('records', () => {
  it('stay while nothing newer has their key', async () => {
    expect(await left(filterOf({ keys: newest({ a: 12, b: 11 }) }), batch(['a', 'b', 'a', 'c'], { baseOffset: 10 }))).toEqual(['b@11', 'a@12', 'c@13'])
    expect(await left(filterOf({ keys: newest({ a: 12 }) }), batch(['a', 'a'], { baseOffset: 10 }))).toBeUndefined()
  })

  it('without a key go', async () => {
    expect(await left(filterOf(), batch(['a', null]))).toEqual(['a@0'])
  })

  it('from where the map ends stay as they are', async () => {
    const later = batch(['a', 'a', null], { baseOffset: 1000 })
    const cleaned = await filterOf({ keys: newest({ a: 5000 }) }).filter(later, readBatchHeader(later, 0))
    expect(cleaned!.batch).toBe(later)
  })

  it('of an aborted transaction go, those of a committed one stay', async () => {
    const filter = filterOf({ aborted: [{ producerId: 1, firstOffset: 10, lastOffset: 12 }] })
    expect(await left(filter, batch(['a'], { baseOffset: 5, producerId: 1, producerEpoch: 0, baseSequence: 0, transactional: true }))).toEqual(['a@5'])
    expect(await left(filter, batch(['b'], { baseOffset: 10, producerId: 1, producerEpoch: 0, baseSequence: 1, transactional: true }))).toBeUndefined()
  })

  it('that cannot be read stay as they are', async () => {
    const broken = batch(['a', 'b'], { codec: 1 })
    broken.fill(0xff, 61)
    const cleaned = await filterOf({ keys: newest({ a: 50, b: 50 }) }).filter(broken, readBatchHeader(broken, 0))
    expect(cleaned!.batch).toBe(broken)
  })
})

describe('a tombstone', () => {
  it('gets its horizon at the first compaction, stays until then, and goes at one after that', async () => {
    const first = filterOf()
    const tombstone = batch(['a'], {}, null)
    const kept = (await first.filter(tombstone, readBatchHeader(tombstone, 0)))!.batch
    expect([readBatchHeader(kept, 0).baseTimestamp, first.nextHorizonMs]).toEqual([NOW + HOUR_MS, NOW + HOUR_MS])
    const soon = filterOf({ nowMs: NOW + HOUR_MS - 1 })
    expect(await left(soon, kept)).toEqual(['a@0'])
    expect(soon.nextHorizonMs).toBe(NOW + HOUR_MS)
    const later = filterOf({ nowMs: NOW + HOUR_MS })
    expect(await left(later, kept)).toBeUndefined()
    expect(later.nextHorizonMs).toBe(-1)
  })
})

describe('a marker', () => {
  const marker = (isCommit: boolean, offset: number): Buffer => {
    const bytes = encodeMarker({ producerId: 1, producerEpoch: 0, coordinatorEpoch: 0, isCommit }, NOW)
    setBaseOffset(bytes, 0, offset)
    return bytes
  }
  const data = batch(['a'], { baseOffset: 5, producerId: 1, producerEpoch: 0, baseSequence: 0, transactional: true })

  it('stays without a horizon while data of its transaction is met', async () => {
    const filter = filterOf()
    await filter.filter(data, readBatchHeader(data, 0))
    const commit = marker(true, 6)
    expect((await filter.filter(commit, readBatchHeader(commit, 0)))!.batch).toBe(commit)
    expect(filter.nextHorizonMs).toBe(-1)
  })

  it('gets its horizon once no data is met, and goes after that; an aborted transaction is then not told of any more', async () => {
    const filter = filterOf({ aborted: [{ producerId: 1, firstOffset: 4, lastOffset: 6 }] })
    const abort = marker(false, 6)
    const kept = (await filter.filter(abort, readBatchHeader(abort, 0)))!.batch
    expect([filter.nextHorizonMs, filter.orphanedAborts]).toEqual([NOW + HOUR_MS, [6]])
    expect(await filterOf({ nowMs: NOW + HOUR_MS }).filter(kept, readBatchHeader(kept, 0))).toBeUndefined()
  })
})

describe('a batch of which nothing is left stays empty', () => {
  const superseded = batch(['a'], { baseOffset: 10, producerId: 3, producerEpoch: 1, baseSequence: 20 })
  const keys = newest({ a: 500 })

  it('where it is the last of all, so that the log does not end earlier', async () => {
    expect(await left(filterOf({ keys, lastOffset: 10 }), superseded)).toEqual([])
  })

  it('where it says how far a live producer has got, and not where the producer has got further', async () => {
    const producer = { producerId: 3, producerEpoch: 1, lastSequence: 20, lastTimestampMs: NOW, coordinatorEpoch: -1, currentTransactionFirstOffset: -1 }
    expect(await left(filterOf({ keys, producers: [producer] }), superseded)).toEqual([])
    expect(await left(filterOf({ keys, producers: [{ ...producer, lastSequence: 21 }] }), superseded)).toBeUndefined()
  })
})
