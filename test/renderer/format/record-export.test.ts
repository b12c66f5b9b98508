// What is copied out parses back equal, byte for byte, whatever the bytes are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExportedRecord, parseCsv, parseJsonl, writeCsv, writeJsonl, writeRecords } from '../../../renderer/format/record-export.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const record = (more: Partial<ExportedRecord> = {}): ExportedRecord => ({
  topic: 'orders',
  partition: 2,
  offset: 4211n,
  timestamp: 1_777_903_500_000n,
  timestampType: 'CreateTime',
  key: bytes('o-1'),
  value: bytes('{"id":9007199254740993}'),
  headers: [],
  ...more,
})

const nasty = fc.string({ unit: fc.constantFrom(',', '"', '\n', '\r', '\r\n', '=', '+', '-', '@', '\t', "'", ' ', ';', 'a', 'ä', '\u2028', '\ufeff', '😀', '\0') })
const anyBytes = fc.oneof(
  fc.constant(null),
  fc.constant(new Uint8Array()),
  nasty.map(bytes),
  fc.uint8Array({ maxLength: 64 }),
  fc.string({ unit: 'binary' }).map(bytes),
)
const int64 = fc.bigInt({ min: -1n, max: 9_223_372_036_854_775_807n })
const anyRecord: fc.Arbitrary<ExportedRecord> = fc.record({
  topic: fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/),
  partition: fc.nat(),
  offset: int64,
  timestamp: int64,
  timestampType: fc.constantFrom('CreateTime', 'LogAppendTime'),
  key: anyBytes,
  value: anyBytes,
  headers: fc.array(fc.record({ key: fc.oneof(nasty, fc.constantFrom('trace', 'trace')), value: anyBytes }), { maxLength: 4 }),
})

describe('3.15.4: CSV export of a value with commas, quotes, newlines parses back equal', () => {
  it('for a value that has them all', () => {
    const records = [record({ value: bytes('a,b;"c"\r\nd\re\nf') })]
    expect(writeCsv(records)).toContain('text,"a,b;""c""\r\nd\re\nf",')
    expect(parseCsv(writeCsv(records))).toEqual(records)
  })

  it('for whatever bytes keys, values and headers have', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 5 }), (records) => {
        expect(parseCsv(writeCsv(records))).toEqual(records)
      }),
    )
  })
})

it('JSONL of whatever bytes keys, values and headers have parses back equal, one line a record', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 5 }), (records) => {
      const text = writeJsonl(records)
      expect(parseJsonl(text)).toEqual(records)
      expect(text.split('\n')).toHaveLength(records.length + 1)
    }),
  )
})

it('an envelope tells null, empty, text and bytes apart and keeps headers in order, twice the same too', () => {
  const headers = [
    { key: 'trace', value: bytes('1') },
    { key: 'retries', value: null },
    { key: 'trace', value: new Uint8Array() },
    { key: 'raw', value: Uint8Array.of(0xff, 0) },
  ]
  expect(writeRecords('jsonl', [record({ key: null, headers })])).toBe(
    '{"topic":"orders","partition":2,"offset":4211,"timestamp":1777903500000,"timestampType":"CreateTime","key":null,"value":"{\\"id\\":9007199254740993}",' +
      '"headers":[{"key":"trace","value":"1"},{"key":"retries","value":null},{"key":"trace","value":""},{"key":"raw","value":{"base64":"/wA="}}]}\n',
  )
})

it('numbers that a JSON reader would round stand as their digits', () => {
  expect(writeJsonl([record({ offset: 9_007_199_254_740_993n })])).toContain('"offset":"9007199254740993","timestamp":1777903500000')
})

it('CSV has a column that says how to read the field beside it; what a spreadsheet would run as a formula stands behind an apostrophe', () => {
  const rows = writeRecords('csv', [
    record({ key: null, value: bytes('=1+1') }),
    record({ key: new Uint8Array(), value: Uint8Array.of(0xff) }),
  ]).split('\r\n')
  expect(rows).toEqual([
    'topic,partition,offset,timestamp,timestampType,keyEncoding,key,valueEncoding,value,headers',
    "orders,2,4211,1777903500000,CreateTime,null,,'text,'=1+1,[]",
    'orders,2,4211,1777903500000,CreateTime,text,,base64,/w==,[]',
    '',
  ])
})

it('CSV that is not of this kind is refused with the line', () => {
  expect(() => parseCsv('a,b\r\n1,2\r\n')).toThrow('The first line of the CSV must be topic,partition,')
  expect(() => parseCsv(`${writeCsv([])}orders,1\r\n`)).toThrow('Record 1 of the CSV has 2 fields, not 10.')
})

it('a megabyte of bytes is written out without overflowing the stack', () => {
  const value = new Uint8Array(1_048_576).fill(0xfe)
  expect(parseJsonl(writeJsonl([record({ value })]))[0]!.value).toEqual(value)
})

it('a record of an aborted transaction is marked, in lines and in columns', () => {
  const records = [record(), record({ offset: 4212n, aborted: true })]
  expect(writeJsonl(records).trimEnd().split('\n').map((line) => (JSON.parse(line) as { aborted?: true }).aborted)).toEqual([undefined, true])
  expect(writeCsv(records).split('\r\n').map((line) => line.split(',').at(-1))).toEqual(['aborted', '', 'true', ''])
  expect([parseJsonl(writeJsonl(records)), parseCsv(writeCsv(records))]).toEqual([records, records])
})
