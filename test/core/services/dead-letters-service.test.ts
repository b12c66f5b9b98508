import { describe, expect, it } from 'vitest'
import type { FailureFilter, UserDialect } from '../../../core/contract/dead-letters.ts'
import { dec, STACK, T0, u8 } from '../../support/dead-letters.ts'
import { type DeadLettersClient, startDeadLettersClient } from '../../support/dead-letters-client.ts'
import { failed } from '../../support/failure-index.ts'

const onDlq = { connectionId: 'local', topics: ['orders-dlq'] }

async function withLetters(): Promise<DeadLettersClient> {
  const world = await startDeadLettersClient()
  await world.create('orders')
  await world.create('orders-dlq', 2)
  await world.write('orders', [{ key: 'a', value: 'first' }, { key: 'b', value: '{"total":7}' }, { key: 'a', value: 'newer' }])
  await world.write('orders-dlq', [
    { key: 'a', value: 'first', headers: [u8('traceparent', '00'), ...failed('shop.PriceMissing', 'No price for 1', { at: T0, offset: 0 }), u8('exception-stack', STACK)] },
    { partition: 1, key: 'b', value: '{"total":7}', headers: failed('shop.Declined', 'Card declined', { at: T0 + 5_000, offset: 1 }) },
    { partition: 1, key: 'b', value: '{"total":9}', headers: failed('shop.Declined', 'Card declined', { at: T0 + 9_000, offset: 1 }) },
  ])
  await world.indexed('orders-dlq')
  return world
}

async function listed({ client }: DeadLettersClient, filter: FailureFilter = {}): Promise<string[]> {
  const { rows } = await client.list({ ...onDlq, filter, order: 'oldest', cursor: null, limit: 100 })
  return rows.map(({ key, state }) => `${key.partition}/${key.offset} ${state}`)
}

it('recognises flows, says what it has looked for, and reads again when asked', async () => {
  const world = await withLetters()
  const recognised = await world.client.recognise({ connectionId: 'local' })
  expect(recognised.flows.map(({ source, retries, deadLetters }) => [source, retries, deadLetters.map(({ topic, confidence, dialectName, recordCount }) => [topic, confidence, dialectName, recordCount])])).toEqual([
    ['orders', [], [['orders-dlq', 'confirmed', 'Wolverine', 3n]]],
  ])
  expect([recognised.topicCount, recognised.lookedFor.patterns.includes('orders-dlt'), recognised.lookedFor.dialects.includes('Kafka Connect')]).toEqual([2, true, true])
  await world.create('stock-dlt')
  expect((await world.client.recognise({ connectionId: 'local' })).flows).toHaveLength(1)
  expect((await world.client.recognise({ connectionId: 'local', refresh: true })).flows).toHaveLength(2)
  expect(await world.client.recogniseTopic({ connectionId: 'local', topic: 'orders' })).toMatchObject({ role: 'none', evidence: [] })
})

describe('the index', () => {
  it('comes up to date, says how, and goes on telling what arrives', async () => {
    const world = await withLetters()
    const events = await world.client.index(onDlq)
    for await (const event of events) {
      if (!event.isUpToDate) continue
      const [topic] = event.topics
      if (topic!.known === 3) {
        expect(topic).toMatchObject({ topic: 'orders-dlq', newSinceVisit: 3, oldestMs: T0, newestMs: T0 + 9_000, isComplete: true, closing: 'Read all 3 records in 2 partitions.', error: null })
        await world.write('orders-dlq', [{ headers: failed('E', 'm') }])
      } else {
        expect(topic!.known).toBe(4)
        break
      }
    }
  })

  it('says in its place which topic it cannot read', async () => {
    const world = await withLetters()
    for await (const event of await world.client.index({ connectionId: 'local', topics: ['orders-dlq', 'nowhere'] })) {
      const nowhere = event.topics.find(({ topic }) => topic === 'nowhere')!
      if (nowhere.error === null) continue
      expect(nowhere).toMatchObject({ isComplete: false, closing: '"nowhere" could not be read.', error: 'There is no topic "nowhere".' })
      expect(event.isUpToDate).toBe(false)
      break
    }
  })

  it('is rebuilt', async () => {
    const world = await withLetters()
    await world.client.rebuild({ connectionId: 'local', topic: 'orders-dlq' })
    expect(await listed(world)).toEqual([])
    await world.indexed('orders-dlq')
    expect(await listed(world)).toHaveLength(3)
  })

  it('a visit makes what there is old', async () => {
    const world = await withLetters()
    await world.client.markVisited(onDlq)
    expect((await world.indexed('orders-dlq')).topics[0]).toMatchObject({ known: 3, newSinceVisit: 0 })
  })
})

describe('groups', () => {
  it('are counted, noted, merged and split', async () => {
    const { client } = await withLetters()
    const { groups, total } = await client.groups({ ...onDlq, filter: {} })
    expect([total, groups.map(({ class: named, count, note, merged }) => [named, count, note, merged])]).toEqual([3, [['shop.Declined', 2, '', []], ['com.example.PriceMissing', 1, '', []]]])
    const [declined, missing] = groups
    await client.setNote({ connectionId: 'local', fingerprint: declined!.fingerprint, note: 'the bank is down' })
    await client.merge({ connectionId: 'local', into: declined!.fingerprint, fingerprints: [missing!.fingerprint] })
    expect((await client.groups({ ...onDlq, filter: {} })).groups).toMatchObject([{ fingerprint: declined!.fingerprint, count: 3, note: 'the bank is down', merged: [missing!.fingerprint] }])
    await client.split({ connectionId: 'local', fingerprint: missing!.fingerprint })
    expect((await client.groups({ ...onDlq, filter: {} })).groups).toHaveLength(2)
  })

  it('are laid out in time, with notes and replays as marks', async () => {
    const { client } = await withLetters()
    const { groups } = await client.groups({ ...onDlq, filter: {} })
    await client.setNote({ connectionId: 'local', fingerprint: groups[0]!.fingerprint, note: 'the bank is down' })
    const { series, marks } = await client.timeline({ ...onDlq, filter: { fromMs: T0, untilMs: T0 + 10_000 }, steps: 10 })
    expect(series.map(({ label, counts }) => [label, counts])).toEqual([
      ['Declined: Card declined', [0, 0, 0, 0, 0, 1, 0, 0, 0, 1]],
      ['PriceMissing: No price for article <n>', [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ])
    expect(marks).toMatchObject([{ kind: 'note', text: 'Declined: Card declined: the bank is down' }])
  })
})

describe('the list', () => {
  it('goes page by page', async () => {
    const { client } = await withLetters()
    const first = await client.list({ ...onDlq, filter: {}, order: 'newest', cursor: null, limit: 2 })
    const second = await client.list({ ...onDlq, filter: {}, order: 'newest', cursor: first.cursor, limit: 2 })
    expect([...first.rows, ...second.rows].map(({ atMs }) => atMs)).toEqual([T0 + 9_000, T0 + 5_000, T0])
    expect([first.total, second.cursor]).toEqual([3, null])
  })

  it.each<[string, FailureFilter, string[]]>([
    ['the payload', { payload: 'total > 8' }, ['1/1 new']],
    ['a header', { header: 'traceparent=00' }, ['0/0 new']],
    ['the frames of a stack', { text: 'prices.of' }, ['0/0 new']],
    ['the key', { key: 'b' }, ['1/0 new', '1/1 new']],
  ])('is filtered by %s', async (_, filter, rows) => {
    expect(await listed(await withLetters(), filter)).toEqual(rows)
  })

  it('a cursor of something else is refused', async () => {
    const { client } = await withLetters()
    await expect(client.list({ ...onDlq, filter: {}, order: 'newest', cursor: '[1]', limit: 2 })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'cursor' } })
  })

  it('a filter that cannot be read is refused with what to write', async () => {
    const { client } = await withLetters()
    await expect(client.list({ ...onDlq, filter: { payload: '$..x' }, order: 'newest', cursor: null, limit: 2 })).rejects.toMatchObject({
      code: 'INVALID_INPUT', data: { field: 'filter.payload', message: '"$..x" is no place in a payload. Write it as customer.id or items[0].sku.' },
    })
  })
})

describe('states', () => {
  it('are set for keys and for what a filter means', async () => {
    const world = await withLetters()
    const { rows } = await world.client.list({ ...onDlq, filter: {}, order: 'oldest', cursor: null, limit: 1 })
    expect(await world.client.setState({ ...onDlq, select: { kind: 'keys', keys: [rows[0]!.key] }, state: 'acknowledged' })).toEqual({ changed: 1 })
    expect(await world.client.setState({ ...onDlq, select: { kind: 'filter', filter: { class: 'shop.Declined' } }, state: 'resolved' })).toEqual({ changed: 2 })
    expect(await listed(world)).toEqual(['0/0 acknowledged', '1/0 resolved', '1/1 resolved'])
    expect(await listed(world, { states: ['acknowledged'] })).toEqual(['0/0 acknowledged'])
    const { history } = await world.client.case({ connectionId: 'local', key: rows[0]!.key })
    expect(history.map(({ text, jobId }) => [text, jobId])).toEqual([['Acknowledged.', null]])
  })
})

it('keys of a filter are frozen: what arrives later is not among them', async () => {
  const world = await withLetters()
  const keys = await world.services.deadLetters.keysOf('local', ['orders-dlq'], { class: 'shop.Declined' }, new AbortController().signal)
  expect(keys.map(({ topic, partition, offset }) => [topic, partition, offset])).toEqual([['orders-dlq', 1, 0], ['orders-dlq', 1, 1]])
})

describe('what a person teaches', () => {
  const mapping = { id: 'm1', pattern: '/^grave/', role: 'dlq' as const, dialect: null, originTopic: 'orders', group: 'billing' }

  it('a rule for topics wins at once, and its records are read by it', async () => {
    const world = await startDeadLettersClient()
    await world.create('graveyard')
    await world.write('graveyard', [{}])
    expect(await world.client.setMapping({ connectionId: 'local', mapping })).toEqual([mapping])
    expect(await world.client.mappings({ connectionId: 'local' })).toEqual([mapping])
    expect((await world.client.recognise({ connectionId: 'local' })).flows).toMatchObject([{ source: 'orders', deadLetters: [{ topic: 'graveyard', confidence: 'user', groups: ['billing'] }] }])
    await world.indexed('graveyard')
    const rows = async () => (await world.client.list({ connectionId: 'local', topics: ['graveyard'], filter: {}, order: 'newest', cursor: null, limit: 5 })).rows
    expect(await rows()).toMatchObject([{ origin: { topic: 'orders', partition: null }, group: 'billing' }])
    expect(await world.client.removeMapping({ connectionId: 'local', id: 'm1' })).toEqual([])
    await world.indexed('graveyard')
    expect(await rows()).toMatchObject([{ origin: null, group: null }])
  })

  it('a rule that is no expression is refused', async () => {
    const { client } = await startDeadLettersClient()
    await expect(client.setMapping({ connectionId: 'local', mapping: { ...mapping, pattern: '/[/' } })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'pattern' } })
  })

  it('a dialect is tried on real records, kept, used and forgotten', async () => {
    const world = await startDeadLettersClient()
    const dialect: UserDialect = {
      id: 'shop', name: 'The shop', newest: 'last', payload: 'full', recordTime: 'failure', owned: ['shop-*'],
      fields: [{ header: 'shop-why', field: 'message', encoding: 'utf8', path: null }, { header: 'shop-from', field: 'originTopic', encoding: 'utf8', path: null }, { header: 'shop-tries', field: 'attempts', encoding: 'decimal', path: null }],
    }
    await world.create('graveyard')
    await world.write('graveyard', [{ headers: [u8('shop-why', 'no price'), u8('shop-from', 'orders'), u8('shop-tries', 'many')] }, { headers: [u8('shop-why', 'no price'), u8('shop-from', 'orders'), dec('shop-tries', 3)], timestampMs: T0 - 1 }])
    const preview = await world.client.previewDialect({ connectionId: 'local', topic: 'graveyard', dialect })
    expect(preview.signature).toBe(1)
    expect(preview.rows.map(({ row, issues, headers }) => [row.message, row.attempts, issues, headers.length])).toEqual([['no price', 1, ['The header "shop-tries" is not a decimal number.'], 3], ['no price', 3, [], 3]])
    expect((await world.client.setDialect(dialect)).map(({ id }) => id)).toEqual(['user:shop'])
    expect((await world.client.recognise({ connectionId: 'local' })).flows).toMatchObject([{ source: 'orders', deadLetters: [{ topic: 'graveyard', dialect: 'user:shop', dialectName: 'The shop' }] }])
    await world.indexed('graveyard')
    const { builtIn, own } = await world.client.dialects()
    expect([builtIn.length, builtIn[0], own.length]).toEqual([15, { id: 'spring-dlpr', name: 'Spring for Apache Kafka', headers: ['kafka_dlt-original-*', 'kafka_dlt-exception-*', 'kafka_dlt-key-exception-*'] }, 1])
    expect(await world.client.removeDialect({ id: 'user:shop' })).toEqual([])
  })
})
