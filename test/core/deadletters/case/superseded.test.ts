import { expect, it } from 'vitest'
import { laterRecordOfKey } from '../../../../core/deadletters/case/superseded.ts'
import { T0 } from '../../../support/dead-letters.ts'
import { startIndexWorld } from '../../../support/failure-index.ts'

it('finds a later record of the key in the partition that it came from', async () => {
  const { cluster, create, write } = await startIndexWorld()
  await create('orders')
  await write('orders', [{ key: 'a' }, { key: 'b' }, { key: 'a', timestampMs: T0 + 5 }, { key: 'a' }])
  const { signal } = new AbortController()
  const later = (offset: number | undefined, key: string | null, topic = 'orders') =>
    laterRecordOfKey(cluster, { topic, partition: 0, ...(offset === undefined ? {} : { offset }) }, key === null ? null : Buffer.from(key), signal)
  expect(await later(0, 'a')).toEqual({ offset: 2, timestampMs: T0 + 5 })
  expect(await Promise.all([later(1, 'b'), later(3, 'a'), later(0, null), later(undefined, 'a'), later(0, 'a', 'gone')])).toEqual([null, null, null, null, null])
})
