// Failure case 28 of dead letters: malformed headers, from the topic to what a person sees.
import { expect, it } from 'vitest'
import { hex, i32be, i64be, u8 } from '../../support/dead-letters.ts'
import { startDeadLettersClient } from '../../support/dead-letters-client.ts'

const onDlq = { connectionId: 'local', topics: ['orders-dlt'] }

it('malformed headers (partition header of 3 bytes, non-UTF-8 text, negative): field absent, decodeIssues; the item needs an explicit target', async () => {
  const world = await startDeadLettersClient()
  await world.create('orders-dlt')
  const error = u8('kafka_dlt-exception-fqcn', 'shop.PriceMissing')
  await world.write('orders-dlt', [
    { headers: [u8('kafka_dlt-original-topic', 'orders'), hex('kafka_dlt-original-partition', '00 00 04'), i64be('kafka_dlt-original-offset', 5), error] },
    { headers: [hex('kafka_dlt-original-topic', 'c3 28'), i32be('kafka_dlt-original-partition', 1), error] },
    { headers: [u8('kafka_dlt-original-topic', 'orders'), i32be('kafka_dlt-original-partition', -1), i64be('kafka_dlt-original-offset', -7), error] },
  ])
  await world.indexed('orders-dlt')
  const { rows } = await world.client.list({ ...onDlq, filter: { hasIssues: true }, order: 'oldest', cursor: null, limit: 10 })
  const cases = await Promise.all(rows.toSorted((a, b) => Number(a.key.offset - b.key.offset)).map(({ key }) => world.client.case({ connectionId: 'local', key })))
  expect(cases.map(({ row, decodeIssues, origin }) => [row.origin && [row.origin.topic, row.origin.partition, row.origin.offset], decodeIssues, origin.state])).toEqual([
    [['orders', null, 5n], ['The header "kafka_dlt-original-partition" holds 3 bytes instead of 4.'], 'unknown'],
    [null, ['The header "kafka_dlt-original-topic" is not UTF-8 text.'], 'unknown'],
    [['orders', null, null], ['The header "kafka_dlt-original-partition" holds -1, which is negative.', 'The header "kafka_dlt-original-offset" holds -7, which is negative.'], 'unknown'],
  ])
  expect(cases.map(({ row }) => [row.dialect, row.class])).toEqual(Array.from({ length: 3 }, () => ['spring-dlpr', 'shop.PriceMissing']))
})
