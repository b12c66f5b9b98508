// Queries with offsets in their keys, and what a reconnect asks for again.
import { expect, it } from 'vitest'
import { createQueryClient, hashQueryKey, KEEP_ON_RECONNECT, refetchAfterReconnect } from '../../../renderer/rpc/query-client.ts'

it('tells offsets apart that a double cannot', () => {
  expect(hashQueryKey(['read', { offset: 9_007_199_254_740_993n }])).not.toBe(hashQueryKey(['read', { offset: 9_007_199_254_740_992n }]))
})

it('does not care for the order of names', () => {
  expect(hashQueryKey([{ a: 1, b: [2n] }])).toBe(hashQueryKey([{ b: [2n], a: 1 }]))
})

it('holds everything for old after a reconnect, but what a stream keeps current only if it had failed', async () => {
  const cache = createQueryClient()
  const load = (name: string, meta: Record<string, unknown>, queryFn: () => Promise<string>): Promise<void> =>
    cache.prefetchQuery({ queryKey: [name], queryFn, meta, staleTime: Infinity })
  await load('list', {}, async () => 'topics')
  await load('records', KEEP_ON_RECONNECT, async () => 'rows')
  await load('failed records', KEEP_ON_RECONNECT, async () => Promise.reject(new Error('refused')))
  await refetchAfterReconnect(cache)
  const isOld = (name: string): boolean | undefined => cache.getQueryState([name])?.isInvalidated
  expect([isOld('list'), isOld('records'), isOld('failed records')]).toEqual([true, false, true])
  cache.clear()
})
