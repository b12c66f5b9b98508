import { describe, expect, it } from 'vitest'
import { INLINE_BYTES, type RecordPart } from '../../../core/contract/records.ts'
import { startTestServices } from '../../support/core-services.ts'

const VALUE: RecordPart = { part: 'value' }

async function withRecord(value: Uint8Array, headers: { key: string; value: Buffer | null }[] = []) {
  const { services, broker } = await startTestServices({ 'message.max.bytes': '30000000' })
  await services.topics.create('local', { name: 'orders', partitionCount: 1 })
  const payload = (bytes: Uint8Array | null) => (bytes === null ? { kind: 'null' as const } : { kind: 'bytes' as const, bytes: new Uint8Array(bytes) })
  const message = { partition: 0, key: payload(null), value: payload(value), headers: headers.map((header) => ({ key: header.key, value: payload(header.value) })) }
  const { partition, offset } = await services.messages.produce('local', 'orders', message)
  const place = { connectionId: 'local', topic: 'orders', partition, offset }
  return { records: services.records, topics: services.topics, place, broker }
}

/** About 20 MB of one JSON array on one line, with a needle near its end. */
function twentyMegabytes(): Buffer {
  const item = JSON.stringify({ id: 9_007_199_254, name: 'Ada Lovelace', tags: ['x', 'y'], note: 'z'.repeat(120) })
  const items = Array.from({ length: Math.floor(20_000_000 / (item.length + 1)) }, () => item)
  items[items.length - 10] = '{"needle":9007199254740993}'
  return Buffer.from(`[${items.join(',')}]`)
}

it('gives a small record whole, nulls and duplicate headers as they are', async () => {
  const { records, place } = await withRecord(Buffer.from('{"a":1}'), [{ key: 'h', value: Buffer.from('1') }, { key: 'h', value: null }])
  const record = await records.read(place)
  expect(record.key).toEqual({ kind: 'null' })
  expect(record.value).toMatchObject({ kind: 'json', text: '{"a":1}', cut: false })
  expect(record.headers).toMatchObject([{ key: 'h', value: { kind: 'text', text: '1' } }, { key: 'h', value: { kind: 'null' } }])
})

describe('3.15.3: a 20 MB value', () => {
  it('travels only as far as it is looked at, and comes back whole in chunks', async () => {
    const value = twentyMegabytes()
    const { records, place } = await withRecord(value, [{ key: 'type', value: Buffer.from('big') }])
    const record = await records.read(place)
    expect(record.value).toMatchObject({ kind: 'json', sizeBytes: value.length, cut: true })
    expect(record.value.kind !== 'null' && record.value.bytes.length).toBe(INLINE_BYTES)
    const chunks: Uint8Array[] = []
    for (let fromByte = 0; ; fromByte += 1024 * 1024) {
      const { bytes, sizeBytes } = await records.chunk(place, VALUE, fromByte, 1024 * 1024)
      if (fromByte >= sizeBytes) break
      chunks.push(bytes)
    }
    expect(Buffer.concat(chunks).equals(value)).toBe(true)
  })

  it('is laid out and searched in slices: others are served all the time', async () => {
    const { records, place } = await withRecord(twentyMegabytes())
    await records.read(place)
    let turns = 0
    let isOver = false
    const count = (): void => void (!isOver && (turns++, setImmediate(count)))
    setImmediate(count)
    const { lines, totalLines } = await records.lines(place, VALUE, 'indented', 0, 50)
    const turnsForLayout = turns
    const found = await records.find(place, VALUE, { layout: 'indented', text: 'needle', fromLine: 0, backwards: false }, new AbortController().signal)
    isOver = true
    expect(lines.slice(0, 4).map(({ text }) => text)).toEqual(['[', '  {', '    "id": 9007199254,', '    "name": "Ada Lovelace",'])
    const [line] = (await records.lines(place, VALUE, 'indented', found!.line, 1)).lines
    expect([line?.text, found!.column]).toEqual(['    "needle": 9007199254740993', 5])
    expect(totalLines).toBeGreaterThan(500_000)
    expect(turnsForLayout).toBeGreaterThan(5)
  })
})

it('reads the record once, however often one looks around in it', async () => {
  const { records, place, broker } = await withRecord(Buffer.from('a\nb\nc'))
  await records.read(place)
  await broker.stop()
  expect((await records.lines(place, VALUE, 'stored', 1, 5)).lines.map(({ text }) => text)).toEqual(['b', 'c'])
  expect((await records.chunk(place, VALUE, 2, 1)).bytes).toEqual(new Uint8Array(Buffer.from('b')))
})

it('finds forwards and backwards, in either case unless there is a capital', async () => {
  const { records, place } = await withRecord(Buffer.from('one\ntwo One\nthree\nONE'))
  const find = async (text: string, fromLine: number, backwards = false) =>
    records.find(place, VALUE, { layout: 'stored', text, fromLine, backwards }, new AbortController().signal)
  expect(await find('one', 0)).toEqual({ line: 0, column: 0 })
  expect(await find('one', 1)).toEqual({ line: 1, column: 4 })
  expect(await find('one', 3, true)).toEqual({ line: 1, column: 4 })
  expect(await find('one', 4, true)).toEqual({ line: 3, column: 0 })
  expect(await find('One', 2)).toBe(null)
  expect(await find('one', 0, true)).toBe(null)
})

it('says what is wrong with what cannot be laid out, and with a header that is not there', async () => {
  const { records, place } = await withRecord(Buffer.from('{"a":'))
  await expect(records.lines(place, VALUE, 'indented', 0, 10)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'This is not JSON: 1 brackets are not closed.' })
  await expect(records.lines(place, { part: 'header', index: 2 }, 'stored', 0, 10)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'The record has 0 headers; there is no header 2.',
  })
})

it('asks the cluster again when a record is opened again', async () => {
  const { records, place, topics } = await withRecord(Buffer.from('a'))
  await records.read(place)
  await topics.delete('local', 'orders', 'orders')
  await expect(records.read(place)).rejects.toThrow('There is no topic "orders".')
})
