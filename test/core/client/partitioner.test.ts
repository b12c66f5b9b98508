import { murmur2 as platformaticMurmur2 } from '@platformatic/kafka'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { murmur2, partitionForKey } from '../../../core/client/partitioner.ts'

// From the unit tests of Kafka's own Utils.murmur2.
it.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('hashes %s as the Java client does', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash)
})

it('agrees with another implementation on any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
    expect(murmur2(bytes)).toBe(platformaticMurmur2(Buffer.from(bytes)))
  }))
})

it('gives a partition of the topic, also for a negative hash', () => {
  expect(partitionForKey(Buffer.from('21'), 3)).toBe((-973932308 & 0x7fffffff) % 3)
  expect([0, 1, 2, 3].map((i) => partitionForKey(Buffer.from(`k${i}`), 1))).toEqual([0, 0, 0, 0])
})
