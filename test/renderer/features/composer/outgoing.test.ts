// Bytes that are sent as they are come in pieces, and all of them or none are sent.
import { expect, it } from 'vitest'
import { outgoingOf } from '../../../../renderer/features/composer/outgoing.ts'
import type { StoredBytes } from '../../../../renderer/features/composer/part.ts'

const MIB = 1024 * 1024
const stored: StoredBytes = { topic: 'orders', partition: 2, offset: '8841', of: { part: 'value' }, sizeBytes: 2 * MIB + 7 }
const message = { topic: 'orders', partition: null, key: { kind: 'null' as const }, value: { kind: 'stored' as const, stored }, headers: [{ key: 'h', value: { kind: 'text' as const, text: '' } }] }

it('fetches what is stored piece by piece, and leaves the rest as it is', async () => {
  const asked: number[][] = []
  const sent = await outgoingOf(message, (_stored, fromByte, maxBytes) => {
    asked.push([fromByte, maxBytes])
    return Promise.resolve(new Uint8Array(Math.min(maxBytes, 1_000_000)).fill(asked.length))
  })
  expect(asked).toEqual([[0, MIB], [1_000_000, MIB], [2_000_000, 97_159]])
  expect(sent).toMatchObject({ partition: null, key: { kind: 'null' }, headers: [{ key: 'h', value: { kind: 'text', text: '' } }] })
  const bytes = sent.value.kind === 'bytes' ? sent.value.bytes : new Uint8Array()
  expect([bytes.length, bytes[0], bytes[1_000_000], bytes.at(-1)]).toEqual([stored.sizeBytes, 1, 2, 3])
})

it('sends nothing when not all of it comes', async () => {
  await expect(outgoingOf(message, () => Promise.resolve(new Uint8Array()))).rejects.toThrow('only 0 of 2097159 bytes of orders-2 @ 8841 came')
})
