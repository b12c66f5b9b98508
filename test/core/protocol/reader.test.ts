import { describe, expect, test } from 'vitest'
import { ProtocolError } from '../../../core/protocol/protocol-error.ts'
import { Reader } from '../../../core/protocol/reader.ts'
import { Writer } from '../../../core/protocol/writer.ts'

const reader = (hex: string): Reader => new Reader(Buffer.from(hex, 'hex'))

describe('Reader', () => {
  test.each<[string, string, (r: Reader) => unknown, unknown]>([
    ['bool', '02', (r) => r.bool(), true],
    ['int8', 'ff', (r) => r.int8(), -1],
    ['int16', '8000', (r) => r.int16(), -32_768],
    ['uint16', 'ffff', (r) => r.uint16(), 65_535],
    ['int32', '80000000', (r) => r.int32(), -0x8000_0000],
    ['uint32', 'ffffffff', (r) => r.uint32(), 0xffff_ffff],
    ['int64', 'ffe0000000000001', (r) => r.int64(), Number.MIN_SAFE_INTEGER],
    ['clamped int64 above 2^53', '7fffffffffffffff', (r) => r.clampedInt64(), Number.MAX_SAFE_INTEGER],
    ['clamped int64 below -2^53', '8000000000000000', (r) => r.clampedInt64(), Number.MIN_SAFE_INTEGER],
    ['unsigned varint', 'ffffffff0f', (r) => r.unsignedVarint(), 0xffff_ffff],
    ['varint', '01', (r) => r.varint(), -1],
    ['varlong', 'd804', (r) => r.varlong(), 300],
    ['exact varlong of the smallest value', 'ffffffffffffffffff01', (r) => r.varlongExact(), -(2n ** 63n)],
    ['uuid', '000102030405060708090a0b0c0d0e0f', (r) => r.uuid(), 'AAECAwQFBgcICQoLDA0ODw'],
    ['string', '0002c3a9', (r) => r.string(), 'é'],
    ['null string', 'ffff', (r) => r.nullableString(), null],
    ['compact string', '036162', (r) => r.compactString(), 'ab'],
    ['null compact string', '00', (r) => r.compactNullableString(), null],
    ['null bytes', 'ffffffff', (r) => r.nullableBytes(), null],
    ['null array', 'ffffffff', (r) => r.nullableArrayLength(1), -1],
    ['null compact array', '00', (r) => r.compactNullableArrayLength(1), -1],
  ])('reads %s', (_what, bytes, read, expected) => {
    const r = reader(bytes)
    expect(read(r)).toBe(expected)
    expect(r.remaining).toBe(0)
  })

  test.each<[string, string, (r: Reader) => unknown, string]>([
    ['an int32 of three bytes', '000000', (r) => r.int32(), '4 bytes are needed at byte 0, 3 are left.'],
    ['an int64 beyond 2^53', '0020000000000000', (r) => r.int64(), 'The int64 at byte 0 is beyond 2^53.'],
    ['a varint of 33 bits', 'ffffffff1f', (r) => r.unsignedVarint(), 'The varint that ends at byte 5 is longer than 32 bits.'],
    ['a varint without an end', 'ffffffffffff', (r) => r.unsignedVarint(), 'The varint that ends at byte 5 is longer than 32 bits.'],
    ['a varlong of 65 bits', 'ffffffffffffffffff02', (r) => r.varlong(), 'The varlong that ends at byte 10 is longer than 64 bits.'],
    [
      'a varlong without an end',
      'ffffffffffffffffffff01',
      (r) => r.varlongExact(),
      'The varlong that ends at byte 10 is longer than 64 bits.',
    ],
    ['null where no null is allowed', 'ffff', (r) => r.string(), 'The length before byte 2 is -1, which is not allowed here.'],
    [
      'a null compact string where no null is allowed',
      '00',
      (r) => r.compactString(),
      'The length before byte 1 is -1, which is not allowed here.',
    ],
    ['a negative length', 'fffe', (r) => r.nullableString(), 'The length before byte 2 is -2, which is not allowed here.'],
    ['a string longer than the frame', '000561', (r) => r.string(), '5 bytes are needed at byte 2, 1 are left.'],
    [
      'an array of more elements than fit',
      '0000000300',
      (r) => r.arrayLength(1),
      'The array before byte 4 claims 3 elements, but only 1 bytes are left.',
    ],
    ['a tagged field longer than the frame', '010005', (r) => r.skipTags(), '5 bytes are needed at byte 3, 0 are left.'],
  ])('refuses %s', (_what, bytes, read, message) => {
    expect(() => read(reader(bytes))).toThrow(new ProtocolError(message))
  })

  test('gives bytes as a view of the buffer', () => {
    const buffer = Buffer.from('0000000401020304', 'hex')
    const bytes = new Reader(buffer).bytes()
    buffer[5] = 9
    expect(bytes.toString('hex')).toBe('01090304')
  })

  test('reads every varlong that the writer can write', () => {
    const values = [
      0,
      1,
      -1,
      63,
      64,
      -64,
      -65,
      2 ** 27,
      2 ** 28 - 1,
      2 ** 31,
      -(2 ** 31),
      2 ** 48 + 5,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ]
    for (const value of values) {
      const writer = new Writer()
      writer.varlong(value)
      const bytes = Buffer.concat(writer.take())
      expect(new Reader(bytes).varlong()).toBe(value)
      expect(new Reader(bytes).varlongExact()).toBe(BigInt(value))
    }
  })

  test('comes near a varlong beyond 2^53', () => {
    expect(reader('feffffffffffffffff01').varlong()).toBe(2 ** 63)
    expect(reader('feffffffffffffffff01').varlongExact()).toBe(2n ** 63n - 1n)
  })
})
