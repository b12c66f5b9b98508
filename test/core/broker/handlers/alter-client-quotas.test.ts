// AlterClientQuotas: sets and removes, entity by entity.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alterClientQuotas } from '../../../../core/broker/handlers/alter-client-quotas.ts'
import { ClientQuotas } from '../../../../core/metadata/client-quotas.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AlterClientQuotas } from '../../../../core/protocol/messages/alter-client-quotas.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
})
afterEach(() => t.close())

type Wanted = [entity: [string, string | null][], ops: [key: string, value: number | null][]]

async function alter(wanted: Wanted[], version = 1, validateOnly = false) {
  const entries = wanted.map(([entity, ops]) => ({
    entity: entity.map(([entityType, entityName]) => ({ entityType, entityName })),
    ops: ops.map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
  }))
  const response = await t.call(AlterClientQuotas, alterClientQuotas, version, { entries, validateOnly })
  return response.entries.map(({ entity, errorCode, errorMessage }) => [...entity.map(({ entityType, entityName }) => `${entityType}=${entityName}`), errorCode, errorMessage])
}
const stored = () => ClientQuotas.load(t.context.storage).all().map(({ entity, values }) => [[...entity], [...values]])

describe.each(versions(AlterClientQuotas))('version %i', (version) => {
  test('sets and removes quotas, durable when answered', async () => {
    expect(await alter([[[['user', 'bob'], ['client-id', null]], [['producer_byte_rate', 5], ['consumer_byte_rate', 7]]], [[['ip', null]], [['connection_creation_rate', 2]]]], version)).toEqual([
      ['client-id=null', 'user=bob', 0, null],
      ['ip=null', 0, null],
    ])
    expect(stored()).toEqual([
      [[['user', 'bob'], ['client-id', null]], [['producer_byte_rate', 5], ['consumer_byte_rate', 7]]],
      [[['ip', null]], [['connection_creation_rate', 2]]],
    ])
    await alter([[[['client-id', null], ['user', 'bob']], [['producer_byte_rate', null]]], [[['ip', null]], [['connection_creation_rate', null], ['nonsense', null]]]], version)
    expect(stored()).toMatchObject([[expect.anything(), [['consumer_byte_rate', 7]]]])
  })
})

test.each<[string, Wanted, string]>([
  ['no entity', [[], [['producer_byte_rate', 5]]], 'A quota needs a user, a client id or an ip to be for.'],
  ['an unknown type', [[['group', 'a']], [['producer_byte_rate', 5]]], 'There is no quota entity of type "group".'],
  ['an ip with a user', [[['user', 'bob'], ['ip', null]], [['producer_byte_rate', 5]]], 'A quota for an ip cannot be for a user or a client id too.'],
  ['a quota of another kind of entity', [[['ip', null]], [['producer_byte_rate', 5]]], 'There is no quota "producer_byte_rate" for ip.'],
  ['a value of zero', [[['user', null]], [['producer_byte_rate', 0]]], 'Quota "producer_byte_rate" must be greater than 0, not 0.'],
  ['a quota twice', [[['user', null]], [['producer_byte_rate', 5], ['producer_byte_rate', 6]]], 'Quota "producer_byte_rate" appears twice for one entity.'],
])('%s is INVALID_REQUEST and nothing of it is kept', async (_, wanted, message) => {
  const [result] = await alter([wanted])
  expect(result!.slice(-2)).toEqual([ErrorCode.INVALID_REQUEST, message])
  expect(stored()).toEqual([])
})

test('validateOnly meets the same answers and keeps nothing', async () => {
  expect(await alter([[[['user', 'bob']], [['producer_byte_rate', 5]]], [[['user', 'eve']], [['producer_byte_rate', -5]]]], 1, true)).toEqual([
    ['user=bob', 0, null],
    ['user=eve', ErrorCode.INVALID_REQUEST, 'Quota "producer_byte_rate" must be greater than 0, not -5.'],
  ])
  expect(stored()).toEqual([])
})

test('a client that may not alter configs of the cluster is refused for every entity', async () => {
  refuseEverything(t)
  expect(await alter([[[['user', 'bob']], [['producer_byte_rate', 5]]]])).toMatchObject([['user=bob', ErrorCode.CLUSTER_AUTHORIZATION_FAILED, expect.any(String)]])
  expect(stored()).toEqual([])
})
