// Failure case 19 of dead letters: aborted transactional records, from the topic to what a person sees.
import { expect, it } from 'vitest'
import { startDeadLettersClient } from '../../support/dead-letters-client.ts'
import { connect, TestProducer } from '../../support/transactions.ts'

const onDlq = { connectionId: 'local', topics: ['orders-dlq'] }

it('DLQ contains aborted transactional records: read_committed by default; a toggle shows aborted ones, greyed, not replayable', async () => {
  const world = await startDeadLettersClient()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ value: 'plain' }])
  const producer = await TestProducer.start(await connect(world.broker), 'stream-app')
  await producer.produce('orders-dlq', 0, ['given up'])
  await producer.end(false)
  await producer.produce('orders-dlq', 0, ['kept'])
  await producer.end(true)
  await producer.produce('orders-dlq', 0, ['not decided'])
  const { topics } = await world.indexed('orders-dlq')
  expect(topics[0]).toMatchObject({ known: 2, closing: 'Read all 2 records in 1 partition.' })

  const shown = async (includeAborted?: boolean) => {
    const { rows, total } = await world.client.list({ ...onDlq, filter: { ...(includeAborted && { includeAborted }) }, order: 'oldest', cursor: null, limit: 10 })
    return [total, rows.map(({ key, transaction }) => [Number(key.offset), transaction]).toSorted(([a], [b]) => Number(a) - Number(b))]
  }
  expect(await shown()).toEqual([2, [[0, null], [3, 'committed']]])
  expect(await shown(true)).toEqual([4, [[0, null], [1, 'aborted'], [3, 'committed'], [5, 'open']]])
  expect((await world.client.groups({ ...onDlq, filter: {} })).total).toBe(2)

  // A plan is made from what the filter means, and that leaves them out.
  const keys = await world.services.deadLetters.keysOf('local', ['orders-dlq'], {}, new AbortController().signal)
  expect(keys.map(({ offset }) => offset)).toEqual([0, 3])
  await producer.end(true)
  await world.indexed('orders-dlq')
  expect(await shown()).toEqual([3, [[0, null], [3, 'committed'], [5, 'committed']]])
})
