// Edit and resend over a real broker: what is not edited leaves as it came, byte for byte.
import { expect, it } from 'vitest'
import { readRecord } from '../../core/client/read-record.ts'
import { produce } from '../../core/client/producer.ts'
import { type Draft, draftOf, sendableOf } from '../../renderer/features/composer/draft.ts'
import { outgoingOf } from '../../renderer/features/composer/outgoing.ts'
import type { StoredBytes } from '../../renderer/features/composer/part.ts'
import { startTestServices } from '../support/core-services.ts'

type Bytes = Uint8Array | null

interface Original {
  readonly key: Bytes
  readonly value: Bytes
  readonly headers: { key: string; value: Bytes }[]
}

/** Written, opened in the composer, changed as the test says, sent, and read back. */
async function resent(original: Original, change: (draft: Draft) => Draft = (draft) => draft): Promise<Original> {
  const { services } = await startTestServices({ 'message.max.bytes': '30000000' })
  await services.topics.create('local', { name: 'orders' })
  const cluster = services.connections.cluster('local')
  const { partition, offset } = await produce(cluster, { topic: 'orders', partition: 1, ...original })
  const record = await services.records.read({ connectionId: 'local', topic: 'orders', partition, offset: BigInt(offset) })
  const sendable = sendableOf(change(draftOf(record)))
  if (!sendable.ok) throw new Error(sendable.error)
  const chunkOf = async (stored: StoredBytes, fromByte: number, maxBytes: number): Promise<Uint8Array> => {
    const place = { connectionId: 'local', topic: stored.topic, partition: stored.partition, offset: BigInt(stored.offset) }
    return (await services.records.chunk(place, stored.of, fromByte, maxBytes)).bytes
  }
  const sent = await services.messages.produce('local', 'orders', await outgoingOf(sendable.value, chunkOf))
  const again = await readRecord(cluster, 'orders', sent.partition, sent.offset)
  return { key: again.key, value: again.value, headers: again.headers.map(({ key, value }) => ({ key, value })) }
}

const utf8 = (text: string): Uint8Array => Buffer.from(text)
const empty = Buffer.alloc(0)

it.each<[string, Original]>([
  ['null key and value', { key: null, value: null, headers: [] }],
  ['empty key and value', { key: empty, value: empty, headers: [] }],
  ['null key, empty value', { key: null, value: empty, headers: [] }],
  ['empty key, null value', { key: empty, value: null, headers: [] }],
  [
    'duplicate headers in their order, null, empty and binary ones, and one without a name',
    {
      key: utf8('k'),
      value: utf8('v'),
      headers: [
        { key: 'retry', value: utf8('2') },
        { key: 'a', value: null },
        { key: 'retry', value: utf8('1') },
        { key: 'retry', value: null },
        { key: '', value: empty },
        { key: 'raw', value: Buffer.from([0xff, 0x00, 0xc3]) },
      ],
    },
  ],
  ['text that looks odd', { key: utf8('\ufeffbom'), value: utf8('a\r\nb\rc\nd\u2028e\t'), headers: [] }],
])('3.15.2: duplicate header keys, null header value, empty vs null key and value, header order: byte-identical after resend (%s)', async (_what, original) => {
  expect(await resent(original)).toEqual({ ...original, key: original.key && Buffer.from(original.key), value: original.value && Buffer.from(original.value), headers: original.headers.map(({ key, value }) => ({ key, value: value && Buffer.from(value) })) })
})

it('3.15.1: 9007199254740993 and 9223372036854775807 survive browse → edit → resend', async () => {
  const value = '{"id": 9007199254740993, "max": 9223372036854775807, "price": 1.10}'
  const edited = await resent({ key: null, value: utf8(value), headers: [] }, (draft) => ({ ...draft, value: { ...draft.value, text: draft.value.text.replace('1.10', '1.20') } }))
  expect(String(edited.value)).toBe(value.replace('1.10', '1.20'))
})

it('sends invalid UTF-8 and a value of 20 MB again as they are, also when something else is edited', async () => {
  const value = Buffer.alloc(20_000_000, '0123456789abcdef')
  const header = { key: 'large', value: Buffer.alloc(300_000, 0xfe) }
  const edited = await resent({ key: Buffer.from([0xc3, 0x28]), value, headers: [header] }, (draft) => ({
    ...draft,
    headers: [{ id: 9, key: 'added', value: { kind: 'text', text: 'now' } }, ...draft.headers],
  }))
  expect([edited.key, edited.headers[0], edited.headers[1]!.key]).toEqual([Buffer.from([0xc3, 0x28]), { key: 'added', value: Buffer.from('now') }, 'large'])
  expect(Buffer.compare(edited.value!, value)).toBe(0)
  expect(Buffer.compare(edited.headers[1]!.value!, header.value)).toBe(0)
})
