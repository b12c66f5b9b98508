import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { parseQuery } from '../../../core/scan/predicate/parse-query.ts'
import { recordTestOf } from '../../../core/scan/predicate/record-test.ts'
import { type Digested, type PartitionCoverage, PartitionSource, type Span } from '../../../core/scan/partition-source.ts'
import { RecordFilter } from '../../../core/scan/record-filter.ts'
import { Slices } from '../../../core/base/slices.ts'

/** Ten spans of one offset; digesting says what the test wants. */
class Scripted extends PartitionSource<string> {
  fetched = 0
  digested: Partial<Digested<string>> = {}

  constructor(contains: string) {
    const filter = new RecordFilter({ test: contains === '' ? null : recordTestOf(parseQuery(contains)!), fromTimestamp: null, untilTimestamp: null, withAborted: false }, new Slices(systemClock, new AbortController().signal))
    super(0, 0, -Infinity, { filter, project: String, pageRows: 2, maxPageRows: 4 })
  }

  get coverage(): PartitionCoverage {
    return { partition: 0, startOffset: 0, endOffset: 10, fromOffset: 0, toOffset: this.position, error: this.error }
  }

  protected override get isFetched(): boolean {
    return this.fetched === 10
  }

  protected override fetchSpan(): Promise<Span> {
    const from = this.fetched++
    return Promise.resolve({ from, until: from + 1, pieces: [] })
  }

  protected override digestSpan({ until }: Span): Promise<Digested<string>> {
    return Promise.resolve({ page: [], rest: null, position: until, frontier: null, error: null, ...this.digested })
  }
}

const found = { offset: 0, rank: 1, row: 'a' }

it('fetches one span ahead for a page, two for a search, and none while it holds something', async () => {
  for (const [contains, ahead] of [['', 1], ['x', 2]] as const) {
    const source = new Scripted(contains)
    while (source.wantsFetch) await source.fetch(0)
    expect([source.fetched, source.pendingSpans]).toEqual([ahead, ahead])
    source.digested = { page: [found] }
    await source.digest()
    expect([source.wantsFetch, source.isReady, source.pendingSpans, source.take().row]).toEqual([false, false, 0, 'a'])
    expect(source.wantsFetch).toBe(true)
  }
})

it('hands out nothing from beyond what could not be read', async () => {
  const source = new Scripted('x')
  await source.fetch(0)
  await source.fetch(0)
  source.digested = { page: [found], position: 0, error: new Error('broken') }
  const fetching = source.fetch(7)
  expect(source.fetchingSinceMs).toBe(7)
  await source.digest()
  await fetching
  expect([source.error?.message, source.isOpen, source.wantsFetch, source.head, source.coverage.toOffset]).toEqual(['broken', false, false, found, 0])
})

it('looks again at what a page had no room for', async () => {
  const source = new Scripted('')
  await source.fetch(0)
  source.digested = { page: [found], rest: { from: 0, until: 1, pieces: [] }, position: 0 }
  await source.digest()
  source.take()
  source.digested = {}
  expect([source.isReady, source.wantsFetch]).toEqual([true, false])
  await source.digest()
  expect([source.isReady, source.coverage.toOffset]).toEqual([false, 1])
})
