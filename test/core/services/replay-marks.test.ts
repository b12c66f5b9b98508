import { expect, it } from 'vitest'
import { markReplayed } from '../../../core/services/replay-marks.ts'
import { failed, startIndexWorld } from '../../support/failure-index.ts'

async function start() {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [4, 4, 4, 9].map((offset) => ({ headers: failed('E', 'm', { offset }) })))
  const { index } = await world.refresh('orders-dlq')
  const keyAt = (offset: number) => ({ clusterId: 'cluster', topic: 'orders-dlq', topicId: index.topicId, partition: 0, offset })
  const states = (): string[] => [0, 1, 2, 3].map((offset) => world.index.triageOf(index, { partition: 0, offset }).state)
  return { index: world.index, keyAt, states, triageOf: (offset: number) => world.index.triageOf(index, { partition: 0, offset }) }
}

it('closes other dead letters of the same record, but leaves what a person has set aside', async () => {
  const { index, keyAt, states, triageOf } = await start()
  await index.markOutcome([keyAt(2)], 'parked', { text: 'Set aside.', jobId: null })
  await markReplayed(index, [keyAt(0)], 'replayed', '1')
  await markReplayed(index, [keyAt(0)], 'consumed', '1')
  expect(states()).toEqual(['consumed', 'consumed', 'parked', 'new'])
  expect(triageOf(1).history).toMatchObject([{ text: 'Consumed after another dead letter of the same record was replayed.', jobId: '1' }])
})

it('opens again what was closed for the sake of a replay that came back, and nothing else', async () => {
  const { index, keyAt, states } = await start()
  await markReplayed(index, [keyAt(0)], 'consumed', '1')
  await markReplayed(index, [keyAt(3)], 'consumed-as-other', '1')
  await markReplayed(index, [keyAt(0)], 'bounced', '1')
  expect(states()).toEqual(['bounced', 'bounced', 'bounced', 'consumed'])
  await markReplayed(index, [keyAt(3)], 'came-back-as-other', '2')
  expect(states()[3]).toBe('consumed')
  await markReplayed(index, [keyAt(3)], 'came-back-as-other', '1')
  expect(states()[3]).toBe('bounced')
})
