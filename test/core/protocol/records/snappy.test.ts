import { compress, uncompress } from 'snappyjs'
import { describe, expect, test } from 'vitest'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'
import { compressSnappy, decompressSnappy } from '../../../../core/protocol/records/snappy.ts'
import { samples } from './samples.ts'

const LIMIT = 10_000_000
const XERIAL_HEADER = '82534e4150505900' + '00000001' + '00000001'
const fromHex = (hex: string): Buffer => Buffer.from(hex, 'hex')

describe('an independent implementation', () => {
  test.each(samples)('writes raw data of %s that we read', (_what, bytes) => {
    expect(decompressSnappy(compress(bytes), LIMIT).equals(bytes)).toBe(true)
  })

  test.each(samples)('reads the blocks of our framing of %s', (_what, bytes) => {
    const framed = compressSnappy(bytes)
    const blocks: Buffer[] = []
    for (let at = 16; at < framed.length; at += 4 + framed.readInt32BE(at))
      blocks.push(uncompress(framed.subarray(at + 4, at + 4 + framed.readInt32BE(at))))
    expect(Buffer.concat(blocks).equals(bytes)).toBe(true)
  })
})

describe('compressSnappy', () => {
  test('writes the framing of Java clients', () => {
    expect(compressSnappy(Buffer.from('hi')).toString('hex')).toBe(XERIAL_HEADER + '00000004' + '02046869')
  })
})

describe('decompressSnappy', () => {
  test.each([
    ['raw literals', '02' + '04' + '6869', 'hi'],
    ['a literal with its length in a byte', '3d' + 'f03c' + '61'.repeat(61), 'a'.repeat(61)],
    ['a copy with one byte of offset', '09' + '00' + '61' + '1101', 'a'.repeat(9)],
    ['a copy with two bytes of offset', '07' + '08' + '616263' + '0e0300', 'abcabca'],
    ['a copy with four bytes of offset', '07' + '08' + '616263' + '0f03000000', 'abcabca'],
    ['two framed blocks', XERIAL_HEADER + '00000003' + '010061' + '00000003' + '010062', 'ab'],
    ['a frame without blocks', XERIAL_HEADER, ''],
    ['raw nothing', '00', ''],
  ])('reads %s', (_what, hex, expected) => {
    expect(decompressSnappy(fromHex(hex), LIMIT).toString()).toBe(expected)
  })

  test.each([
    ['a size beyond the bound', '808080010000', 'Snappy data claims 2097152 bytes, more than the 1000 allowed.'],
    ['a size that its bytes cannot make', 'c801' + '0461', 'Snappy data of 4 bytes cannot make the 200 it claims.'],
    ['less than it claims', '03' + '046869', 'Snappy data claims 3 bytes but makes 2.'],
    ['more than it claims', '01' + '046869', 'Snappy data makes more than the 1 bytes it claims.'],
    ['a copy from before the beginning', '05' + '0061' + '0102', 'Compressed data refers 2 bytes back at byte 1.'],
    ['a literal that is cut off', '05' + '1061', '5 bytes are needed at byte 2, 1 are left.'],
    ['a block with a negative length', XERIAL_HEADER + 'ffffffff', 'The length before byte 20 is -1, which is not allowed here.'],
    ['a block that is cut off', XERIAL_HEADER + '00000005' + '01', '5 bytes are needed at byte 20, 1 are left.'],
  ])('refuses %s', (_what, hex, message) => {
    expect(() => decompressSnappy(fromHex(hex), 1000)).toThrow(new ProtocolError(message))
  })

  test('counts all blocks of a frame against its bound', () => {
    const framed = compressSnappy(Buffer.alloc(100_000))
    expect(() => decompressSnappy(framed, 99_999)).toThrow(ProtocolError)
  })
})
