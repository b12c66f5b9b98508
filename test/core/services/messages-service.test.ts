import { expect, it } from 'vitest'
import type { Payload } from '../../../core/contract/messages.ts'
import { startTestServices } from '../../support/core-services.ts'

const text = (value: string): Payload => ({ kind: 'text', text: value })
const nothing: Payload = { kind: 'null' }

async function open() {
  const { services } = await startTestServices()
  await services.topics.create('local', { name: 'orders' })
  return services.messages
}

it('carries 64-bit numbers, bytes, nulls and headers from send to row to whole record and back, exactly', async () => {
  const messages = await open()
  const value = '{"id":9007199254740993,"max":9223372036854775807,"f":1.10}'
  const sent = {
    topic: 'orders',
    partition: null,
    key: text('k'),
    value: text(value),
    headers: [
      { key: 'a', value: text('1') },
      { key: 'a', value: nothing },
      { key: 'b', value: { kind: 'bytes', bytes: Uint8Array.from([255, 0]) } as Payload },
      { key: 'a', value: text('') },
    ],
  }
  const { partition, offset, timestamp } = await messages.produce('local', sent)
  const { rows } = await messages.newest('local', 'orders', { limit: 10 })
  expect(rows).toEqual([
    {
      partition,
      offset,
      timestamp,
      timestampType: 'CreateTime',
      key: { kind: 'text', text: 'k', sizeBytes: 1, cut: false },
      value: { kind: 'json', text: value, sizeBytes: value.length, cut: false },
      headerCount: 4,
      sizeBytes: expect.any(Number) as number,
    },
  ])
  const whole = await messages.read('local', 'orders', partition, offset)
  expect(whole.value).toEqual({ kind: 'json', bytes: new Uint8Array(Buffer.from(value)), text: value })
  expect(whole.headers.map((header) => [header.key, header.value.kind === 'null' ? null : [...header.value.bytes]])).toEqual([['a', [49]], ['a', null], ['b', [255, 0]], ['a', []]])
  expect(whole).toMatchObject({ topic: 'orders', partition, offset, timestamp, batch: { baseOffset: offset, lastOffset: offset, recordCount: 1, compression: 'none', isTransactional: false, producerId: -1n } })

  const again = await messages.produce('local', {
    ...sent,
    headers: whole.headers.map((header) => ({ key: header.key, value: header.value.kind === 'null' ? nothing : ({ kind: 'bytes', bytes: header.value.bytes } as Payload) })),
  })
  const resent = await messages.read('local', 'orders', again.partition, again.offset)
  expect([resent.key, resent.value, resent.headers]).toEqual([whole.key, whole.value, whole.headers])
})

it('keeps null, empty text and empty bytes apart', async () => {
  const messages = await open()
  for (const value of [nothing, text(''), { kind: 'bytes', bytes: new Uint8Array() } as Payload]) {
    await messages.produce('local', { topic: 'orders', partition: 0, key: value, value, headers: [] })
  }
  const { rows } = await messages.newest('local', 'orders', { limit: 3 })
  expect(rows.map((row) => [row.key.kind, row.value.kind])).toEqual([['text', 'text'], ['text', 'text'], ['null', 'null']])
})

it('shows before sending where the key goes, and sends it there', async () => {
  const messages = await open()
  for (const key of ['a', 'b', 'customer-42']) {
    const shown = await messages.partitionForKey('local', 'orders', text(key))
    const { partition } = await messages.produce('local', { topic: 'orders', partition: null, key: text(key), value: nothing, headers: [] })
    expect(shown).toEqual({ partition, partitionCount: 3 })
  }
  expect(await messages.partitionForKey('local', 'orders', nothing)).toEqual({ partition: null, partitionCount: 3 })
})

it('follows what arrives from the positions that an earlier tail has told', async () => {
  const messages = await open()
  const send = (value: string) => messages.produce('local', { topic: 'orders', partition: 1, key: nothing, value: text(value), headers: [] })
  const first = new AbortController()
  const events = messages.tail('local', 'orders', undefined, first.signal)
  const { value: begin } = await events.next()
  expect(begin!.positions).toEqual([0, 1, 2].map((partition) => ({ partition, offset: 0n })))
  first.abort()
  await send('while nobody looks')
  const second = new AbortController()
  for await (const { rows } of messages.tail('local', 'orders', begin!.positions, second.signal)) {
    if (rows.length === 0) continue
    expect(rows).toMatchObject([{ partition: 1, offset: 0n, value: { text: 'while nobody looks' } }])
    break
  }
})

it('tells what of each partition it has read, and which it could not', async () => {
  const messages = await open()
  await messages.produce('local', { topic: 'orders', partition: 1, key: nothing, value: nothing, headers: [] })
  const { coverage } = await messages.newest('local', 'orders', { limit: 1, partitions: [0, 1] })
  expect(coverage).toEqual([
    { partition: 0, startOffset: 0n, endOffset: 0n, fromOffset: 0n, toOffset: 0n, error: null },
    { partition: 1, startOffset: 0n, endOffset: 1n, fromOffset: 0n, toOffset: 1n, error: null },
  ])
})
