// The built core process of the desktop application, with a worker thread in the place of Electron's utility process.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel as NodeChannel, Worker } from 'node:worker_threads'
import { RPCLink } from '@orpc/client/message-port'
import { expect, test } from '@playwright/test'
import { createClient } from '../../core/contract/rpc-client.ts'
import type { CoreArguments, CoreCommand, CoreNotice } from '../../electron/core-messages.ts'

/** `process.parentPort` as Electron gives it to a utility process. */
const PARENT_PORT = `
  const { parentPort } = require('node:worker_threads')
  process.parentPort = {
    on: (event, listener) => parentPort.on(event, listener),
    postMessage: (message) => parentPort.postMessage(message),
  }
  import(${JSON.stringify(pathToFileURL(resolve('out/main/core.js')).href)})
`

function fork(dataDirectory: string) {
  const coreArguments: CoreArguments = { dataDirectory, kafkaPort: 0 }
  const worker = new Worker(PARENT_PORT, { eval: true, argv: [JSON.stringify(coreArguments)], stdout: true, stderr: true })
  const notice = new Promise<Exclude<CoreNotice, { type: 'secrets' }>>((done) =>
    worker.on('message', (message: CoreNotice) => (message.type === 'secrets' ? post({ type: 'secrets', id: message.id, text: null, kept: null }) : done(message))),
  )
  const ended = new Promise<number>((done) => worker.once('exit', done))
  const post = (data: CoreCommand, ports: NodeChannel['port1'][] = []): void => worker.postMessage({ data, ports }, ports)
  return { worker, notice, ended, post }
}

let folder = ''
test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'headwater-core-'))))
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('says where Kafka clients connect, answers a page over its port, and quits with exit code 0', async () => {
  const core = fork(folder)
  const { port1, port2 } = new NodeChannel()
  core.post('port', [port1]) // before the core is ready, as a page does that is quick
  const ready = (await core.notice) as Extract<CoreNotice, { type: 'ready' }>
  expect(ready.type).toBe('ready')
  expect(ready.kafkaAddress).toMatch(/^127\.0\.0\.1:\d+$/)

  const closed = new Promise((done) => port2.once('close', () => done(undefined)))
  const client = createClient(closed, (options) => new RPCLink({ ...options, port: port2 }))
  port2.start()
  expect(await client.system.info()).toMatchObject({ host: 'electron', version: '0.1.0' })

  core.post('quit')
  expect(await core.ended).toBe(0)
  await closed
})

test('searches in worker threads of its own, by conditions and by a function', async () => {
  const core = fork(folder)
  const { port1, port2 } = new NodeChannel()
  core.post('port', [port1])
  await core.notice
  const closed = new Promise((done) => port2.once('close', () => done(undefined)))
  const client = createClient(closed, (options) => new RPCLink({ ...options, port: port2 }))
  port2.start()
  const onTopic = { connectionId: 'local', topic: 'orders' }
  await client.topics.create({ ...onTopic, partitionCount: 1 })
  for (const text of ['{"id":9007199254740993}', '{"id":9007199254740992}', 'no JSON']) {
    await client.messages.produce({ ...onTopic, partition: 0, key: { kind: 'null' }, value: { kind: 'text', text }, headers: [] })
  }
  const found = async (filter: string): Promise<number[]> => {
    const offsets: number[] = []
    for await (const { rows } of await client.messages.browse({ ...onTopic, start: { kind: 'oldest' }, filter, limit: 10 })) offsets.push(...rows.map(({ offset }) => Number(offset)))
    return offsets
  }
  expect([await found('value.id = 9007199254740993'), await found('js: value.id === 9007199254740992n'), await found('js: typeof value === "string"')]).toEqual([[0], [1], [2]])
  core.post('quit')
  expect(await core.ended).toBe(0)
})

test('on a data folder that is in use it says by whom, and ends with exit code 2', async () => {
  const first = fork(folder)
  const ready = (await first.notice) as Extract<CoreNotice, { type: 'ready' }>
  const second = fork(folder)
  const refused = (await second.notice) as Extract<CoreNotice, { type: 'refused' }>
  expect(refused.type).toBe('refused')
  expect(refused.reason).toContain(`is in use by Headwater (pid ${process.pid}, kafka ${ready.kafkaAddress})`)
  expect(await second.ended).toBe(2)
  first.post('quit')
  expect(await first.ended).toBe(0)
})
