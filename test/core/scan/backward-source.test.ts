import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { BackwardSource } from '../../../core/scan/backward-source.ts'
import { parseQuery } from '../../../core/scan/predicate/parse-query.ts'
import { recordTestOf } from '../../../core/scan/predicate/record-test.ts'
import { PartitionReader } from '../../../core/scan/partition-reader.ts'
import { RecordFilter } from '../../../core/scan/record-filter.ts'
import { Slices } from '../../../core/base/slices.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, startScriptedTopic } from '../../support/scripted-broker.ts'

async function sourceOf(batches: Buffer[], endOffset: number, { contains = '', pageRows = 2, errorCode = 0 } = {}) {
  const scripted = await startScriptedTopic([{ batches, startOffset: 0, endOffset, errorCode }])
  const cluster = connectTo(scripted.address)
  const filter = new RecordFilter({ test: contains === '' ? null : recordTestOf(parseQuery(contains)!), fromTimestamp: null, untilTimestamp: null, withAborted: false }, new Slices(systemClock, new AbortController().signal))
  const options = { filter, project: ({ value }: { value: Buffer | null }) => String(value), pageRows, maxPageRows: 8, firstSpanOffsets: contains ? 1_024 : pageRows }
  const reader = new PartitionReader(cluster, await TopicReader.open(cluster, 'orders'))
  return { source: new BackwardSource<string>(reader, { partition: 0, startOffset: 0, endOffset, position: endOffset }, options), scripted }
}

async function drain(source: BackwardSource<string>): Promise<string[]> {
  const seen: string[] = []
  while (source.isOpen || source.head) {
    if (source.wantsFetch) await source.fetch(0)
    if (source.isReady) await source.digest()
    while (source.head) {
      expect(source.coverage).toMatchObject({ fromOffset: source.head.offset + 1, error: null })
      seen.push(source.take().row)
    }
  }
  return seen
}

it('gives records from the end to the start, page by page, each once, and says how far it came', async () => {
  const { source } = await sourceOf(Array.from({ length: 25 }, (_, i) => batchAt(i * 4, [`${i * 4}`, `${i * 4 + 1}`, `${i * 4 + 2}`])), 100)
  expect((await drain(source)).map(Number)).toEqual(Array.from({ length: 100 }, (_, i) => 99 - i).filter((offset) => offset % 4 !== 3))
  expect(source.coverage).toMatchObject({ fromOffset: 0, toOffset: 100 })
})

it('holds no more than it can hand out of a span that is full of what is searched for, and does not fetch it again', async () => {
  const { source, scripted } = await sourceOf([batchAt(0, Array.from({ length: 500 }, (_, i) => `found ${i}`))], 500, { contains: 'found' })
  expect((await drain(source)).map((row) => Number(row.slice(6)))).toEqual(Array.from({ length: 500 }, (_, i) => 499 - i))
  expect(scripted.asked.filter((api) => api.startsWith('Fetch'))).toHaveLength(1)
})

it('keeps its failure to itself', async () => {
  const { source } = await sourceOf([], 9, { errorCode: 56 })
  await source.fetch(0)
  expect([source.coverage.error?.message, source.isOpen, source.wantsFetch, source.coverage.fromOffset]).toEqual([
    'Partition 0 of "orders": The broker could not read or write its log on disk.',
    false,
    false,
    9,
  ])
})
