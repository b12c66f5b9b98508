// Queries with offsets in their keys, and what a reconnect asks for again.
import { QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { createQueryClient, hashQueryKey, KEEP_ON_RECONNECT, refetchAfterReconnect } from '../../../renderer/rpc/query-client.ts'

it('tells offsets apart that a double cannot', () => {
  expect(hashQueryKey(['read', { offset: 9_007_199_254_740_993n }])).not.toBe(hashQueryKey(['read', { offset: 9_007_199_254_740_992n }]))
})

it('does not care for the order of names', () => {
  expect(hashQueryKey([{ a: 1, b: [2n] }])).toBe(hashQueryKey([{ b: [2n], a: 1 }]))
})

it('reads everything again after a reconnect, but what a stream keeps current only if it had failed', async () => {
  const cache = createQueryClient()
  const reads: string[] = []
  const watch = async (name: string, options: { meta?: Record<string, unknown>; fails?: boolean }): Promise<void> => {
    const queryFn = async (): Promise<string> => {
      reads.push(name)
      if (options.fails) throw new Error('refused')
      return name
    }
    const observer = new QueryObserver(cache, { queryKey: [name], queryFn, staleTime: Infinity, ...(options.meta && { meta: options.meta }) })
    observer.subscribe(() => {})
    await observer.refetch()
  }
  await watch('list', {})
  await watch('records', { meta: KEEP_ON_RECONNECT })
  await watch('failed records', { meta: KEEP_ON_RECONNECT, fails: true })
  reads.length = 0
  await refetchAfterReconnect(cache)
  expect(reads.toSorted()).toEqual(['failed records', 'list'])
  cache.clear()
})
