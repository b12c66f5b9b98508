import { expect, it } from 'vitest'
import type { Connection } from '../../../core/contract/connections.ts'
import { clusterOf, placeName, placeSentence } from '../../../renderer/app/place-words.ts'
import { parseRoute } from '../../../renderer/app/route.ts'

const clusters = [
  { id: 'local', name: 'Local broker' },
  { id: '1', name: 'prod' },
  { id: '2', name: 'Prod' },
  { id: 'prod', name: 'old' },
] as Connection[]

it.each([
  ['#/local/topics/orders', 'orders', 'Topic orders on Local broker'],
  ['#/1/groups/billing', 'billing', 'Group billing on prod'],
  ['#/2/topics', 'Topics', 'Topics on Prod'],
  ['#/gone/topics', 'Topics', 'Topics on gone'],
  ['#/local/settings', 'Settings', 'Settings'],
  ['#/1/dead-letters?topic=orders-dlt', 'Dead letters', 'Dead letters on prod'],
  ['#/1/jobs', 'Replays', 'Replays'],
  ['#/1/ledger', 'Ledger', 'Ledger'],
])('%s is called %s, in full %s', (hash, name, sentence) => {
  const route = parseRoute(hash)!
  expect([placeName(route), placeSentence(route, clusters)]).toEqual([name, sentence])
})

it.each([
  ['1', '1'],
  ['prod', 'prod'],
  ['Prod', '2'],
  ['PROD', '1'],
  ['Local Broker', 'local'],
  ['gone', undefined],
])('a link to "%s" means the cluster %s: ids first, then names as written, then however written', (named, id) => {
  expect(clusterOf(named, clusters)?.id).toBe(id)
})
