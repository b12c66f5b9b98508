import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { Table, textKey } from '../../../core/storage/tables.ts'
import { WorkbenchStore } from '../../../core/storage/workbench-store.ts'
import { workbenchFactsTable } from '../../../core/storage/workbench-tables.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const fruit = new Table<string, { count: number; bytes?: Buffer }>(200, textKey)
const neighbour = new Table<string, string>(201, textKey)

async function openStore(directory: string): Promise<WorkbenchStore> {
  const store = await WorkbenchStore.open(directory)
  onTestFinished(async () => store.close())
  return store
}

describe('the workbench store', () => {
  it('keeps what was committed over a restart', async () => {
    const directory = await tempFolder()
    const first = await WorkbenchStore.open(directory)
    await first.commit([fruit.put('apple', { count: 1 }), fruit.put('pear', { count: 2 })])
    await first.commit([fruit.remove('apple')])
    await first.close()
    const second = await openStore(directory)
    expect(second.get(fruit, 'apple')).toBeUndefined()
    expect(second.get(fruit, 'pear')).toEqual({ count: 2 })
  })

  it('visits a range in the order of keys, without its neighbours, and stops when told to', async () => {
    const store = await openStore(await tempFolder())
    await store.commit(['d', 'b', 'a', 'c'].map((name, i) => fruit.put(name, { count: i })))
    await store.commit([neighbour.put('b', 'other table')])
    expect(store.entries(fruit).map(([key]) => key)).toEqual(['a', 'b', 'c', 'd'])
    expect(store.entries(fruit, 'b', 'd').map(([key]) => key)).toEqual(['b', 'c'])
    expect(store.keys(fruit, 'b', null, 2)).toEqual(['b', 'c'])
    expect(store.lastKey(fruit)).toBe('d')
    expect(store.lastKey(fruit, null, 'b')).toBe('a')
    expect(store.lastKey(fruit, 'x', null)).toBeUndefined()
    const seen: string[] = []
    store.visit(fruit, null, null, (key) => {
      seen.push(key)
      return seen.length < 2
    })
    expect(seen).toEqual(['a', 'b'])
  })

  it('hands out bytes that stay as they are while others are read', async () => {
    const store = await openStore(await tempFolder())
    await store.commit(['a', 'b', 'c'].map((name) => fruit.put(name, { count: 0, bytes: Buffer.from(name.repeat(50)) })))
    const kept = store.entries(fruit).map(([, { bytes }]) => bytes)
    expect(kept.map((bytes) => Buffer.from(bytes!).toString())).toEqual(['a', 'b', 'c'].map((name) => name.repeat(50)))
  })

  it('finishes what is under way before it closes', async () => {
    const directory = await tempFolder()
    const store = await WorkbenchStore.open(directory)
    const committed = store.commit([fruit.put('late', { count: 9 })])
    await store.close()
    await committed
    expect((await openStore(directory)).get(fruit, 'late')).toEqual({ count: 9 })
  })

  it('refuses a file that is damaged, naming it', async () => {
    const directory = await tempFolder()
    const path = join(directory, 'workbench.mdb')
    await writeFile(path, Buffer.alloc(16_384, 7))
    await expect(WorkbenchStore.open(directory)).rejects.toThrow(
      new StorageError(`The file "${path}" is damaged: it is not an LMDB file. Restore it, or move it away to start without its ledger and notes.`),
    )
  })

  it('refuses a file of a newer Headwater', async () => {
    const directory = await tempFolder()
    const store = await WorkbenchStore.open(directory)
    await store.commit([workbenchFactsTable.put('formatVersion', 2)])
    await store.close()
    await expect(WorkbenchStore.open(directory)).rejects.toThrow(
      `The file "${join(directory, 'workbench.mdb')}" has format 2; this Headwater knows format 1. Start the Headwater that wrote it, or move it away.`,
    )
  })
})
