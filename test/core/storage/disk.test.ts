// The files of a data folder through the port.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileDisk } from '../../../core/storage/disk.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('creates its folder, and names, measures and removes what lies in it', async () => {
  const directory = join(await tempFolder(), 'data', 'kafka')
  const disk = fileDisk(directory)
  expect(disk.names()).toEqual([])
  writeFileSync(join(directory, 'gen-00000001.mdb'), 'twelve bytes')
  expect(disk.names()).toEqual(['gen-00000001.mdb'])
  expect(disk.sizeOf('gen-00000001.mdb')).toBe(12)
  expect(disk.sizeOf('gen-00000002.mdb')).toBeUndefined()
  await disk.syncNames()
  await disk.remove('gen-00000001.mdb')
  expect(readdirSync(directory)).toEqual([])
})

it('opens an environment and knows its meta pages', async () => {
  const disk = fileDisk(await tempFolder())
  const environment = disk.openEnvironment('gen-00000001.mdb', { mapBytes: 1_000_000, tableNames: ['meta'] })
  await environment.table('meta').put(Buffer.from('key'), Buffer.from('value'))
  expect(String(environment.table('meta').get(Buffer.from('key')))).toBe('value')
  await environment.close()
  expect(disk.metaPagesOf('gen-00000001.mdb')).toBe('whole')
})

it('knows how much room is left', async () => {
  expect(await fileDisk(await tempFolder()).freeBytes()).toBeGreaterThan(0)
})

it('begins later environments as copies of the first one while that was empty', async () => {
  const directory = await tempFolder()
  const disk = fileDisk(directory)
  const options = { mapBytes: 1_000_000, tableNames: ['log', 'meta'] }
  await disk.prepareEnvironment('gen-00000001.mdb')
  expect(disk.names()).toEqual([])
  const first = disk.openEnvironment('gen-00000001.mdb', options)
  await first.table('meta').put(Buffer.from('key'), Buffer.from('value'))
  await disk.prepareEnvironment('gen-00000002.mdb')
  expect([disk.metaPagesOf('gen-00000002.mdb'), disk.names().filter((name) => name.endsWith('.new'))]).toEqual(['whole', []])
  const second = disk.openEnvironment('gen-00000002.mdb', options)
  expect(second.table('meta').get(Buffer.from('key'))).toBeUndefined()
  await second.table('log').put(Buffer.from('key'), Buffer.from('other'))
  await Promise.all([first.close(), second.close()])
  const again = fileDisk(directory).openEnvironment('gen-00000002.mdb', options)
  expect(String(again.table('log').get(Buffer.from('key')))).toBe('other')
  await again.close()
})
