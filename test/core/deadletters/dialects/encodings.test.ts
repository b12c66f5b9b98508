import { describe, expect, it } from 'vitest'
import { MAX_HEADER_BYTES, type NumberEncoding, readNumber, readText } from '../../../../core/deadletters/dialects/encodings.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('numbers', () => {
  it.each<[NumberEncoding, string, number]>([
    ['i32be', '00 00 00 04', 4],
    ['i32be', 'ff ff ff ff', -1],
    ['i64be', '00 00 00 00 07 5b cd 15', 123_456_789],
    ['i64be', '00 00 01 a0 c4 50 6c 00', 1_790_000_000_000],
    ['dec', '31 32 33 34 35 36 37 38 39', 123_456_789],
    ['dec', '2d 31', -1],
    ['bigint-be', '01 a0 c4 50 6c 00', 1_790_000_000_000],
    ['bigint-be', '00', 0],
    ['bigint-be', '7f', 127],
    ['bigint-be', '00 80', 128],
    ['bigint-be', '80', -128],
    ['bigint-be', 'ff', -1],
  ])('%s %s is %d', (encoding, hex, value) => {
    expect(readNumber(bytes(hex), encoding)).toEqual({ value })
  })

  it.each<[NumberEncoding, string, string]>([
    ['i32be', '00 00 04', 'holds 3 bytes instead of 4'],
    ['i64be', '04', 'holds 1 byte instead of 8'],
    ['i64be', '7f ff ff ff ff ff ff ff', 'holds 9223372036854775807, which is out of range'],
    ['bigint-be', '', 'holds 0 bytes instead of 1 to 8'],
    ['bigint-be', '01 00 00 00 00 00 00 00 00', 'holds 9 bytes instead of 1 to 8'],
    ['dec', '', 'is not a decimal number'],
    ['dec', '31 20', 'is not a decimal number'],
    ['dec', '30 78 31', 'is not a decimal number'],
    ['dec', '39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39', 'holds 99999999999999999, which is out of range'],
  ])('%s %s %s', (encoding, hex, issue) => {
    expect(readNumber(bytes(hex), encoding)).toEqual({ issue })
  })
})

describe('texts', () => {
  it('are UTF-8, with what a byte order mark is left in', () => {
    expect(readText(Buffer.from('né'))).toEqual({ value: 'né' })
    expect(readText(bytes('ef bb bf 61'))).toEqual({ value: '\uFEFFa' })
    expect(readText(bytes('c3 28'))).toEqual({ issue: 'is not UTF-8 text' })
  })

  it('are cut at a mebibyte, and not inside a character', () => {
    const long = Buffer.from(`a${'é'.repeat(MAX_HEADER_BYTES)}`)
    const read = readText(long) as { value: string }
    expect(Buffer.byteLength(read.value)).toBe(MAX_HEADER_BYTES - 1)
    expect(read.value.endsWith('é')).toBe(true)
  })
})
