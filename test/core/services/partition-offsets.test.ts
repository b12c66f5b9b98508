import { expect, it } from 'vitest'
import { EARLIEST, LATEST } from '../../../core/client/admin/list-offsets.ts'
import { offsetOf, offsetsAt } from '../../../core/services/partition-offsets.ts'
import { connectTo } from '../../support/cluster.ts'
import { startScriptedTopic } from '../../support/scripted-broker.ts'

it('tells offsets of every kind at every place, and of those that are gone why not', async () => {
  const broker = await startScriptedTopic([{ batches: [], startOffset: 1, endOffset: 4 }])
  const places = [['orders', 0], ['orders', 9], ['gone', 0]].map(([topic, partition]) => ({ topic: topic as string, partition: partition as number }))
  const [starts, ends] = await offsetsAt(connectTo(broker.address), places, [EARLIEST, LATEST])
  expect([starts!.get('orders:0')!.offset, ends!.get('orders:0')!.offset]).toEqual([1, 4])
  for (const answers of [starts!, ends!]) {
    expect(answers.get('orders:9')!.error!.message).toBe('Partition 9 of "orders" does not exist.')
    expect(answers.get('gone:0')!.error!.message).toBe('There is no topic "gone".')
  }
  expect(broker.asked.filter((api) => api.startsWith('ListOffsets'))).toHaveLength(2)
})

it('asks nothing where there are no places', async () => {
  const broker = await startScriptedTopic([])
  expect(await offsetsAt(connectTo(broker.address), [], [EARLIEST, LATEST])).toEqual([new Map(), new Map()])
  expect(broker.asked).toEqual([])
})

it('shows an offset as the contract does', () => {
  expect(offsetOf({ offset: 0, timestamp: -1, error: null })).toBe(0n)
  expect(offsetOf({ offset: null, timestamp: null, error: new Error() })).toBeNull()
  expect(offsetOf(undefined)).toBeNull()
})
