import { describe, expect, it } from 'vitest'
import { healthOf, type KeptQuery } from '../../../../renderer/features/home/cluster-health.ts'

const query = (connectionId: string, state: Partial<KeptQuery['state']>): KeptQuery => ({
  queryKey: [['topics', 'list'], { input: { connectionId }, type: 'query' }],
  state: { dataUpdatedAt: 0, errorUpdatedAt: 0, error: null, ...state },
})
const unreachable = { message: 'Nobody listens on prod:9092.', code: 'CONNECTION_FAILED' }

describe('What is known of a cluster', () => {
  it('is nothing before it was asked', () => {
    expect(healthOf([], 'prod')).toBeNull()
    expect(healthOf([query('prod', {}), query('other', { dataUpdatedAt: 5 }), { ...query('prod', {}), queryKey: [['connections', 'list']] }], 'prod')).toBeNull()
  })

  it('is the latest word of all screens', () => {
    const answered = query('prod', { dataUpdatedAt: 10 })
    const failed = query('prod', { dataUpdatedAt: 3, errorUpdatedAt: 20, error: unreachable })
    expect(healthOf([answered, failed], 'prod')).toEqual({ answers: false, atMs: 20, reason: unreachable.message })
    expect(healthOf([failed, query('prod', { dataUpdatedAt: 30 })], 'prod')).toEqual({ answers: true, atMs: 30, reason: '' })
  })

  it('is that it answers when it refused something', () => {
    const refused = query('prod', { errorUpdatedAt: 7, error: { message: 'There is no topic "x".', code: 'NOT_FOUND' } })
    expect(healthOf([refused], 'prod')).toEqual({ answers: true, atMs: 7, reason: '' })
  })
})
