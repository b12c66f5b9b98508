// DescribeClientQuotas: what the filter means, in an order that is always the same.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeClientQuotas } from '../../../../core/broker/handlers/describe-client-quotas.ts'
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeClientQuotas } from '../../../../core/protocol/messages/describe-client-quotas.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  const set = (entity: Record<string, string | null>, values: Record<string, number>) => ({
    entity: new Map(Object.entries(entity)),
    changes: Object.entries(values).map(([key, value]) => ({ key, value })),
  })
  await t.context.clientQuotas.alter([set({ user: 'bob' }, { producer_byte_rate: 5, consumer_byte_rate: 7 }), set({ user: null, 'client-id': 'app' }, { request_percentage: 12.5 })], false)
})
afterEach(() => t.close())

const ask = (components: RequestInputOf<typeof DescribeClientQuotas>['components'], version = 1, strict = false) =>
  t.call(DescribeClientQuotas, describeClientQuotas, version, { components, strict })

describe.each(versions(DescribeClientQuotas))('version %i', (version) => {
  test('tells every quota when nothing is asked for', async () => {
    expect(await ask([], version)).toEqual({
      throttleTimeMs: 0,
      errorCode: 0,
      errorMessage: '',
      entries: [
        { entity: [{ entityType: 'client-id', entityName: 'app' }, { entityType: 'user', entityName: null }], values: [{ key: 'request_percentage', value: 12.5 }] },
        { entity: [{ entityType: 'user', entityName: 'bob' }], values: [{ key: 'consumer_byte_rate', value: 7 }, { key: 'producer_byte_rate', value: 5 }] },
      ],
    })
  })

  test('tells what the filter means', async () => {
    const { entries } = await ask([{ entityType: 'user', matchType: 1, match: null }], version)
    expect(entries?.map(({ entity }) => entity[1])).toEqual([{ entityType: 'user', entityName: null }])
    expect((await ask([{ entityType: 'user', matchType: 2, match: null }], version, true)).entries).toHaveLength(1)
    expect((await ask([{ entityType: 'ip', matchType: 2, match: null }], version)).entries).toEqual([])
  })
})

test.each([
  ['a filter that cannot be', 'user', 9, ErrorCode.INVALID_REQUEST, 'Match type 9 is unknown; 0 (exact), 1 (default) and 2 (any) are not.'],
  ['a type that does not exist', 'group', 2, ErrorCode.UNSUPPORTED_VERSION, 'There is no quota entity of type "group".'],
])('%s is refused, without entries', async (_, entityType, matchType, errorCode, errorMessage) => {
  expect(await ask([{ entityType, matchType, match: null }])).toEqual({ throttleTimeMs: 0, errorCode, errorMessage, entries: null })
})

test('a client that may not see configs of the cluster is refused', async () => {
  refuseEverything(t)
  expect(await ask([])).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, entries: null })
})
