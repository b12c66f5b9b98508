import { describe, expect, it } from 'vitest'
import type { OutgoingMessage, Payload } from '../../../core/contract/messages.ts'
import { INLINE_BYTES, type RecordPart } from '../../../core/contract/records.ts'
import { type Layout, RecordsService } from '../../../core/services/records-service.ts'
import { startTestServices } from '../../support/core-services.ts'
import { FakeTime } from '../../support/fake-time.ts'

const VALUE: RecordPart = { part: 'value' }
const nothing: Payload = { kind: 'null' }
const text = (value: string): Payload => ({ kind: 'text', text: value })
const never = (): AbortSignal => new AbortController().signal

async function open(message: Partial<OutgoingMessage>, clock = new FakeTime()) {
  const { services } = await startTestServices({ 'message.max.bytes': '40000000' })
  await services.topics.create('local', { name: 'orders' })
  const { partition, offset } = await services.messages.produce('local', 'orders', { partition: 0, key: nothing, value: nothing, headers: [], ...message })
  const records = new RecordsService(services.connections, clock, new FakeTime())
  const place = { connectionId: 'local', topic: 'orders', partition, offset }
  const whole = async (layout: Layout): Promise<string> => {
    const { lines } = await records.lines(place, VALUE, layout, 0, 2_000)
    return lines.map((line) => (line.continues ? line.text : `${line.text}\n`)).join('').slice(0, -1)
  }
  const find = (wanted: string, fromLine: number, backwards = false, layout: Layout = 'stored') =>
    records.find(place, VALUE, { layout, text: wanted, fromLine, backwards }, never())
  return { services, records, place, whole, find }
}

it('gives a small record whole, with its batch', async () => {
  const { records, place } = await open({ key: text('k'), value: text('{"id":9007199254740993}'), headers: [{ key: 'h', value: nothing }] })
  const record = await records.read(place)
  expect(record).toMatchObject({ topic: 'orders', partition: 0, offset: 0n, headers: [{ key: 'h', value: { kind: 'null' } }] })
  expect(record.value).toMatchObject({ kind: 'json', text: '{"id":9007199254740993}', sizeBytes: 23, cut: false })
  expect(record.batch).toMatchObject({ baseOffset: 0n, lastOffset: 0n, recordCount: 1, compression: 'none', producerId: -1n, isTransactional: false })
})

describe('A large value', () => {
  const large = `{"text":"${'é'.repeat(INLINE_BYTES)}"}`

  it('comes cut, and whole in pieces', async () => {
    const { records, place } = await open({ value: text(large) })
    const { value } = await records.read(place)
    const sizeBytes = Buffer.byteLength(large)
    expect(value.kind !== 'null' && [value.kind, value.bytes.length, value.sizeBytes, value.cut]).toEqual(['json', INLINE_BYTES, sizeBytes, true])
    const pieces: Uint8Array[] = []
    for (let at = 0; at < sizeBytes; at += 100_000) pieces.push((await records.chunk(place, VALUE, at, 100_000)).bytes)
    expect(Buffer.concat(pieces).toString()).toBe(large)
    expect(await records.chunk(place, VALUE, sizeBytes + 5, 10)).toEqual({ bytes: new Uint8Array(), sizeBytes })
  })

  it('is looked around in without being fetched again, while reading the record itself asks the cluster', async () => {
    const { records, place, services } = await open({ value: text(large) })
    await records.read(place)
    await services.topics.delete('local', 'orders', 'orders')
    expect((await records.chunk(place, VALUE, 0, 2)).bytes).toHaveLength(2)
    await expect(records.read(place)).rejects.toThrow('orders')
  })

  it('3.15.3: a 20 MB value is laid out and searched in slices that leave the loop to others', async () => {
    // Each look at the clock takes a millisecond, so that slices are counted, not timed.
    const clock = new FakeTime()
    clock.monotonic = () => ++ticks
    let ticks = 0
    const rows = Array.from({ length: 200_000 }, (_, id) => `{"id":${id},"text":"${'x'.repeat(80)}"}`)
    const value = `[${rows.join(',')},{"needle":9223372036854775807}]`
    expect(value.length).toBeGreaterThan(20_000_000)
    const { records, place, find } = await open({ value: text(value) }, clock)
    await records.read(place)
    const turnsDuring = async <T>(work: Promise<T>): Promise<{ turns: number; result: T }> => {
      let turns = 0
      let isOver = false
      const count = (): void => void (isOver || (turns++, setImmediate(count)))
      setImmediate(count)
      const result = await work
      isOver = true
      return { turns, result }
    }
    const indented = await turnsDuring(records.lines(place, VALUE, 'indented', 799_998, 10))
    expect(indented.result).toMatchObject({ totalLines: 800_005, lines: [{ text: '    "id": 199999,' }, { text: `    "text": "${'x'.repeat(80)}"` }, { text: '  },' }, { text: '  {' }, { text: '    "needle": 9223372036854775807' }, { text: '  }' }, { text: ']' }] })
    const stored = await turnsDuring(records.lines(place, VALUE, 'stored', 0, 1))
    const found = await turnsDuring(find('needle', 0, false, 'indented'))
    expect(found.result).toEqual({ line: 800_002, column: 5 })
    for (const { turns } of [indented, stored, found]) expect(turns).toBeGreaterThan(60)
  })
})

describe('Lines', () => {
  it('are the text as stored or laid out, whatever part of the record it is', async () => {
    const { records, place, whole } = await open({ value: text('{"a":1,\n"b":[1.10]}'), key: text('k\nk'), headers: [{ key: 'h', value: text('v') }, { key: 'n', value: nothing }] })
    expect(await whole('stored')).toBe('{"a":1,\n"b":[1.10]}')
    expect(await whole('indented')).toBe('{\n  "a": 1,\n  "b": [\n    1.10\n  ]\n}')
    expect((await records.lines(place, { part: 'key' }, 'stored', 1, 10)).lines).toEqual([{ atByte: 2, text: 'k', continues: false }])
    expect((await records.lines(place, { part: 'header', index: 0 }, 'stored', 0, 10)).lines).toEqual([{ atByte: 0, text: 'v', continues: false }])
    expect((await records.lines(place, { part: 'header', index: 1 }, 'stored', 5, 10)).lines).toEqual([])
    await expect(records.lines(place, { part: 'header', index: 2 }, 'stored', 0, 10)).rejects.toThrow('The record has 2 headers; there is no header 2.')
  })

  it('of what is not JSON cannot be laid out, and can still be seen as stored', async () => {
    const { whole } = await open({ value: text('{"a":1') })
    await expect(whole('indented')).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'This is not JSON: 1 brackets are not closed.' })
    expect(await whole('stored')).toBe('{"a":1')
  })
})

describe('Find', () => {
  const value = 'one\nTwo two\nthree\ntwo'

  it.each([
    ['two', 0, false, { line: 1, column: 0 }],
    ['two', 2, false, { line: 3, column: 0 }],
    ['two', 4, false, null],
    ['two', 3, true, { line: 1, column: 4 }],
    ['two', 1, true, null],
    ['Two', 0, false, { line: 1, column: 0 }],
    ['Two', 2, false, null],
    ['o\nT', 0, false, null],
    ['e\nT', 0, false, { line: 0, column: 2 }],
  ])('%j from line %i (backwards: %s) gives %j', async (wanted, fromLine, backwards, expected) => {
    const { find } = await open({ value: text(value) })
    expect(await find(wanted, fromLine, backwards)).toEqual(expected)
  })

  it('finds a member as it is shown or as it is written', async () => {
    const { find } = await open({ value: text('{"a":{"b":1},"c" :2}') })
    expect(await find('"b": 1', 0, false, 'indented')).toEqual({ line: 2, column: 4 })
    expect(await find('"b":1', 0, false, 'indented')).toEqual({ line: 2, column: 4 })
    expect(await find('"b": 1', 9, true, 'indented')).toEqual({ line: 2, column: 4 })
    expect(await find('"b": 1', 0, false, 'stored')).toBeNull()
  })
})
