import { describe, expect, it } from 'vitest'
import { FetchSession } from '../../../../core/broker/fetch/fetch-session.ts'
import type { PartitionAnswer } from '../../../../core/broker/fetch/read-partitions.ts'

const wantedPartition = (partition: number, fetchOffset = 0) => ({
  partition, fetchOffset, currentLeaderEpoch: -1, lastFetchedEpoch: -1, logStartOffset: -1, partitionMaxBytes: 1_000, replicaDirectoryId: '', highWatermark: 0,
})
const wanted = (topic: string, ...partitions: number[]) => ({ topic, topicId: '', partitions: partitions.map((index) => wantedPartition(index)) })
const answerOf = (partitionIndex: number, more: Partial<PartitionAnswer> = {}): PartitionAnswer => ({
  partitionIndex, errorCode: 0, highWatermark: 5, logStartOffset: 0, abortedTransactions: null, records: Buffer.alloc(0), ...more,
})

function sessionOf(...topics: ReturnType<typeof wanted>[]): FetchSession {
  const session = new FetchSession(7, false, 0)
  session.update({ topics, forgottenTopicsData: [] })
  return session
}

/** `orders:0,1 payments:0` */
const order = (session: FetchSession): string => session.wanted.map(({ topic, partitions }) => `${topic}:${partitions.map(({ partition }) => partition).join(',')}`).join(' ')
const told = (topics: ReturnType<FetchSession['news']>): number[] => topics.flatMap(({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex))

describe('epochs', () => {
  it('count up from 1, and after the last from 1 again', () => {
    expect(sessionOf().epoch).toBe(1)
    expect([1, 2, 0x7fff_fffe, 0x7fff_ffff].map((epoch) => FetchSession.epochAfter(epoch))).toEqual([2, 3, 0x7fff_ffff, 1])
  })
})

describe('the partitions of a session', () => {
  it('stand in the order in which they came, neighbours of a topic together', () => {
    const session = sessionOf(wanted('orders', 0, 1), wanted('payments', 0))
    session.update({ topics: [wanted('orders', 2, 0)], forgottenTopicsData: [] })
    expect([order(session), session.size]).toEqual(['orders:0,1 payments:0 orders:2', 4])
  })

  it('change by what a request says of them, and go when it forgets them', () => {
    const session = sessionOf(wanted('orders', 0, 1))
    session.update({ topics: [{ topic: 'orders', topicId: '', partitions: [wantedPartition(1, 30)] }], forgottenTopicsData: [{ topic: 'orders', topicId: '', partitions: [0, 9] }] })
    expect(session.wanted).toMatchObject([{ topic: 'orders', partitions: [{ partition: 1, fetchOffset: 30 }] }])
  })

  it('begin in the order of the first answer', () => {
    const session = sessionOf(wanted('nope', 0), wanted('orders', 0))
    session.told([{ topic: 'orders', topicId: '', partitions: [answerOf(0)] }, { topic: 'nope', topicId: '', partitions: [answerOf(0, { errorCode: 3 })] }])
    expect(order(session)).toBe('orders:0 nope:0')
  })

  it('go to the end of the line once they had records', () => {
    const session = sessionOf(wanted('orders', 0, 1, 2))
    session.takeNews([{ topic: 'orders', topicId: '', partitions: [answerOf(0, { records: Buffer.alloc(9) }), answerOf(1)] }])
    expect(order(session)).toBe('orders:1,2,0')
  })
})

describe('news', () => {
  it.each<[string, Partial<PartitionAnswer>, boolean]>([
    ['what was told before', {}, false],
    ['records', { records: Buffer.alloc(9) }, true],
    ['another high watermark', { highWatermark: 6 }, true],
    ['another log start', { logStartOffset: 1 }, true],
    ['an error', { errorCode: 1, highWatermark: -1, logStartOffset: -1 }, true],
  ])('%s: %o', (_, more, isNews) => {
    const session = sessionOf(wanted('orders', 0))
    session.told([{ topic: 'orders', topicId: '', partitions: [answerOf(0)] }])
    const answers = [{ topic: 'orders', topicId: '', partitions: [answerOf(0, more)] }]
    expect(told(session.news(answers))).toEqual(isNews ? [0] : [])
    expect(told(session.takeNews(answers))).toEqual(isNews ? [0] : [])
    expect(told(session.news([{ topic: 'orders', topicId: '', partitions: [answerOf(0, { ...more, records: Buffer.alloc(0) })] }]))).toEqual(more.errorCode ? [0] : [])
  })

  it('that were only looked at are news still', () => {
    const session = sessionOf(wanted('orders', 0))
    const answers = [{ topic: 'orders', topicId: '', partitions: [answerOf(0)] }]
    expect([told(session.news(answers)), told(session.news(answers)), told(session.takeNews(answers)), told(session.takeNews(answers))]).toEqual([[0], [0], [0], []])
  })

  it('are none of a partition that was forgotten meanwhile', () => {
    const session = sessionOf(wanted('orders', 0, 1))
    session.update({ topics: [], forgottenTopicsData: [{ topic: 'orders', topicId: '', partitions: [0] }] })
    expect(session.news([{ topic: 'orders', topicId: '', partitions: [answerOf(0, { errorCode: 1 })] }])).toEqual([])
  })
})
