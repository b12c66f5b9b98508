import { describe, expect, it } from 'vitest'
import type { FailureKey } from '../../../core/contract/dead-letters.ts'
import { STACK, T0, u8 } from '../../support/dead-letters.ts'
import { type DeadLettersClient, startDeadLettersClient } from '../../support/dead-letters-client.ts'
import { failed } from '../../support/failure-index.ts'

async function keyOf({ broker }: DeadLettersClient, topic: string, offset: number): Promise<FailureKey> {
  return { topic, topicId: broker.context.topics.get(topic)!.topicId, partition: 0, offset: BigInt(offset) }
}

async function world(): Promise<DeadLettersClient> {
  const started = await startDeadLettersClient()
  for (const topic of ['orders', 'orders-dlq', 'orders-old-dlq']) await started.create(topic)
  await started.write('orders', [{ key: 'a', value: 'first' }, { key: 'b' }, { key: 'a', value: 'newer', timestampMs: T0 + 7 }])
  const headers = [u8('traceparent', '00'), ...failed('shop.Outer', 'm', { offset: 0 }), u8('exception-stack', STACK)]
  await started.write('orders-dlq', [{ key: 'a', value: 'first', headers }, { key: 'a', value: 'changed', headers }, { key: 'b', headers: failed('E', 'm', { offset: 1 }) }])
  await started.write('orders-old-dlq', [{ key: 'a', headers: failed('E', 'm', { offset: 9 }) }])
  await started.indexed('orders-dlq', 'orders-old-dlq')
  return started
}

it('tells everything of one dead letter', async () => {
  const started = await world()
  const told = await started.client.case({ connectionId: 'local', key: await keyOf(started, 'orders-dlq', 0) })
  expect(told).toMatchObject({
    row: { class: 'com.example.PriceMissing', message: 'No price for article 4711', isGone: false },
    error: { class: 'shop.Outer', rootClass: 'com.example.PriceMissing', message: 'm', stack: STACK, side: null, reason: 'exception' },
    causes: [{ title: 'org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed' }, { title: 'Caused by: com.example.PriceMissing: No price for article 4711' }],
    attemptsSource: 'hops',
    hops: [{ topic: 'orders', partition: 0, offset: 0n, atMs: null, dueAtMs: null, attempt: null }],
    lastFailureAtMs: T0,
    ownedHeaders: ['exception-type', 'exception-message', 'failed-at', 'original-destination', 'original-partition', 'original-offset', 'exception-stack'],
    origin: { state: 'same', place: { topic: 'orders', partition: 0, offset: 0n } },
    superseded: { offset: 2n, timestampMs: T0 + 7 },
    note: '',
    history: [],
  })
  expect(told.occurrences.map(({ key }) => `${key.topic}@${key.offset}`)).toEqual(['orders-dlq@1'])
  expect(told.siblings.map(({ key }) => `${key.topic}@${key.offset}`).toSorted()).toEqual(['orders-dlq@1', 'orders-old-dlq@0'])
})

describe('the record that failed', () => {
  it('may differ from its dead letter', async () => {
    const started = await world()
    expect((await started.client.case({ connectionId: 'local', key: await keyOf(started, 'orders-dlq', 1) })).origin.state).toBe('different')
  })

  it('may be gone', async () => {
    const started = await world()
    expect((await started.client.case({ connectionId: 'local', key: await keyOf(started, 'orders-old-dlq', 0) })).origin).toMatchObject({ state: 'gone', text: 'Partition 0 of "orders" holds the offsets 0 to 2; 9 is not among them.' })
  })
})

it('keeps a note', async () => {
  const started = await world()
  const key = await keyOf(started, 'orders-dlq', 2)
  await started.client.setCaseNote({ connectionId: 'local', key, note: 'asked the bank' })
  expect((await started.client.case({ connectionId: 'local', key })).note).toBe('asked the bank')
})

it('is told from what was read once its topic was deleted', async () => {
  const started = await world()
  const key = await keyOf(started, 'orders-dlq', 0)
  await started.services.topics.delete('local', 'orders-dlq', 'orders-dlq')
  await started.create('orders-dlq')
  await started.services.deadLetters.topics.refresh('local', 'orders-dlq', new AbortController().signal)
  const told = await started.client.case({ connectionId: 'local', key })
  expect(told).toMatchObject({ row: { isGone: true, keyText: 'a' }, error: { class: 'shop.Outer', stack: STACK }, ownedHeaders: [], superseded: null })
})

it('a record that was never read is read first; one that is not there is said to be', async () => {
  const started = await startDeadLettersClient()
  await started.create('orders-dlq')
  await started.write('orders-dlq', [{ headers: failed('E', 'm') }])
  const key = await keyOf(started, 'orders-dlq', 0)
  expect((await started.client.case({ connectionId: 'local', key })).row.class).toBe('E')
  await expect(started.client.case({ connectionId: 'local', key: { ...key, offset: 9n } })).rejects.toMatchObject({ code: 'NOT_FOUND', data: { message: 'There is no dead letter at "orders-dlq" partition 0 offset 9.' } })
})
