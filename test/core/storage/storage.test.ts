// Storage: what was committed is there after a reopen, nothing else is; generations roll, die and are unlinked.
import { mkdirSync, readdirSync, readFileSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CommitUnit } from '../../../core/storage/commit-unit.ts'
import { fileDisk } from '../../../core/storage/disk.ts'
import { clusterTable, extentsTable, groupOffsetsTable, producersTable, topicsTable } from '../../../core/storage/tables.ts'
import { openTestStorage, type TestStorage } from '../../support/storage.ts'

let test: TestStorage | undefined
afterEach(async () => {
  await test?.close()
  test = undefined
})

const open = async (options = {}): Promise<TestStorage> => (test = await openTestStorage(undefined, options))

/** `count` one-record "batches" of `bytes` bytes, the first byte of each being its offset. */
function appends(partition: number, firstOffset: number, count: number, bytes = 100, timestampMs = 1000): CommitUnit {
  return {
    appends: Array.from({ length: count }, (_, i) => ({
      partition,
      batch: Buffer.alloc(bytes, (firstOffset + i) & 0xff),
      firstOffset: firstOffset + i,
      lastOffset: firstOffset + i,
      records: 1,
      maxTimestampMs: timestampMs + i,
    })),
  }
}

function readBytes(t: TestStorage, partition: number, fromOffset = 0): Buffer {
  const values: Buffer[] = []
  t.storage.visitValues(partition, fromOffset, (value) => void values.push(Buffer.from(value)))
  return Buffer.concat(values)
}

const files = (t: TestStorage): string[] => readdirSync(t.directory).filter((name) => name.endsWith('.mdb')).sort()

describe('commit', () => {
  it('is readable once resolved, in offset order, and after a reopen', async () => {
    const t = await open()
    await t.storage.commit(appends(7, 0, 3))
    await t.storage.commit(appends(7, 3, 2))
    for (const _ of ['open', 'reopened']) {
      expect(t.storage.partition(7)).toMatchObject({ logStartOffset: 0, endOffset: 5, bytes: 500, maxTimestampMs: 1002 })
      expect([...readBytes(t, 7)].filter((_byte, i) => i % 100 === 0)).toEqual([0, 1, 2, 3, 4])
      await t.reopen()
    }
  })

  it('keeps partitions apart, also those whose ids are neighbours', async () => {
    const t = await open()
    await Promise.all([t.storage.commit(appends(1, 0, 2)), t.storage.commit(appends(2, 0, 3)), t.storage.commit(appends(0xffff_fffe, 0, 1))])
    expect([1, 2, 3, 0xffff_fffe].map((id) => readBytes(t, id).length)).toEqual([200, 300, 0, 100])
  })

  it('packs consecutive batches of one partition into values of at most 64 KiB', async () => {
    const t = await open()
    await t.storage.commit(appends(1, 0, 100, 1000))
    const sizes: number[] = []
    t.storage.visitValues(1, 0, (value) => void sizes.push(value.length))
    expect(sizes).toEqual([65_000, 35_000])
  })

  it('starts a read at the value that holds the offset', async () => {
    const t = await open()
    await t.storage.commit(appends(1, 0, 10, 40_000))
    expect([...readBytes(t, 1, 6)].filter((_byte, i) => i % 40_000 === 0)).toEqual([6, 7, 8, 9])
  })

  it('makes batches and metadata durable as one, and reads metadata back by table', async () => {
    const t = await open()
    const offset = { offset: 9_007_199_254_740_991, leaderEpoch: 0, metadata: 'm', commitTimestampMs: 5, topicId: 'id' }
    await t.storage.commit({
      ...appends(1, 0, 1),
      writes: [clusterTable.put('clusterId', 'abc'), groupOffsetsTable.put({ groupId: 'g', topic: 't', partition: 2 }, offset)],
    })
    await t.reopen()
    expect(t.storage.get(clusterTable, 'clusterId')).toBe('abc')
    expect([...t.storage.entries(groupOffsetsTable)]).toEqual([[{ groupId: 'g', topic: 't', partition: 2 }, offset]])
    expect([...t.storage.entries(topicsTable)]).toEqual([])
    await t.storage.commit({ writes: [clusterTable.remove('clusterId')] })
    expect(t.storage.get(clusterTable, 'clusterId')).toBeUndefined()
  })

  it('keeps of a batch, beside the batch, only where it is', async () => {
    const t = await open()
    await t.storage.commit(appends(1, 0, 1))
    const where = { generation: 1, lastOffset: 0, bytes: 100, records: 1, maxTimestampMs: 1000, firstAppendMs: t.time.now(), lastAppendMs: t.time.now() }
    expect([...t.storage.entries(extentsTable)]).toEqual([[{ partition: 1, firstOffset: 0 }, where]])
    expect(t.storage.partition(1).extents).toEqual([{ firstOffset: 0, ...where }])
  })

  it('announces the partitions that got records', async () => {
    const t = await open()
    const seen: number[][] = []
    t.storage.appended.on((ids) => seen.push([...ids]))
    await Promise.all([t.storage.commit(appends(1, 0, 1)), t.storage.commit(appends(2, 0, 1)), t.storage.commit({ writes: [clusterTable.put('x', 1)] })])
    expect(seen).toEqual([[1, 2]])
  })

  it('refuses a whole cycle when one unit of it breaks a rule, and nothing of it becomes durable', async () => {
    const t = await open()
    await t.storage.commit(appends(1, 0, 5))
    const failed: string[] = []
    t.storage.failed.on((error) => failed.push(error.message))
    const good = t.storage.commit(appends(2, 0, 1))
    const bad = t.storage.commit(appends(1, 3, 1)) // below the log end
    await expect(bad).rejects.toThrow('did not become durable')
    await expect(good).rejects.toThrow('did not become durable')
    expect(failed).toHaveLength(1)
    await t.reopen()
    expect([t.storage.partition(1).endOffset, t.storage.partition(2).endOffset]).toEqual([5, 0])
    expect(readBytes(t, 2).length).toBe(0)
  })
})

describe('log start and drops', () => {
  it('moves the log start forward only, and keeps the end offset when everything is gone', async () => {
    const t = await open()
    await t.storage.commit(appends(1, 0, 10))
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 10 }] })
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 4 }] })
    await t.reopen()
    expect(t.storage.partition(1)).toMatchObject({ logStartOffset: 10, endOffset: 10, bytes: 0 })
    await t.storage.commit(appends(1, 10, 1))
    expect(t.storage.partition(1)).toMatchObject({ logStartOffset: 10, endOffset: 11, bytes: 100 })
  })

  it('drops a partition with its producers and nothing of its neighbours', async () => {
    const t = await open()
    const producer = { epoch: 0, lastTimestampMs: 1, batches: [] }
    await t.storage.commit({
      appends: [...appends(1, 0, 1).appends!, ...appends(2, 0, 1).appends!],
      writes: [producersTable.put({ partition: 1, producerId: 7 }, producer), producersTable.put({ partition: 2, producerId: 7 }, producer)],
    })
    await t.storage.commit({ drops: [1] })
    await t.reopen()
    expect([t.storage.partition(1).endOffset, t.storage.partition(2).endOffset]).toEqual([0, 1])
    expect([...t.storage.entries(producersTable)].map(([key]) => key.partition)).toEqual([2])
  })
})

describe('a partition that was dropped', () => {
  const producer = { epoch: 0, lastTimestampMs: 1, batches: [] }
  const append = (offset: number): CommitUnit => ({
    appends: appends(1, offset, 1).appends!.map((one) => ({ ...one, producer: { producerId: 7, record: producer } })),
  })
  const leftOvers = (t: TestStorage): unknown[] => [...t.storage.entries(extentsTable), ...t.storage.entries(producersTable)]

  it('leaves nothing of itself, whatever was queued before, with and behind its drop', async () => {
    const t = await open()
    await t.storage.commit(append(0))
    await Promise.all([t.storage.commit(append(1)), t.storage.commit({ drops: [1] }), t.storage.commit(append(2))])
    expect(leftOvers(t)).toEqual([])
  })

  it('takes no more records from units of later cycles', async () => {
    const t = await open()
    await t.storage.commit(append(0))
    const dropping = t.storage.commit({ drops: [1] })
    await new Promise((resolve) => setImmediate(resolve))
    await Promise.all([dropping, t.storage.commit(append(1))]) // queued while the drop is being written
    await t.storage.commit(append(2))
    expect(leftOvers(t)).toEqual([])
    await t.reopen()
    expect(readBytes(t, 1).length).toBe(0)
  })
})

describe('generations', () => {
  it('roll at their size, carry all metadata over, and read across the seam', async () => {
    const t = await open({ generationBytes: 1000 })
    await t.storage.commit({ writes: [clusterTable.put('clusterId', 'abc')] })
    for (let offset = 0; offset < 30; offset += 5) await t.storage.commit(appends(1, offset, 5))
    expect(files(t).length).toBe(3)
    await t.reopen()
    expect([...readBytes(t, 1, 3)].filter((_byte, i) => i % 100 === 0)).toEqual(Array.from({ length: 30 }, (_, i) => i)) // from the start of the value
    expect(t.storage.get(clusterTable, 'clusterId')).toBe('abc')
  })

  it('roll at their age once they hold something', async () => {
    const t = await open()
    t.storage.sealAfter(() => 60_000)
    await t.storage.commit(appends(1, 0, 1))
    await t.time.advance(60_000)
    await t.storage.commit(appends(1, 1, 1))
    expect(files(t)).toEqual(['gen-00000001.mdb', 'gen-00000002.mdb'])
  })

  it('are unlinked when nothing in them is live; one live partition pins a generation and the pinned bytes are counted', async () => {
    const t = await open({ generationBytes: 1000 })
    for (let offset = 0; offset < 20; offset += 5) await t.storage.commit(appends(1, offset, 5))
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 10 }] })
    expect(files(t)).toEqual(['gen-00000002.mdb', 'gen-00000003.mdb'])
    expect(readBytes(t, 1, 10).length).toBe(1000)
    await t.storage.commit(appends(2, 0, 5))
    expect(files(t)).toEqual(['gen-00000002.mdb', 'gen-00000003.mdb'])
    expect(t.storage.usage.pinnedBytes).toBeGreaterThan(0)
    await t.storage.commit({ drops: [1] })
    expect(files(t)).toEqual(['gen-00000003.mdb'])
    expect(t.storage.usage.pinnedBytes).toBe(0)
  })

  it('that are open over several starts are sealed by their whole size and age all the same', async () => {
    const t = await open({ generationBytes: 100_000 })
    for (let start = 0; start < 4; start++) {
      await t.storage.commit(appends(1, start * 3, 3, 20_000))
      await t.reopen()
    }
    expect(files(t)).toEqual(['gen-00000001.mdb', 'gen-00000002.mdb'])
    await t.time.advance(60_000)
    await t.reopen()
    t.storage.sealAfter(() => 60_000)
    await t.storage.commit(appends(2, 0, 1))
    expect(files(t)).toEqual(['gen-00000001.mdb', 'gen-00000002.mdb', 'gen-00000003.mdb'])
  })

  it('are unlinked also when all that was in them died before they were sealed', async () => {
    const t = await open({ generationBytes: 1000 })
    await t.storage.commit(appends(1, 0, 20))
    await t.storage.commit({ drops: [1] })
    await t.storage.commit(appends(2, 0, 1))
    expect(files(t)).toEqual(['gen-00000002.mdb'])
  })

  it('give back the space of the newest records too when a refused writer deletes them', async () => {
    const t = await open({ quotaBytes: 200_000, generationBytes: 100_000_000 })
    await t.storage.commit(appends(1, 0, 30, 10_000))
    await t.time.advance(1000)
    expect(t.storage.refusal).not.toBeNull()
    await t.storage.commit({ drops: [1] })
    await t.time.advance(1000)
    await vi.waitFor(() => expect(t.storage.refusal).toBeNull())
  })

  it('are sealed by age also after the clock was set back', async () => {
    const t = await open()
    t.storage.sealAfter(() => 60_000)
    const clock = vi.spyOn(t.time, 'now')
    clock.mockReturnValue(2_000_000_000_000)
    await t.storage.commit(appends(1, 0, 1))
    await t.storage.commit(appends(1, 1, 1))
    for (const minutes of [0, 2]) {
      clock.mockReturnValue(1_000_000_000_000 + minutes * 60_000)
      await t.storage.commit(appends(1, 2 + minutes, 1))
    }
    expect(files(t)).toEqual(['gen-00000001.mdb', 'gen-00000002.mdb'])
  })

  it('that cannot be deleted cost no acknowledged write, and are deleted at the next start', async () => {
    const t = await open({ generationBytes: 1000 })
    await t.storage.commit(appends(1, 0, 20))
    await t.storage.commit(appends(2, 0, 1))
    const first = join(t.directory, 'gen-00000001.mdb')
    unlinkSync(first)
    mkdirSync(first) // what unlink refuses
    await t.storage.commit({ ...appends(2, 1, 1), drops: [1] })
    expect(t.storage.partition(2).endOffset).toBe(2)
    await t.reopen()
    expect(t.storage.partition(2).endOffset).toBe(2)
    rmdirSync(first)
    await t.reopen()
    expect(files(t)).toEqual(['gen-00000002.mdb'])
  })

  it('that cannot be begun leave the old one in service: what frees space must still be written', async () => {
    const t = await open({ generationBytes: 1000 })
    await t.storage.commit(appends(1, 0, 20))
    const next = join(t.directory, 'gen-00000002.mdb')
    mkdirSync(next)
    await t.storage.commit(appends(2, 0, 20))
    await t.storage.commit({ drops: [1] })
    expect([t.storage.partition(1).endOffset, t.storage.partition(2).endOffset]).toEqual([0, 20])
    rmdirSync(next)
    await t.time.advance(1000)
    await t.storage.commit(appends(2, 20, 1))
    expect(files(t)).toEqual(['gen-00000001.mdb', 'gen-00000002.mdb'])
    await t.reopen()
    expect(readBytes(t, 2).length).toBe(2100)
  })

  it.each([
    ['no byte', 0],
    ['zeros', 8192],
    ['one page of two', 4096],
  ])('of which a power cut left %s are deleted at the next start', async (_what, bytes) => {
    const t = await open()
    await t.storage.commit(appends(1, 0, 5))
    await t.storage.close()
    const torn = Buffer.concat([readFileSync(join(t.directory, 'gen-00000001.mdb')).subarray(0, bytes === 4096 ? 4096 : 0), Buffer.alloc(bytes)])
    writeFileSync(join(t.directory, 'gen-00000002.mdb'), torn)
    await t.reopen()
    expect(files(t)).toEqual(['gen-00000001.mdb'])
    expect(t.storage.partition(1).endOffset).toBe(5)
  })

  it('that were left incomplete by a crash are deleted at the next start, unreferenced ones unlinked', async () => {
    const t = await open({ generationBytes: 1000 })
    await t.storage.commit(appends(1, 0, 5))
    const { Generation } = await import('../../../core/storage/generation.ts')
    const leftOver = Generation.open(fileDisk(t.directory), 9, 1_000_000)
    await leftOver.close()
    await t.reopen()
    expect(files(t)).toEqual(['gen-00000001.mdb'])
    expect(t.storage.partition(1).endOffset).toBe(5)
  })
})

describe('offsetBefore', () => {
  it('answers an offset at or before the first record that is late enough, in big partitions without reading them whole', async () => {
    const t = await open({ generationBytes: 3_000_000 })
    for (let offset = 0; offset < 500; offset += 50) await t.storage.commit(appends(1, offset, 50, 10_000, offset * 10))
    for (const wanted of [0, 1, 777, 2500, 4540]) {
      const answer = t.storage.offsetBefore(1, wanted)!
      const exact = Array.from({ length: 500 }, (_, i) => i).find((i) => Math.floor(i / 50) * 500 + (i % 50) >= wanted)!
      expect(answer, `timestamp ${wanted}`).toBeLessThanOrEqual(exact)
      expect(exact - answer, `timestamp ${wanted}`).toBeLessThan(60)
    }
    expect(t.storage.offsetBefore(1, 10_000)).toBeUndefined()
  })
})

describe('cold reads', () => {
  it('are those before the previous generation, and are brought into memory without changing what is read', async () => {
    const t = await open({ generationBytes: 1000 })
    for (let offset = 0; offset < 40; offset += 5) await t.storage.commit(appends(1, offset, 5))
    expect([0, 9, 19, 20, 39, 40].map((offset) => t.storage.isCold(1, offset))).toEqual([true, true, true, false, false, false])
    await Promise.all([t.storage.prefetch(1, 0, 1_000_000), t.storage.prefetch(1, 39, 1), t.storage.prefetch(1, 40, 1), t.storage.prefetch(9, 0, 1)])
    expect(readBytes(t, 1).length).toBe(4000)
  })

  it('do not stand in the way of dropping what they read', async () => {
    const t = await open({ generationBytes: 100_000 })
    for (let offset = 0; offset < 40; offset += 5) await t.storage.commit(appends(1, offset, 5, 20_000))
    await Promise.all([t.storage.prefetch(1, 0, 1_000_000), t.storage.commit({ drops: [1] }), t.storage.prefetch(1, 5, 1_000_000)])
    expect(readBytes(t, 1).length).toBe(0)
  })
})

describe('disk guard', () => {
  it('refuses new records above the quota and accepts them again below it', async () => {
    const t = await open({ quotaBytes: 200_000, generationBytes: 100_000 })
    expect(t.storage.refusal).toBeNull()
    await t.storage.commit(appends(1, 0, 30, 10_000))
    await t.time.advance(1000)
    expect(t.storage.refusal).toMatch(/holds \d+ bytes, more than headwater\.disk\.quota\.bytes=200000/)
    await t.storage.commit(appends(2, 0, 1))
    await t.storage.commit({ drops: [1] })
    await t.time.advance(1000)
    await vi.waitFor(() => expect(t.storage.refusal).toBeNull())
  })

  it('refuses new records below the free floor', async () => {
    const t = await open({ freeFloorBytes: Number.MAX_SAFE_INTEGER })
    expect(t.storage.refusal).toMatch(/bytes free, less than headwater\.disk\.free\.floor\.bytes/)
  })
})

describe('without a flush of the meta page', () => {
  it('keeps everything over rolls, drops, cleaning and restarts, and settles the last commit before a file goes', async () => {
    const t = await open({ generationBytes: 1000, noMetaSync: true })
    for (let offset = 0; offset < 30; offset += 5) await t.storage.commit(appends(1, offset, 5))
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 20 }] })
    expect(files(t)).toEqual(['gen-00000003.mdb', 'gen-00000004.mdb'])
    for (const _ of ['open', 'reopened']) {
      expect(t.storage.partition(1)).toMatchObject({ logStartOffset: 20, endOffset: 30 })
      expect(readBytes(t, 1, 20).length).toBe(1000)
      await t.reopen()
    }
    await t.storage.close()
    const { Generation } = await import('../../../core/storage/generation.ts')
    const current = Generation.open(fileDisk(t.directory), 4, 1_000_000)
    expect(current.fact('settledAtMs')).toBe(t.time.now())
    await current.close()
    await t.reopen()
  })
})

