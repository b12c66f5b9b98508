// Cleaning data files: dead space is given back, what is live stays as it was, and a crash at any point loses nothing.
import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { CommitUnit } from '../../../core/storage/commit-unit.ts'
import { fileDisk, type Disk } from '../../../core/storage/disk.ts'
import { openTestStorage, type TestStorage } from '../../support/storage.ts'

let test: TestStorage | undefined
afterEach(async () => {
  await test?.close()
  test = undefined
})

const MIB = 1024 * 1024
const open = async (options = {}): Promise<TestStorage> => (test = await openTestStorage(undefined, { generationBytes: 4 * MIB, ...options }))

/** One-record "batches" of 32 KiB; the first four bytes of each are its offset. */
const BATCH_BYTES = 32 * 1024
function appends(partition: number, firstOffset: number, count: number): NonNullable<CommitUnit['appends']> {
  return Array.from({ length: count }, (_, i) => {
    const batch = Buffer.alloc(BATCH_BYTES, partition)
    batch.writeUInt32BE(firstOffset + i)
    return { partition, batch, firstOffset: firstOffset + i, lastOffset: firstOffset + i, records: 1, maxTimestampMs: (firstOffset + i) * 10 }
  })
}

/** Partition 1 is written along with 9 times as much of partition 2. */
async function writeTogether(t: TestStorage, cycles: number): Promise<void> {
  for (let i = 0; i < cycles; i++) await t.storage.commit({ appends: [...appends(1, i, 1), ...appends(2, i * 9, 9)] })
}

function offsets(t: TestStorage, partition: number, from = 0): number[] {
  const seen: number[] = []
  t.storage.visitValues(partition, from, (value) => {
    for (let at = 0; at < value.length; at += BATCH_BYTES) {
      expect(value[at + 5]).toBe(partition)
      seen.push(value.readUInt32BE(at))
    }
  })
  return seen
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const names = (t: TestStorage): string[] => readdirSync(t.directory).filter((name) => name.endsWith('.mdb')).sort()

describe('cleaning', () => {
  it('gives the space of a deleted partition back although a long-lived one shares its generations, the current one included', async () => {
    const t = await open()
    await writeTogether(t, 60) // 18 MiB, 5 generations
    const before = t.storage.usage
    await t.storage.commit({ drops: [2] })
    expect(await t.storage.cleanFiles()).toBeGreaterThan(15 * MIB)
    const { fileBytes, liveBytes } = t.storage.usage
    expect(before.fileBytes).toBeGreaterThan(18 * MIB)
    expect(fileBytes).toBeLessThan(liveBytes * 1.5 + MIB)
    for (const _ of ['cleaned', 'reopened']) {
      expect(offsets(t, 1)).toEqual(upTo(60))
      expect(t.storage.partition(1)).toMatchObject({ logStartOffset: 0, endOffset: 60, bytes: 60 * BATCH_BYTES, maxTimestampMs: 590 })
      expect(t.storage.partition(1).extents.reduce((sum, { records }) => sum + records, 0)).toBe(60)
      await t.reopen()
    }
    await t.storage.commit({ appends: appends(1, 60, 1) })
    expect(offsets(t, 1, 58)).toEqual([58, 59, 60])
  })

  it('has nothing to do a second time', async () => {
    const t = await open()
    await writeTogether(t, 60)
    await t.storage.commit({ drops: [2] })
    await t.storage.cleanFiles()
    const files = names(t)
    expect(await t.storage.cleanFiles()).toBe(0)
    await t.reopen()
    expect(await t.storage.cleanFiles()).toBe(0)
    expect(names(t)).toEqual(files)
  })

  it('goes on while records are written and the log start moves, also past what is being copied', async () => {
    const t = await open()
    await writeTogether(t, 60)
    await t.storage.commit({ drops: [2] })
    const cleaning = t.storage.cleanFiles()
    for (let i = 60; i < 80; i++) {
      await t.storage.commit({ appends: appends(1, i, 1) })
      if (i === 65) await t.storage.commit({ logStarts: [{ partition: 1, offset: 30 }] })
    }
    await cleaning
    expect(offsets(t, 1, 30).at(-1)).toBe(79)
    expect(offsets(t, 1, 30)).toEqual(upTo(80).slice(30))
    await t.reopen()
    expect(offsets(t, 1, 30)).toEqual(upTo(80).slice(30))
    expect(t.storage.partition(1)).toMatchObject({ logStartOffset: 30, endOffset: 80 })
  })

  it('leaves nothing of a partition that is deleted while it is being copied', async () => {
    const t = await open()
    await writeTogether(t, 60)
    await t.storage.commit({ drops: [2] })
    const cleaning = t.storage.cleanFiles()
    await t.storage.commit({ drops: [1] })
    await cleaning
    expect(t.storage.partition(1).extents).toEqual([])
    await t.storage.cleanFiles()
    await t.reopen()
    expect(t.storage.usage).toMatchObject({ liveBytes: 0 })
    expect(names(t)).toHaveLength(1)
  })

  it('keeps the time index right over what it puts together', async () => {
    const t = await open()
    await writeTogether(t, 200)
    await t.storage.commit({ drops: [2] })
    await t.storage.cleanFiles()
    for (const wanted of [0, 5, 10, 777, 1555, 1990]) {
      const exact = Math.ceil(wanted / 10)
      const answer = t.storage.offsetBefore(1, wanted)!
      expect(answer, `timestamp ${wanted}`).toBeLessThanOrEqual(exact)
      expect(exact - answer, `timestamp ${wanted}`).toBeLessThan(20)
    }
    expect(t.storage.offsetBefore(1, 1991)).toBeUndefined()
  })

  it('copies nothing onto a disk that has no room for it', async () => {
    const files = (directory: string): Disk => ({ ...fileDisk(directory), freeBytes: async () => 1000 })
    const directory = (await open()).directory
    await test!.storage.close()
    test = await openTestStorage(undefined, { generationBytes: 4 * MIB, directory, disk: files(directory) })
    await writeTogether(test, 60)
    await test.storage.commit({ drops: [2] })
    expect(await test.storage.cleanFiles()).toBe(0)
    expect(offsets(test, 1)).toEqual(upTo(60))
  })

  it('leaves no file behind whose name could not be made safe', async () => {
    const directory = (await open()).directory
    await test!.storage.close()
    let isBroken = false
    const files = fileDisk(directory)
    const syncNames = async (): Promise<void> => {
      if (isBroken) throw new Error('Input/output error')
      await files.syncNames()
    }
    test = await openTestStorage(undefined, { generationBytes: 4 * MIB, directory, disk: { ...files, syncNames } })
    isBroken = true
    await expect(test.storage.beginCleanedFile()).rejects.toThrow('Input/output error')
    isBroken = false
    expect([names(test), test.storage.generationCount]).toEqual([['gen-00000001.mdb'], 1])
  })

  it('never begins a file under the name of one that is still being deleted: a reader may hold that up, and the new one would go with it', async () => {
    const directory = (await open()).directory
    await test!.storage.close()
    const reading = Promise.withResolvers<void>()
    test = await openTestStorage(undefined, { generationBytes: 4 * MIB, directory, disk: slowToClose(directory, 'cleaned-00000001.mdb', reading.promise) })
    await test.storage.commit({ appends: appends(1, 0, 1) })
    await test.storage.commit({ seal: true })
    const deleting = test.storage.endCleanedFile(await test.storage.beginCleanedFile())
    const file = await test.storage.beginCleanedFile()
    const [extent] = test.storage.partition(1).extents
    const writer = file.beginExtent(1, 0)
    writer.append({ batch: appends(1, 0, 1)[0]!.batch, lastOffset: 0, records: 1, maxTimestampMs: 0 })
    const by = writer.end(0, extent!)
    await file.flush()
    await test.storage.commit({ swaps: [{ partition: 1, replaced: [extent!], by: [by] }], writes: [file.record] })
    reading.resolve()
    await deleting
    await test.storage.endCleanedFile(file)
    await test.reopen()
    expect(offsets(test, 1)).toEqual([0])
  })
})

function slowToClose(directory: string, slow: string, until: Promise<void>): Disk {
  const files = fileDisk(directory)
  return {
    ...files,
    openEnvironment(name, options) {
      const environment = files.openEnvironment(name, options)
      const table = (tableName: string) => environment.table(tableName)
      const close = async (): Promise<void> => {
        if (name === slow) await until
        await environment.close()
      }
      return { path: environment.path, table, close }
    },
  }
}

/** A disk that dies at the nth commit or deletion of the cleaner: from then on nothing is written any more. */
function dyingDisk(directory: string, isArmed: () => boolean, left: { count: number }): Disk {
  const files = fileDisk(directory)
  const spend = (): void => {
    if (isArmed() && left.count-- <= 0) throw new Error('the power is out')
  }
  // What is put in one turn of the event loop is one transaction: all of it is kept or nothing.
  let turn: 'none' | 'kept' | 'lost' = 'none'
  const write = async (put: () => Promise<unknown>): Promise<unknown> => {
    if (turn === 'none') {
      turn = isArmed() && left.count-- <= 0 ? 'lost' : 'kept'
      setImmediate(() => (turn = 'none'))
    }
    if (turn === 'lost') throw new Error('the power is out')
    return put()
  }
  return {
    ...files,
    async remove(name) {
      spend()
      await files.remove(name)
    },
    openEnvironment(name, options) {
      const environment = files.openEnvironment(name, options)
      return {
        ...environment,
        close: () => environment.close(),
        table(tableName) {
          const table = environment.table(tableName)
          return { ...table, put: (key, value) => write(() => table.put(key, value)), remove: (key) => write(() => table.remove(key)) }
        },
      }
    },
  }
}

it.each(Array.from({ length: 24 }, (_, i) => i))('a crash after %i commits and deletions of the cleaner loses nothing, and the next start cleans up', async (steps) => {
  let isArmed = false
  const left = { count: steps }
  const t = await open()
  await writeTogether(t, 60)
  await t.storage.commit({ drops: [2] })
  await t.storage.close()
  test = await openTestStorage(undefined, { generationBytes: 4 * MIB, directory: t.directory, disk: dyingDisk(t.directory, () => isArmed, left) })
  isArmed = true
  await test.storage.cleanFiles().catch(() => undefined)
  await test.storage.close()
  isArmed = false
  test = await openTestStorage(undefined, { generationBytes: 4 * MIB, directory: t.directory })
  expect(offsets(test, 1)).toEqual(upTo(60))
  expect(test.storage.partition(1).bytes).toBe(60 * BATCH_BYTES)
  const used = new Set(test.storage.partition(1).extents.map(({ generation }) => generation))
  expect(names(test).length).toBeLessThanOrEqual(used.size + 1) // and the current one
  await test.storage.cleanFiles()
  expect(offsets(test, 1)).toEqual(upTo(60))
})
