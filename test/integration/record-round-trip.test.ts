// A record on its way through the workbench and back: what the page does with it, without a page.
import { expect, test } from 'vitest'
import type { ReadingEvent } from '../../core/contract/messages.ts'
import { draftOf, sendableOf } from '../../renderer/features/composer/draft.ts'
import { outgoingOf } from '../../renderer/features/composer/outgoing.ts'
import type { StoredBytes } from '../../renderer/features/composer/part.ts'
import { envelopeText } from '../../renderer/features/record/copy-as.ts'
import { exportedOf, parseCsv, parseJsonl, writeCsv, writeJsonl } from '../../renderer/format/record-export.ts'
import { startTestServices } from '../support/core-services.ts'

const VALUE = '{"id":9007199254740993,"max":9223372036854775807,"min":-9223372036854775808,"price":1.10,"huge":1e400,"name":"Ada"}'

test('3.15.1: 9007199254740993 and 9223372036854775807 survive browse -> edit -> resend -> export -> import', async () => {
  const { services } = await startTestServices({ 'num.partitions': '1' })
  const { messages, records, topics } = services
  await topics.create('local', { name: 'orders' })
  await messages.produce('local', 'orders', {
    partition: 0,
    key: { kind: 'text', text: '9007199254740993' },
    value: { kind: 'text', text: VALUE },
    headers: [{ key: 'n', value: { kind: 'bytes', bytes: Uint8Array.from([127, 255, 255, 255, 255, 255, 255, 255]) } }],
  })

  const events: ReadingEvent[] = []
  const query = { start: { kind: 'newest' as const }, filter: '9223372036854775807', limit: 10 }
  for await (const event of messages.browse('local', 'orders', query, new AbortController().signal)) events.push(event)
  const [row] = events.flatMap(({ rows }) => rows)
  expect(row!.value).toMatchObject({ kind: 'json', text: VALUE })

  const place = { connectionId: 'local', topic: 'orders', partition: row!.partition, offset: row!.offset }
  const draft = draftOf(await records.read(place))
  const edited = { ...draft, value: { ...draft.value, text: draft.value.text.replace('"Ada"', '"Grace"') } }
  const sendable = sendableOf(edited)
  if (!sendable.ok) throw new Error(sendable.error)
  const untouched = async ({ partition, offset, of }: StoredBytes, fromByte: number, maxBytes: number): Promise<Uint8Array> =>
    (await records.chunk({ ...place, partition, offset: BigInt(offset) }, of, fromByte, maxBytes)).bytes
  const resent = await messages.produce('local', sendable.value.topic, await outgoingOf(sendable.value, untouched))

  const exported = exportedOf(await records.read({ ...place, ...resent }))
  expect(Buffer.from(exported.value!).toString()).toBe(VALUE.replace('Ada', 'Grace'))
  expect(exported.key).toEqual(new Uint8Array(Buffer.from('9007199254740993')))
  expect(exported.headers).toEqual([{ key: 'n', value: Uint8Array.from([127, 255, 255, 255, 255, 255, 255, 255]) }])
  expect(parseJsonl(writeJsonl([exported]))).toEqual([exported])
  expect(parseCsv(writeCsv([exported]))).toEqual([exported])
})

test('the envelope of one record is JSON that reads back as the record', async () => {
  const { services } = await startTestServices({ 'num.partitions': '1' })
  await services.topics.create('local', { name: 'orders' })
  const { offset } = await services.messages.produce('local', 'orders', {
    partition: 0,
    key: { kind: 'null' },
    value: { kind: 'text', text: '' },
    headers: [{ key: 'a', value: { kind: 'text', text: '1' } }, { key: 'a', value: { kind: 'null' } }, { key: 'b', value: { kind: 'bytes', bytes: Uint8Array.of(255, 0) } }],
  })
  const record = await services.records.read({ connectionId: 'local', topic: 'orders', partition: 0, offset })
  const envelope = JSON.parse(envelopeText(record)) as object
  expect(envelope).toMatchObject({ topic: 'orders', partition: 0, offset: 0, key: null, value: '', headers: [{ key: 'a', value: '1' }, { key: 'a', value: null }, { key: 'b', value: { base64: '/wA=' } }] })
  expect(parseJsonl(JSON.stringify(envelope))).toEqual([exportedOf(record)])
})
