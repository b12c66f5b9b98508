import { expect, it } from 'vitest'
import { decodeFailure, type RawRecord } from '../../../../core/deadletters/failure.ts'
import { detached, entryOf, keyHashOf, messageOf, shared } from '../../../../core/deadletters/index/failure-entry.ts'
import { dec, deadLetter, STACK, T0, u8 } from '../../../support/dead-letters.ts'

function entryFor(record: RawRecord) {
  return entryOf({ record, failure: decodeFailure(record, { clusterId: 'c' }), sizeBytes: 10, transaction: null, replayId: null, stackId: '' })
}

it('holds the deepest cause, the origin and when it failed', () => {
  const headers = [u8('exception-type', 'Outer'), u8('exception-message', 'o'), u8('exception-stack', STACK), dec('failed-at', T0), u8('original-destination', 'orders'), dec('original-offset', 3)]
  expect(entryFor(deadLetter('dlq', headers))).toMatchObject({
    topic: 'dlq', class: 'com.example.PriceMissing', message: 'No price for article 4711', originTopic: 'orders', originPartition: null, originOffset: 3, at: T0, timeQuality: 'exact', keyText: 'k', state: 'new', attempts: 1,
  })
})

it('stands at the time of the dead letter where nothing tells when it failed', () => {
  expect(entryFor(deadLetter('dlq', []))).toMatchObject({ at: T0 + 10_000, timeQuality: 'unknown', class: null, message: null, attempts: null })
})

it('keys: text, bytes as hex, none; the same bytes have one hash, and no key has none', () => {
  const keyed = (key: Buffer | null) => entryFor(deadLetter('dlq', [], { key }))
  expect([keyed(Buffer.from('ORD-1')).keyText, keyed(Buffer.from([0, 255])).keyText, keyed(null).keyText]).toEqual(['ORD-1', '00ff', null])
  expect(keyed(Buffer.from('a')).keyHash).toBe(keyHashOf(Buffer.from('a')))
  expect(keyHashOf(null)).toBe('')
  expect(keyHashOf(Buffer.alloc(0))).not.toBe('')
})

it('texts are the same, half of a surrogate pair too', () => {
  for (const text of ['', 'plain', 'né 😀', '\uD83D']) expect([detached(text), shared(text)]).toEqual([text, text])
  expect(messageOf('x'.repeat(1_000))).toHaveLength(500)
  expect(messageOf(null)).toBeNull()
})
