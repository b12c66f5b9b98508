import { describe, expect, test } from 'vitest'
import { Writer } from '../../../core/protocol/writer.ts'

const hex = (write: (writer: Writer) => void): string => {
  const writer = new Writer()
  write(writer)
  return Buffer.concat(writer.take()).toString('hex')
}

describe('Writer', () => {
  test.each<[string, (w: Writer) => void, string]>([
    ['bool true', (w) => w.bool(true), '01'],
    ['int8 -1', (w) => w.int8(-1), 'ff'],
    ['int16 -2', (w) => w.int16(-2), 'fffe'],
    ['uint16 65535', (w) => w.uint16(65_535), 'ffff'],
    ['int32 of the smallest value', (w) => w.int32(-0x8000_0000), '80000000'],
    ['uint32 of the largest value', (w) => w.uint32(0xffff_ffff), 'ffffffff'],
    ['int64 -1', (w) => w.int64(-1), 'ffffffffffffffff'],
    ['int64 2^53-1', (w) => w.int64(Number.MAX_SAFE_INTEGER), '001fffffffffffff'],
    ['int64 -(2^53-1)', (w) => w.int64(Number.MIN_SAFE_INTEGER), 'ffe0000000000001'],
    ['int64 2^32', (w) => w.int64(0x1_0000_0000), '0000000100000000'],
    ['unsigned varint 127', (w) => w.unsignedVarint(127), '7f'],
    ['unsigned varint 128', (w) => w.unsignedVarint(128), '8001'],
    ['unsigned varint of 32 bits', (w) => w.unsignedVarint(0xffff_ffff), 'ffffffff0f'],
    ['varint -1', (w) => w.varint(-1), '01'],
    ['varint of the smallest value', (w) => w.varint(-0x8000_0000), 'ffffffff0f'],
    ['varlong 300', (w) => w.varlong(300), 'd804'],
    ['varlong -(2^53-1)', (w) => w.varlong(Number.MIN_SAFE_INTEGER), 'fdffffffffffff1f'],
    ['uuid', (w) => w.uuid('AAECAwQFBgcICQoLDA0ODw'), '000102030405060708090a0b0c0d0e0f'],
    ['string', (w) => w.string('é'), '0002c3a9'],
    ['null string', (w) => w.nullableString(null), 'ffff'],
    ['compact string', (w) => w.compactString('ab'), '036162'],
    ['null compact string', (w) => w.compactNullableString(null), '00'],
    ['bytes', (w) => w.bytes(Buffer.from([7])), '0000000107'],
    ['null bytes', (w) => w.nullableBytes(null), 'ffffffff'],
    ['compact bytes', (w) => w.compactBytes(Buffer.from([7])), '0207'],
    ['records in chunks', (w) => w.records([Buffer.from([1]), Buffer.alloc(0), Buffer.from([2, 3])]), '00000003010203'],
    ['null records', (w) => w.nullableRecords(null), 'ffffffff'],
  ])('writes %s', (_what, write, expected) => {
    expect(hex(write)).toBe(expected)
  })

  test.each<[string, (w: Writer) => void, string]>([
    ['an int8 of 128', (w) => w.int8(128), 'int8 wanted, got 128'],
    ['an int16 of 32768', (w) => w.int16(32_768), 'int16 wanted, got 32768'],
    ['an int32 of 1.5', (w) => w.int32(1.5), 'int32 wanted, got 1.5'],
    ['an int64 of 2^53', (w) => w.int64(2 ** 53), 'int64 wanted, got 9007199254740992'],
    ['a uint32 of -1', (w) => w.uint32(-1), 'uint32 wanted, got -1'],
    ['a string that is a number', (w) => w.string(5 as never), 'string wanted, got 5'],
    ['a string of 32768 bytes', (w) => w.string('x'.repeat(32_768)), 'string wanted of at most 32767 bytes, got 32768'],
    ['a short uuid', (w) => w.uuid('AAAA'), 'uuid wanted (22 characters of base64url), got AAAA'],
    ['bytes that are a string', (w) => w.bytes('x' as never), 'bytes wanted, got x'],
  ])('refuses %s', (_what, write, message) => {
    expect(() => hex(write)).toThrow(message)
  })

  test('hands on records by reference, in place', () => {
    const writer = new Writer()
    const [first, second] = [Buffer.from('first'), Buffer.from('second')]
    writer.int32(1)
    writer.records([first, second])
    writer.int32(2)
    const chunks = writer.take()
    expect(chunks).toHaveLength(4)
    expect(chunks[1]).toBe(first)
    expect(chunks[2]).toBe(second)
  })

  test('leaves earlier messages alone when it writes the next ones', () => {
    const writer = new Writer()
    const taken: Buffer[] = []
    for (let i = 0; i < 3000; i++) {
      writer.int32(i)
      writer.string('x'.repeat(i % 100))
      taken.push(...writer.take())
    }
    const kept = taken.map((message) => message.readInt32BE(0))
    expect(kept).toEqual(Array.from({ length: 3000 }, (_, i) => i))
  })

  test('grows for a message larger than its slab', () => {
    const large = Buffer.alloc(300_000, 7)
    const writer = new Writer()
    writer.int32(1)
    writer.bytes(large)
    writer.int32(2)
    expect(Buffer.concat(writer.take())).toEqual(
      Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from([0, 4, 0x93, 0xe0]), large, Buffer.from([0, 0, 0, 2])]),
    )
  })

  test.each([0, 1, 127, 128, 300, 20_000, 3_000_000])('prefixes a tagged value of %i bytes with its size', (size) => {
    const value = Buffer.alloc(size, 0xab)
    const tagged = hex((w) => {
      const begin = w.beginTag(3)
      w.raw(value)
      w.endTag(begin)
    })
    const prefix = hex((w) => {
      w.unsignedVarint(3)
      w.unsignedVarint(size)
    })
    expect(tagged === prefix + value.toString('hex')).toBe(true)
  })

  test('forgets a message that was given up', () => {
    const writer = new Writer()
    writer.int32(1)
    writer.records(Buffer.from('x'))
    writer.int32(2)
    writer.reset()
    writer.int8(9)
    expect(Buffer.concat(writer.take()).toString('hex')).toBe('09')
  })

  test('fills in the size of a frame', () => {
    const writer = new Writer()
    writer.int32(0)
    writer.int16(5)
    writer.records(Buffer.from('abc'))
    expect(Buffer.concat(writer.takeFrame()).toString('hex')).toBe('00000009000500000003616263')
  })
})
