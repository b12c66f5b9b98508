// The address of a place reads back as the place, whatever the names are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEAD_LETTERS, deepLink, formatRoute, parseRoute, type Route, type Screen, subjectOf, TOPIC_SIDES } from '../../../renderer/app/route.ts'

const LOCAL_TOPICS: Route = { connectionId: 'local', screen: { name: 'topics' } }

describe('The address of a place', () => {
  it.each([
    ['#/local/home', { connectionId: 'local', screen: { name: 'home' } }],
    ['#/local/topics', LOCAL_TOPICS],
    ['#/local', LOCAL_TOPICS],
    ['#/local/', LOCAL_TOPICS],
    ['#/local/topics/', LOCAL_TOPICS],
    ['#/local/topics/orders', { connectionId: 'local', screen: { name: 'topic', topic: 'orders', side: 'messages', record: null } }],
    ['#/local/topics/orders/messages', { connectionId: 'local', screen: { name: 'topic', topic: 'orders', side: 'messages', record: null } }],
    [
      '#/local/topics/orders?record=2:8841',
      { connectionId: 'local', screen: { name: 'topic', topic: 'orders', side: 'messages', record: { partition: 2, offset: 8_841n } } },
    ],
    [
      '#/local/topics/orders?record=0:9223372036854775807',
      { connectionId: 'local', screen: { name: 'topic', topic: 'orders', side: 'messages', record: { partition: 0, offset: 9_223_372_036_854_775_807n } } },
    ],
    ['#/local/topics/orders/partitions', { connectionId: 'local', screen: { name: 'topic', topic: 'orders', side: 'partitions', record: null } }],
    ['#/local/groups/billing', { connectionId: 'local', screen: { name: 'group', groupId: 'billing' } }],
    ['#/local/groups/%2F', { connectionId: 'local', screen: { name: 'group', groupId: '/' } }],
    ['#/local/dead-letters', { connectionId: 'local', screen: DEAD_LETTERS }],
    ['#/local/dead-letters/', { connectionId: 'local', screen: DEAD_LETTERS }],
    [
      '#/local/dead-letters?topic=orders-dlt&group=8f0c&record=orders-dlt:0:17',
      { connectionId: 'local', screen: { name: 'dead-letters', topic: 'orders-dlt', group: '8f0c', record: { topic: 'orders-dlt', partition: 0, offset: 17n } } },
    ],
    ['#/local/dead-letters?record=orders-dlt:17', { connectionId: 'local', screen: DEAD_LETTERS }],
    ['#/local/replay/new', { connectionId: 'local', screen: { name: 'replay', planId: 'new' } }],
    ['#/local/jobs', { connectionId: 'local', screen: { name: 'jobs' } }],
    ['#/local/jobs/j-14', { connectionId: 'local', screen: { name: 'job', jobId: 'j-14' } }],
    ['#/local/ledger', { connectionId: 'local', screen: { name: 'ledger' } }],
    ['#/local/retries', { connectionId: 'local', screen: { name: 'retries', policy: null } }],
    ['#/local/retries/orders', { connectionId: 'local', screen: { name: 'retries', policy: 'orders' } }],
    ['#/my%20prod/broker', { connectionId: 'my prod', screen: { name: 'broker' } }],
    ['#/local/settings', { connectionId: 'local', screen: { name: 'settings' } }],
    ['#/local/topics/100%', { connectionId: 'local', screen: { name: 'topic', topic: '100%', side: 'messages', record: null } }],
  ] satisfies [string, Route][])('%s is understood', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route)
  })

  it.each([
    '',
    '#',
    '#/',
    '#//topics',
    '#/local/nonsense',
    '#/local/home/x',
    '#/local/topics/orders/nonsense',
    '#/local/topics/orders/partitions/x',
    '#/local/groups/a/b',
    '#/local/settings/x',
    '#/local/dead-letters/x',
    '#/local/replay',
    '#/local/jobs/a/b',
    '#/local/ledger/x',
    'javascript:alert(1)',
  ])('%j is no place', (hash) => {
    expect(parseRoute(hash)).toBeNull()
  })

  it.each(['2', 'x:1', '2:-1', '2:1e3', '2:9223372036854775808', '1234567890:1', ''])('shows the topic alone where %j names no record', (record) => {
    expect(parseRoute(`#/local/topics/orders?record=${record}`)?.screen).toMatchObject({ record: null })
  })

  const name = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed())
  const record = fc.option(fc.record({ partition: fc.nat(), offset: fc.bigInt(0n, 2n ** 63n - 1n) }))
  const screen: fc.Arbitrary<Screen> = fc.oneof(
    fc.constantFrom('home', 'topics', 'compose', 'groups', 'jobs', 'ledger', 'broker', 'settings').map((plain) => ({ name: plain }) as Screen),
    fc.record({ name: fc.constant('group' as const), groupId: name }),
    fc.record({ name: fc.constant('replay' as const), planId: name }),
    fc.record({ name: fc.constant('job' as const), jobId: name }),
    fc.record({ name: fc.constant('retries' as const), policy: fc.option(name) }),
    fc.record({
      name: fc.constant('dead-letters' as const),
      topic: fc.option(name),
      group: fc.option(name),
      record: fc.option(fc.record({ topic: name, partition: fc.nat(999_999_999), offset: fc.bigInt(0n, 2n ** 63n - 1n) })),
    }),
    fc
      .record({ name: fc.constant('topic' as const), topic: name, side: fc.constantFrom(...TOPIC_SIDES), record })
      .map((topic) => (topic.side === 'messages' ? topic : { ...topic, record: null })),
  )

  it('reads back as what was written, for any names', () => {
    fc.assert(
      fc.property(fc.record({ connectionId: name, screen }), (route) => {
        fc.pre(!(route.screen.name === 'topic' && Number(route.screen.record?.partition ?? 0) > 999_999_999))
        expect(parseRoute(formatRoute(route))).toEqual(route)
        expect(parseRoute(`#/${deepLink(route).slice('headwater:'.length)}`)).toEqual(route)
      }),
    )
  })

  it('is written for names that are no proper text, too', () => {
    expect(formatRoute({ connectionId: 'local', screen: { name: 'group', groupId: '\ud800' } })).toBe('#/local/groups/%EF%BF%BD')
  })
})

it('A place is about the same whatever side or record of it is shown', () => {
  const of = (hash: string): string => subjectOf(parseRoute(hash)!)
  expect(new Set(['#/local/topics/a', '#/local/topics/a/config', '#/local/topics/a?record=0:1'].map(of)).size).toBe(1)
  expect(new Set(['#/local/topics/a', '#/prod/topics/a', '#/local/topics/b', '#/local/topics', '#/local/groups/a'].map(of)).size).toBe(5)
  expect(of('#/prod/settings')).toBe(of('#/local/settings'))
  expect(new Set(['#/local/dead-letters', '#/local/dead-letters?topic=a', '#/local/dead-letters?group=b&record=a:0:1'].map(of)).size).toBe(1)
  expect(new Set(['#/local/retries', '#/local/retries/orders'].map(of)).size).toBe(1)
  expect(of('#/prod/jobs/14')).toBe(of('#/local/jobs/14'))
  expect(of('#/prod/dead-letters')).not.toBe(of('#/local/dead-letters'))
})
