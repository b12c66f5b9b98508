import { expect, it } from 'vitest'
import { readRecord } from '../../../core/client/read-record.ts'
import type { OutgoingMessage, Payload, ReadingEvent, ReadingStart, RecordRow, SendingEvent } from '../../../core/contract/messages.ts'
import type { BrowseQuery, MessagesService, SendMany } from '../../../core/services/messages-service.ts'
import { startTestBroker } from '../../support/broker.ts'
import { startTestServices } from '../../support/core-services.ts'
import { plainCluster } from '../../support/profiles.ts'
import { connect, TestProducer } from '../../support/transactions.ts'

const text = (value: string): Payload => ({ kind: 'text', text: value })
const nothing: Payload = { kind: 'null' }

const never = (): AbortSignal => new AbortController().signal

async function open() {
  const { services } = await startTestServices()
  await services.topics.create('local', { name: 'orders' })
  const read = (partition: number, offset: bigint) => readRecord(services.connections.cluster('local'), 'orders', partition, offset)
  return { messages: services.messages, read }
}

async function browse(messages: MessagesService, query: Partial<BrowseQuery> = {}): Promise<{ rows: RecordRow[]; last: ReadingEvent }> {
  const events: ReadingEvent[] = []
  for await (const event of messages.browse('local', 'orders', { start: { kind: 'newest' }, filter: '', limit: 100, ...query }, never())) events.push(event)
  return { rows: events.flatMap(({ rows }) => rows), last: events.at(-1)! }
}

async function sendMany(messages: MessagesService, sending: Partial<SendMany> = {}): Promise<SendingEvent[]> {
  const message = { partition: null, key: nothing, value: nothing, headers: [], count: 1, fillIn: false, perSecond: null }
  const events: SendingEvent[] = []
  for await (const event of messages.produceMany('local', 'orders', { ...message, ...sending }, never())) events.push(event)
  return events
}

it('carries 64-bit numbers, bytes, nulls and headers from send to row and record, exactly', async () => {
  const { messages, read } = await open()
  const value = '{"id":9007199254740993,"max":9223372036854775807,"f":1.10}'
  const sent: OutgoingMessage = {
    partition: null,
    key: text('k'),
    value: text(value),
    headers: [
      { key: 'a', value: text('1') },
      { key: 'a', value: nothing },
      { key: 'b', value: { kind: 'bytes', bytes: Uint8Array.from([255, 0]) } },
      { key: 'a', value: text('') },
    ],
  }
  const { partition, offset, timestamp } = await messages.produce('local', 'orders', sent)
  const { rows } = await browse(messages)
  expect(rows).toEqual([
    {
      partition,
      offset,
      timestamp,
      timestampType: 'CreateTime',
      key: { kind: 'text', text: 'k', sizeBytes: 1, cut: false },
      value: { kind: 'json', text: value, sizeBytes: value.length, cut: false },
      headerCount: 4,
      sizeBytes: expect.any(Number) as number,
      transaction: null,
    },
  ])
  const whole = await read(partition, offset)
  expect([String(whole.key), String(whole.value)]).toEqual(['k', value])
  expect(whole.headers.map((header) => [header.key, header.value && [...header.value]])).toEqual([['a', [49]], ['a', null], ['b', [255, 0]], ['a', []]])
})

it('keeps null, empty text and empty bytes apart', async () => {
  const { messages } = await open()
  for (const value of [nothing, text(''), { kind: 'bytes', bytes: new Uint8Array() } as Payload]) {
    await messages.produce('local', 'orders', { partition: 0, key: value, value, headers: [] })
  }
  const { rows } = await browse(messages)
  expect(rows.map((row) => [row.key.kind, row.value.kind])).toEqual([['text', 'text'], ['text', 'text'], ['null', 'null']])
})

it('shows before sending where the key goes, and sends it there', async () => {
  const { messages } = await open()
  for (const key of ['a', 'b', 'customer-42']) {
    const shown = await messages.partitionForKey('local', 'orders', text(key))
    const { partition } = await messages.produce('local', 'orders', { partition: null, key: text(key), value: nothing, headers: [] })
    expect(shown).toEqual({ partition, partitionCount: 3 })
  }
  expect(await messages.partitionForKey('local', 'orders', nothing)).toEqual({ partition: null, partitionCount: 3 })
})

it('follows what arrives from the positions that an earlier tail has told', async () => {
  const { messages } = await open()
  const send = (value: string) => messages.produce('local', 'orders', { partition: 1, key: nothing, value: text(value), headers: [] })
  const first = new AbortController()
  const events = messages.tail('local', 'orders', { filter: '' }, first.signal)
  const { value: begin } = await events.next()
  expect(begin!.positions).toEqual([0, 1, 2].map((partition) => ({ partition, offset: 0n })))
  first.abort()
  await send('while nobody looks')
  const second = new AbortController()
  for await (const { rows } of messages.tail('local', 'orders', { filter: '', from: begin!.positions }, second.signal)) {
    if (rows.length === 0) continue
    expect(rows).toMatchObject([{ partition: 1, offset: 0n, value: { text: 'while nobody looks' } }])
    break
  }
})

it('tells what of each partition it has read, and goes on from there', async () => {
  const { messages } = await open()
  for (const value of ['a', 'b', 'c']) await messages.produce('local', 'orders', { partition: 1, key: nothing, value: text(value), headers: [] })
  const { rows, last } = await browse(messages, { limit: 2, partitions: [0, 1] })
  expect(rows.map(({ value }) => value)).toMatchObject([{ text: 'c' }, { text: 'b' }])
  expect([last.coverage, last.ended]).toEqual([
    [
      { partition: 0, startOffset: 0n, endOffset: 0n, fromOffset: 0n, toOffset: 0n, error: null },
      { partition: 1, startOffset: 0n, endOffset: 3n, fromOffset: 1n, toOffset: 3n, error: null },
    ],
    'limit',
  ])
  const rest = await browse(messages, { start: { kind: 'continue', direction: 'backward', coverage: last.coverage, untilTimestamp: null } })
  expect([rest.rows.map(({ offset }) => offset), rest.last.ended]).toEqual([[0n], 'complete'])
})

it.each<[string, ReadingStart, string[]]>([
  ['the oldest', { kind: 'oldest' }, ['a', 'b', 'c', 'd']],
  ['an offset', { kind: 'offset', offset: 1n, untilOffset: 3n }, ['b', 'c']],
  ['a time', { kind: 'time', fromTimestamp: 0n, untilTimestamp: 1n }, []],
])('reads from %s', async (_where, start, expected) => {
  const { messages } = await open()
  for (const value of ['a', 'b', 'c', 'd']) await messages.produce('local', 'orders', { partition: 1, key: nothing, value: text(value), headers: [] })
  const { rows } = await browse(messages, { start })
  expect(rows.map(({ value }) => value)).toMatchObject(expected.map((shown) => ({ text: shown })))
})

it('sends many, in order, with what stands for the placeholders', async () => {
  const { messages, read } = await open()
  const headers = [{ key: 'at', value: text('{{now}} = {{epochMs}}') }, { key: 'bytes', value: { kind: 'bytes' as const, bytes: Buffer.from('{{seq}}') } }]
  const events = await sendMany(messages, { partition: 2, key: text('{{uuid}}'), value: text('{"n":{{seq}},"id":"{{uuid}}"}'), headers, count: 1_200, fillIn: true })
  expect(events.at(-1)).toMatchObject({ acknowledged: 1_200, failed: 0, failure: null, done: true })
  expect(events.flatMap(({ latest }) => latest).at(-1)).toMatchObject({ partition: 2, offset: 1_199n })
  for (const offset of [0n, 1n, 1_199n]) {
    const record = await read(2, offset)
    expect(String(record.value)).toBe(`{"n":${offset + 1n},"id":"${String(record.key)}"}`)
    const [now, epochMs] = String(record.headers[0]!.value).split(' = ')
    expect([Date.parse(now!), String(record.headers[1]!.value)]).toEqual([Number(epochMs), '{{seq}}'])
  }
})

it('sends the same each time where nothing is to be filled in', async () => {
  const { messages, read } = await open()
  await sendMany(messages, { partition: 0, value: text('{{seq}}'), count: 2 })
  expect([String((await read(0, 0n)).value), String((await read(0, 1n)).value)]).toEqual(['{{seq}}', '{{seq}}'])
})

it('3.15.14: default partition on produce is by key, never silently partition 0', async () => {
  const { messages } = await open()
  const keyed = new Set<number>()
  for (const key of ['a', 'b', 'c', 'd', 'customer-42']) {
    const { partition } = await messages.produce('local', 'orders', { partition: null, key: text(key), value: nothing, headers: [] })
    expect((await messages.partitionForKey('local', 'orders', text(key))).partition).toBe(partition)
    keyed.add(partition)
  }
  expect(keyed.size).toBeGreaterThan(1)
  const [event] = await sendMany(messages, { key: text('customer-42'), count: 20 })
  expect(new Set(event!.latest.map(({ partition }) => partition))).toEqual(new Set([(await messages.partitionForKey('local', 'orders', text('customer-42'))).partition]))
  const unkeyed = await sendMany(messages, { count: 60 })
  expect(new Set(unkeyed.flatMap(({ latest }) => latest).map(({ partition }) => partition))).toEqual(new Set([0, 1, 2]))
})

it('says what was refused, why, and what to do, and sends nothing after it', async () => {
  const { services, broker } = await startTestServices({ 'message.max.bytes': '2000' })
  await services.topics.create('local', { name: 'orders' })
  const value = text(`{{seq}}${'x'.repeat(1_600)}`)
  const events = await sendMany(services.messages, { partition: 0, value, count: 5, fillIn: true })
  expect(events.at(-1)).toMatchObject({ acknowledged: 5, failed: 0 })
  const refused = await sendMany(services.messages, { partition: 0, value: text('x'.repeat(3_000)), count: 5 })
  expect(refused.at(-1)).toMatchObject({
    acknowledged: 0,
    failed: 1,
    done: true,
    failure: { message: expect.stringContaining('did not take the record') as string, remedy: 'Send less, or raise max.message.bytes of the topic.' },
  })
  expect(broker.logger.lines.filter((line) => line.startsWith('error'))).toEqual([])
})

it('stops sending when the cluster becomes read-only again, and says so', async () => {
  const { services } = await startTestServices()
  const remote = await startTestBroker()
  const { id } = await services.connections.add(plainCluster('prod', remote.bootstrap))
  services.connections.arm(id, 'prod', 1)
  await services.topics.create(id, { name: 'orders' })
  const message = { partition: 0, key: nothing, value: nothing, headers: [], count: 1_000_000, fillIn: false, perSecond: 20 }
  let last: SendingEvent | undefined
  for await (const event of services.messages.produceMany(id, 'orders', message, never())) {
    if (event.acknowledged > 0) services.connections.disarm(id)
    last = event
  }
  expect([last!.done, last!.acknowledged < 100, last!.failed, last!.failure?.message]).toEqual([true, true, 0, 'The cluster "prod" is read-only.'])
})

it('tells of records in transactions what became of them, and never shows a marker as a record', async () => {
  const { services, broker } = await startTestServices()
  await services.topics.create('local', { name: 'orders', partitionCount: 1 })
  const client = await connect(broker)
  const [first, second] = [await TestProducer.start(client, 'a'), await TestProducer.start(client, 'b')]
  for (const [value, commits] of [['kept', true], ['dropped', false], ['kept too', true]] as const) {
    await first.produce('orders', 0, [value])
    await first.end(commits)
  }
  await second.produce('orders', 0, ['under way'])
  await first.produce('orders', 0, ['behind it'])
  await first.end(true)
  const all = [[0, 'committed'], [2, 'aborted'], [4, 'committed'], [6, 'open'], [7, 'committed']]
  for (const filter of ['', 'size>0']) {
    for (const withAborted of [true, false]) {
      for (const start of [{ kind: 'newest' }, { kind: 'oldest' }] as const) {
        const { rows, last } = await browse(services.messages, { start, withAborted, filter })
        const forward = withAborted ? all : all.filter(([, transaction]) => transaction !== 'aborted')
        expect(rows.map(({ offset, transaction }) => [Number(offset), transaction])).toEqual(start.kind === 'newest' ? forward.toReversed() : forward)
        expect(last).toMatchObject({ ended: 'complete', scannedRecords: forward.length, hiddenRecords: all.length - forward.length })
      }
    }
  }
  const read = async (offset: bigint) => (await services.records.read({ connectionId: 'local', topic: 'orders', partition: 0, offset })).transaction
  expect([await read(0n), await read(2n), await read(6n)]).toEqual(['committed', 'aborted', 'open'])
  const absent = 'Partition 0 of "orders" holds no record at offset 5: it was compacted away, or is a marker of a transaction.'
  await expect(read(5n), 'the last one before the open transaction').rejects.toMatchObject({ message: absent, remedy: 'The next record is at offset 6.' })
})

it('refuses a cluster that is not known', async () => {
  const { services } = await startTestServices()
  await expect(services.messages.browse('absent', 'orders', { start: { kind: 'newest' }, filter: '', limit: 1 }, never()).next()).rejects.toThrow('There is no cluster "absent".')
})
