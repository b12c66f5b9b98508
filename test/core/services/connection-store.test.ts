import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ConnectionStore, type StoredConnection } from '../../../core/services/connection-store.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const address = { id: '1', name: 'prod', bootstrapServers: ['kafka:9092'] }
const connection: StoredConnection = {
  ...address,
  hue: 3,
  security: {
    tls: { ca: 'PEM', certificate: null, serverName: 'kafka', acceptAnyCertificate: false },
    sasl: { mechanism: 'SCRAM-SHA-256', username: 'alice' },
  },
}

async function open() {
  const directory = await tempFolder()
  const logger = collectingLogger()
  const load = async () => new ConnectionStore(directory).load(new FakeTime(Date.UTC(2026, 10, 21, 9, 30)), logger)
  return { directory, logger, load, store: new ConnectionStore(directory) }
}

it('gives back what was saved last, and leaves no other file behind', async () => {
  const { store, load, directory } = await open()
  expect(await load()).toEqual([])
  await store.save([connection, { ...connection, id: '2' }])
  await store.save([connection])
  expect(await load()).toEqual([connection])
  expect(await readdir(directory)).toEqual(['connections.json'])
})

it('writes its version into the file', async () => {
  const { store, directory } = await open()
  await store.save([connection])
  expect(JSON.parse(await readFile(join(directory, 'connections.json'), 'utf8'))).toEqual({ version: 2, connections: [connection] })
})

it.each([
  ['torn', '{"version":1,"conn', 'Unterminated string in JSON at position 18'],
  ['empty', '', 'Unexpected end of JSON input'],
  ['of a newer version', '{"version":3,"connections":[]}', 'version'],
  ['not as expected', '{"version":1,"connections":[{"id":1}]}', 'connections[0].id'],
])('keeps a file aside that is %s, and says so', async (_what, text, reason) => {
  const { directory, load, logger } = await open()
  await writeFile(join(directory, 'connections.json'), text)
  expect(await load()).toEqual([])
  const aside = 'connections.json.broken-2026-11-21T09-30-00.000Z'
  expect(await readdir(directory)).toEqual([aside])
  expect(await readFile(join(directory, aside), 'utf8')).toBe(text)
  expect(logger.lines).toEqual([expect.stringContaining(reason)])
  expect(logger.lines[0]).toContain(`It was kept as "${join(directory, aside)}"; the list of clusters starts empty.`)
})

it('reads a list from before there were colours and sign-in', async () => {
  const { directory, load } = await open()
  await writeFile(join(directory, 'connections.json'), JSON.stringify({ version: 1, connections: [address] }))
  expect(await load()).toEqual([{ ...address, hue: null, security: { tls: null, sasl: null } }])
  expect(await readdir(directory)).toEqual(['connections.json'])
})

it('survives a crash in the middle of a save', async () => {
  const { store, load, directory } = await open()
  await store.save([connection])
  await writeFile(join(directory, 'connections.json.new'), '{"versi')
  expect(await load()).toEqual([connection])
  await store.save([])
  expect(await load()).toEqual([])
})

it('does not take an unreadable file for an absent one', async () => {
  const { load, directory } = await open()
  await writeFile(join(directory, 'not-a-folder'), '')
  await expect(new ConnectionStore(join(directory, 'not-a-folder')).load(new FakeTime(), collectingLogger())).rejects.toMatchObject({ code: 'ENOTDIR' })
  expect(await load()).toEqual([])
})
