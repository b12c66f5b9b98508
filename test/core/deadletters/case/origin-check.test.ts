import { expect, it } from 'vitest'
import { checkOrigin } from '../../../../core/deadletters/case/origin-check.ts'
import { connectTo } from '../../../support/cluster.ts'
import { startIndexWorld } from '../../../support/failure-index.ts'
import { closedPort } from '../../../support/scripted-broker.ts'

const copy = { key: Buffer.from('k'), value: Buffer.from('v') }

it('compares the record that failed with its dead letter', async () => {
  const { cluster, create, write } = await startIndexWorld()
  await create('orders')
  await write('orders', [{ key: 'k', value: 'v' }, { key: 'k', value: null }, { key: 'x', value: 'v' }])
  const at = (offset: number) => checkOrigin(cluster, { topic: 'orders', partition: 0, offset }, copy)
  expect(await at(0)).toEqual({ state: 'same', text: 'The record that failed is still there, with the same key and value: "orders" partition 0 offset 0.' })
  expect(await at(1)).toEqual({ state: 'different', text: 'The record at "orders" partition 0 offset 1 has another value: the topic may have been created anew, or the consumer has changed the message.' })
  expect(await at(2)).toMatchObject({ state: 'different', text: expect.stringContaining('has another key:') as string })
  expect(await at(3)).toEqual({ state: 'gone', text: 'Partition 0 of "orders" holds the offsets 0 to 2; 3 is not among them.' })
  expect(await checkOrigin(cluster, { topic: 'orders', partition: 0, offset: 1 }, null)).toMatchObject({ state: 'same' })
})

it('says what is in the way', async () => {
  const { cluster } = await startIndexWorld()
  expect(await checkOrigin(cluster, { topic: 'orders', partition: 0, offset: 1 }, copy)).toEqual({ state: 'topic-missing', text: 'There is no topic "orders". Choose another target when you replay it.' })
  expect(await checkOrigin(cluster, undefined, copy)).toEqual({ state: 'unknown', text: 'The headers do not tell where the record was when it failed.' })
  expect(await checkOrigin(cluster, { topic: 'orders' }, copy)).toEqual({ state: 'unknown', text: 'The headers name the topic "orders", but not the partition and offset of the record that failed.' })
  const away = connectTo({ host: '127.0.0.1', port: await closedPort() })
  expect(await checkOrigin(away, { topic: 'orders', partition: 0, offset: 1 }, copy)).toMatchObject({ state: 'unreachable' })
})
