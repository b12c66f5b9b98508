// Dead letters out into a file and back in, over real services, byte for byte.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { AppServices } from '../../../core/services/app-services.ts'
import { startTestServices } from '../../support/core-services.ts'
import { springHeaders } from '../../support/replay-plans.ts'

const NEVER = new AbortController().signal

interface World {
  readonly services: AppServices
  readonly keys: { topic: string; topicId: string; partition: number; offset: bigint }[]
}

async function world(): Promise<World> {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster('local')
  await createTopic(cluster, { name: 'orders', partitionCount: 3 })
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
  const dlt = await cluster.topic('orders-dlt')
  const headers = springHeaders({ topic: 'orders', partition: 2, offset: 5 })
  const records = [
    { key: Buffer.from('k'), value: Buffer.from([0, 255, 10]), headers: [{ key: 'n', value: null }, { key: 'n', value: Buffer.alloc(0) }, ...headers] },
    { key: null, value: null, headers },
    { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [] },
  ]
  await produceBatch(cluster, dlt, { partition: 0, records: records.map((record) => ({ ...record, timestamp: Date.now() })) })
  return { services, keys: [0n, 1n, 2n].map((offset) => ({ topic: 'orders-dlt', topicId: dlt.topicId, partition: 0, offset })) }
}

async function exported({ services, keys }: World): Promise<{ text: string; exportId: string; sha256: string; records: number }> {
  let text = ''
  for await (const piece of services.replayFiles.exportCases({ connectionId: 'local', selection: { kind: 'keys', keys } }, NEVER)) {
    text += piece.text
    if (piece.exportId !== null) return { text, exportId: piece.exportId, sha256: piece.sha256!, records: piece.records }
  }
  throw new Error('The export has no end.')
}

it('an export is lossless, and says over what its hash is', async () => {
  const file = await exported(await world())
  const lines = file.text.trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(JSON.parse(lines[0]!)).toMatchObject({ format: 'headwater.dead-letters', version: 1 })
  expect(JSON.parse(lines[1]!)).toMatchObject({ topic: 'orders-dlt', partition: 0, offset: 0, tsType: 'CreateTime', keyB64: 'aw==', valueB64: 'AP8K', headers: expect.arrayContaining([['n', null], ['n', '']]) as unknown })
  expect(JSON.parse(lines[2]!)).toMatchObject({ keyB64: null, valueB64: null })
  expect(JSON.parse(lines[3]!)).toMatchObject({ keyB64: '', valueB64: '', headers: [] })
  expect(JSON.parse(lines[4]!)).toEqual({ sha256: file.sha256, records: 3 })
  expect(createHash('sha256').update(`${lines.slice(0, 4).join('\n')}\n`).digest('hex')).toBe(file.sha256)
})

it('an imported file becomes a plan, however it was cut into pieces', async () => {
  const there = await world()
  const { text } = await exported(there)
  const { replayFiles, replayPlans } = there.services
  const first = await replayFiles.importPiece({ fileId: null, name: 'cases.jsonl', text: text.slice(0, 333), isLast: false })
  const { fileId, records, problems } = await replayFiles.importPiece({ fileId: first.fileId, name: 'cases.jsonl', text: text.slice(333), isLast: true })
  expect({ records, problems }).toEqual({ records: 3, problems: [] })
  const options = replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'local' })
  const plan = await replayPlans.plan({ connectionId: 'local', selection: { kind: 'file', fileId }, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: 10 }, NEVER)
  expect(plan).toMatchObject({ itemCount: 3, sourceName: 'Imported file', name: 'Records of a file' })
  const { items } = await replayPlans.items({ planId: plan.planId, verdict: null, cursor: 0, limit: 9 })
  const whole = items.find(({ line }) => line === 2)!
  expect(whole).toMatchObject({ source: null, target: { topic: 'orders', partition: 2 } })
  const preview = await replayPlans.preview({ planId: plan.planId, index: whole.index }, NEVER)
  expect(preview.after).toMatchObject({ key: { text: 'k' }, value: { kind: 'binary', bytes: new Uint8Array([0, 255, 10]) } })
  expect(preview.after!.headers.slice(0, 2)).toMatchObject([{ key: 'n', value: { kind: 'null' } }, { key: 'n', value: { sizeBytes: 0 } }])
  expect(items.find(({ line }) => line === 4)!.findings).toMatchObject([{ code: 'no-origin' }])
})

it('says what is wrong with a file, line by line', async () => {
  const { services: { replayFiles } } = await world()
  const { records, problems } = await replayFiles.importPiece({ fileId: null, name: 'x', text: '{"format":"headwater.dead-letters","version":1}\nno\n{"topic":"a","partition":-1,"offset":1}\n', isLast: true })
  expect(records).toBe(0)
  expect(problems.map(({ line }) => line)).toEqual([2, 3, 4])
  expect(problems[2]!.text).toBe('The file ends early: its last line, with the SHA-256, is missing.')
})

it('one case comes as commands and programs', async () => {
  const { services: { replayFiles }, keys } = await world()
  const snippets = await replayFiles.fixture({ connectionId: 'local', key: keys[1]! }, NEVER)
  expect(snippets.map(({ id }) => id)).toEqual(['kcat', 'kafka-console', 'java-test', 'kafkajs', 'json'])
  expect(snippets.find(({ id }) => id === 'java-test')!.code).toContain('new ProducerRecord<byte[], byte[]>("orders", null, null)')
})
