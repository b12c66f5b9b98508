// The address names the place, so that a reload keeps it.
import { expect, it } from 'vitest'
import { formatRoute, parseRoute, type Route } from '../../../renderer/app/route.ts'

const routes: [string, Route][] = [
  ['#/local/topics', { connectionId: 'local', screen: { name: 'topics' } }],
  ['#/local/topics/orders', { connectionId: 'local', screen: { name: 'messages', topic: 'orders', record: null } }],
  [
    '#/local/topics/orders?record=2:9007199254740993',
    { connectionId: 'local', screen: { name: 'messages', topic: 'orders', record: { partition: 2, offset: 9_007_199_254_740_993n } } },
  ],
  ['#/local/compose', { connectionId: 'local', screen: { name: 'compose' } }],
  ['#/staging%2F1/groups', { connectionId: 'staging/1', screen: { name: 'groups' } }],
  ['#/local/groups/a%2Fb%3F%23%25', { connectionId: 'local', screen: { name: 'group', groupId: 'a/b?#%' } }],
]

it.each(routes)('reads and writes %s', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route)
  expect(formatRoute(route)).toBe(hash)
})

it.each([
  ['', { connectionId: 'local', screen: { name: 'topics' } }],
  ['#/local/nowhere', { connectionId: 'local', screen: { name: 'topics' } }],
  ['#/local/topics/orders?record=x', { connectionId: 'local', screen: { name: 'messages', topic: 'orders', record: null } }],
  ['#/local/groups/100%', { connectionId: 'local', screen: { name: 'group', groupId: '100%' } }],
])('makes the best of %j', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route)
})
