import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FolderLock, type Owner } from '../../../core/host/folder-lock.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function acquire(directory: string): Promise<FolderLock | Owner> {
  const outcome = await FolderLock.acquire(directory)
  if (outcome instanceof FolderLock) onTestFinished(async () => outcome.release())
  return outcome
}

async function owned(directory: string): Promise<FolderLock> {
  const lock = await acquire(directory)
  expect(lock).toBeInstanceOf(FolderLock)
  return lock as FolderLock
}

describe('folder lock', () => {
  test('tells who comes second what the owner says of itself at that moment', async () => {
    const directory = await tempFolder()
    const lock = await owned(directory)
    expect(await acquire(directory)).toEqual({ pid: process.pid, kafka: null, workbench: null })
    lock.details = { ...lock.details, kafka: '127.0.0.1:19092' }
    expect(await acquire(directory)).toEqual({ pid: process.pid, kafka: '127.0.0.1:19092', workbench: null })
  })

  test('of many candidates at once at most one gets it; the others leave nothing behind', async () => {
    const directory = await tempFolder()
    const outcomes = await Promise.all(Array.from({ length: 8 }, async () => acquire(directory)))
    expect(outcomes.filter((outcome) => outcome instanceof FolderLock).length).toBe(1)
    expect((await readdir(directory)).length).toBe(1)
  })

  test('can be taken again after its release, many times', async () => {
    const directory = await tempFolder()
    for (let i = 0; i < 20; i++) await (await owned(directory)).release()
    expect(await readdir(directory)).toEqual([])
  })

  test('clears what dead owners and dead candidates left, and nothing else', async () => {
    const directory = await tempFolder()
    const leftovers = ['lock-0123456789abcdef.sock', 'lock-0123456789abcdef.candidate']
    const others = ['gen-00000001.mdb', 'lock-notes.sock']
    for (const name of [...leftovers, ...others]) await writeFile(join(directory, name), '')
    await owned(directory)
    const names = await readdir(directory)
    expect(names).toEqual(expect.arrayContaining(others))
    expect(names.filter((name) => leftovers.includes(name))).toEqual([])
  })

  test('works in a folder whose path is longer than a socket path may be', async () => {
    const directory = join(await tempFolder(), 'x'.repeat(120), 'y'.repeat(120))
    await mkdir(directory, { recursive: true })
    const lock = await owned(directory)
    expect(await acquire(directory)).toMatchObject({ pid: process.pid })
    await lock.release()
    expect(await readdir(directory)).toEqual([])
  })
})
