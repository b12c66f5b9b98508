import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { RPCLink } from '@orpc/client/message-port'
import { expect, it, onTestFinished } from 'vitest'
import { createClient } from '../../../core/contract/rpc-client.ts'
import { type Core, type CoreOptions, startCore } from '../../../core/host/core-process.ts'
import type { NodeStylePort } from '../../../core/host/rpc-transports.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { plainCluster } from '../../support/profiles.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function start(options: Partial<CoreOptions> = {}): Promise<Core> {
  const core = await startCore({ directory: await tempFolder(), kafkaPort: 0, configs: {}, host: 'node', logger: collectingLogger(), ...options })
  onTestFinished(async () => core.stop())
  return core
}

function clientOf(core: Core) {
  const { port1, port2 } = new MessageChannel()
  const closed = once(port2, 'close')
  core.attachPort(port1 as unknown as NodeStylePort)
  const client = createClient(closed, (options) => new RPCLink({ port: port2, ...options }))
  port2.start()
  return { client, closed }
}

it('answers a page over a port: creates, sends, reads and follows through its own broker', async () => {
  const core = await start()
  const { client } = clientOf(core)
  expect(await client.system.info()).toMatchObject({ host: 'node', node: process.version, version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string })
  expect((await client.connections.list()).connections).toMatchObject([{ id: 'local', bootstrapServers: [core.kafka] }])
  await client.topics.create({ connectionId: 'local', topic: 'orders' })
  const stop = new AbortController()
  const tail = await client.messages.tail({ connectionId: 'local', topic: 'orders', filter: '' }, { signal: stop.signal })
  await tail.next()
  const sent = await client.messages.produce({ connectionId: 'local', topic: 'orders', partition: null, key: { kind: 'text', text: 'k' }, value: { kind: 'bytes', bytes: Uint8Array.from([255]) }, headers: [] })
  const arrived = await tail.next()
  expect(arrived.done ? [] : arrived.value.rows).toMatchObject([{ partition: sent.partition, offset: sent.offset, value: { kind: 'binary', hex: 'ff' } }])
  stop.abort()
  expect(await client.localBroker.status()).toMatchObject({ address: core.kafka, topicCount: 1, partitionCount: 3, recordsIn: 1 })
})

it('gives a topic that creates itself three partitions, unless told otherwise', async () => {
  const counts: number[] = []
  for (const configs of [{}, { 'num.partitions': '5' }]) {
    const core = await start({ configs })
    const { services } = core
    counts.push((await services.topics.create('local', { name: 'a' })).partitionCount)
  }
  expect(counts).toEqual([3, 5])
})

it('keeps topics and clusters from one start to the next', async () => {
  const directory = await tempFolder()
  const first = await start({ directory })
  await first.services.topics.create('local', { name: 'orders' })
  await first.services.connections.add(plainCluster('second', first.kafka))
  await first.stop()
  const second = await start({ directory })
  expect((await second.services.topics.list('local', false)).topics.map(({ name }) => name)).toEqual(['orders'])
  expect(second.services.connections.list().connections.map(({ name }) => name)).toEqual(['Local broker', 'second'])
})

it('listens where the settings say, unless told otherwise, and tells both', async () => {
  const other = await start()
  const directory = await tempFolder()
  const kafkaPort = Number(other.kafka.split(':')[1])
  await writeFile(join(directory, 'settings.json'), JSON.stringify({ version: 1, settings: { kafkaPort } }))
  await expect(start({ directory, kafkaPort: undefined })).rejects.toMatchObject({ name: 'ListenError', address: { port: kafkaPort } })
  const core = await start({ directory })
  await core.publishWorkbench('http://127.0.0.1:9081')
  expect(core.services.settings.state).toMatchObject({
    settings: { kafkaPort },
    running: { kafkaPort: Number(core.kafka.split(':')[1]), webPort: 9_081, dataFolder: directory },
  })
})

it('plays the Kafka release that the settings say, unless told otherwise, and the workbench works with it', async () => {
  const directory = await tempFolder()
  await writeFile(join(directory, 'settings.json'), JSON.stringify({ version: 1, settings: { kafkaRelease: '2.1' } }))
  const old = await start({ directory })
  expect(old.services.settings.state.running.kafkaRelease).toBe('2.1')
  await old.services.topics.create('local', { name: 'orders' })
  expect((await old.services.topics.list('local', false)).topics.map(({ name }) => name)).toEqual(['orders'])
  await old.stop()
  const told = await start({ directory, configs: { 'headwater.as.version': '3.x' } })
  expect(told.services.settings.state.running.kafkaRelease).toBe('3.9')
})

it('has the durability that the settings say, unless told otherwise, and keeps what it acknowledged', async () => {
  const directory = await tempFolder()
  for (const durability of ['no-meta-sync', 'linger', 'flush'] as const) {
    await writeFile(join(directory, 'settings.json'), JSON.stringify({ version: 1, settings: { durability } }))
    const core = await start({ directory })
    expect(core.services.settings.state.running.durability).toBe(durability)
    await core.services.topics.create('local', { name: `with.${durability}` })
    await core.stop()
  }
  const told = await start({ directory, configs: { 'headwater.durability': 'linger' } })
  expect(told.services.settings.state.running.durability).toBe('linger')
  expect((await told.services.topics.list('local', false)).topics.map(({ name }) => name).toSorted()).toEqual(['with.flush', 'with.linger', 'with.no-meta-sync'])
})

it('tells a second starter on its data folder where it is', async () => {
  const directory = await tempFolder()
  const core = await start({ directory })
  await core.publishWorkbench('http://127.0.0.1:9080')
  await expect(start({ directory })).rejects.toThrow(new RegExp(`is in use by Headwater \\(pid ${process.pid}, kafka ${core.kafka}, workbench http://127.0.0.1:9080\\)`))
})

it('leaves the data folder free when it cannot start', async () => {
  const directory = await tempFolder()
  const other = await start()
  await expect(start({ directory, kafkaPort: Number(other.kafka.split(':')[1]) })).rejects.toMatchObject({ name: 'ListenError' })
  await expect(start({ directory, configs: { 'num.partition': '1' } })).rejects.toThrow('num.partitions')
  await start({ directory })
})

it('ends its pages and its streams when it stops, and stops in good time', async () => {
  const core = await start()
  const { client, closed } = clientOf(core)
  await client.topics.create({ connectionId: 'local', topic: 'orders' })
  const tail = await client.messages.tail({ connectionId: 'local', topic: 'orders', filter: '' })
  await tail.next()
  const next = tail.next().catch((error: Error) => error.name)
  const begin = performance.now()
  await core.stop()
  expect(performance.now() - begin).toBeLessThan(1_500)
  await closed
  expect(await next).toBe('ConnectionLost')
})

it('works with its own broker however that is secured, and writes the password for it nowhere', async () => {
  const directory = await tempFolder()
  const access = { protocol: 'SASL_SSL', listeners: [], users: [{ name: 'alice', password: 'open sesame' }], usersFile: null } as const
  const core = await start({ directory, access, configs: { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' } })
  const { client } = clientOf(core)
  await client.topics.create({ connectionId: 'local', topic: 'orders' })
  expect((await client.topics.list({ connectionId: 'local' })).topics).toMatchObject([{ name: 'orders' }])
  expect((await client.connections.list()).connections).toMatchObject([{ id: 'local', bootstrapServers: [core.kafka] }])
  expect(core.services.settings.state.running).toMatchObject({ kafkaProtocol: 'SASL_SSL', kafkaAcls: true })
  const written = await Promise.all((await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(async ({ parentPath, name }) => readFile(join(parentPath, name))))
  for (const secret of [core.broker.insider!.password, 'open sesame']) expect(written.some((bytes) => bytes.includes(secret))).toBe(false)
})

it('secures its broker as the settings say', async () => {
  const directory = await tempFolder()
  const first = await start({ directory })
  await first.services.settings.change({ kafkaProtocol: 'SASL_PLAINTEXT', kafkaAcls: true })
  await first.stop()
  const second = await start({ directory })
  expect(second.services.settings.state.running).toMatchObject({ kafkaProtocol: 'SASL_PLAINTEXT', kafkaAcls: true })
  await second.services.topics.create('local', { name: 'orders' })
})
