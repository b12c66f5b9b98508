import { expect, it } from 'vitest'
import { bits, boolean, der, integer, octets, oid, sequence, set, tagged, time, utf8 } from '../../../core/security/der.ts'

it.each<[string, Buffer, string]>([
  ['a short length', der(0x04, Buffer.alloc(3)), '0403000000'],
  ['a long length', der(0x04, Buffer.alloc(0x100)).subarray(0, 5), '0482010000'],
  ['an integer that would be negative', integer(Buffer.from([0x80])), '02020080'],
  ['an object id', oid('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  ['bits with some unused', bits(Buffer.from([0x80]), 7), '03020780'],
  ['text', utf8('é'), '0c02c3a9'],
  ['what holds others', sequence(set(boolean(true)), octets(Buffer.from([1]))), '300831030101ff040101'],
  ['an explicit tag', tagged(3, boolean(false)), 'a303010100'],
  ['a time', time(Date.UTC(2026, 10, 21, 9, 5, 7)), `170d${Buffer.from('261121090507Z').toString('hex')}`],
])('writes %s', (_what, bytes, hex) => {
  expect(bytes.toString('hex')).toBe(hex)
})
