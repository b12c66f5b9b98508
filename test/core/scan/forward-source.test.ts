import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { ForwardSource } from '../../../core/scan/forward-source.ts'
import { PartitionReader } from '../../../core/scan/partition-reader.ts'
import { RecordFilter } from '../../../core/scan/record-filter.ts'
import { Slices } from '../../../core/base/slices.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, startScriptedTopic } from '../../support/scripted-broker.ts'

async function sourceOf(batches: Buffer[], endOffset: number, position = 0) {
  const { address } = await startScriptedTopic([{ batches, startOffset: 0, endOffset }])
  const cluster = connectTo(address)
  const filter = new RecordFilter({ test: null, fromTimestamp: null, untilTimestamp: null, withAborted: false }, new Slices(systemClock, new AbortController().signal))
  const options = { filter, project: ({ value }: { value: Buffer | null }) => String(value), pageRows: 2, maxPageRows: 8, firstFetchBytes: 200, maxFetchBytes: 1_000 }
  return new ForwardSource<string>(new PartitionReader(cluster, await TopicReader.open(cluster, 'orders')), { partition: 0, startOffset: 0, endOffset, position }, options)
}

it('gives records from a position to the end, page by page, each once, and says how far it came', async () => {
  const source = await sourceOf(Array.from({ length: 25 }, (_, i) => batchAt(i * 4, [`${i * 4}`, `${i * 4 + 1}`, `${i * 4 + 2}`])), 100, 8)
  const seen: string[] = []
  expect([source.isOpen, source.wantsFetch, source.frontier]).toEqual([true, true, -Infinity])
  while (source.isOpen) {
    if (source.wantsFetch) await source.fetch(0)
    if (source.isReady) await source.digest()
    while (source.head) {
      expect(source.coverage).toMatchObject({ startOffset: 0, fromOffset: 0, toOffset: source.head.offset, endOffset: 100, error: null })
      seen.push(source.take().row)
    }
  }
  expect(seen.map(Number)).toEqual(Array.from({ length: 92 }, (_, i) => 8 + i).filter((offset) => offset % 4 !== 3))
  expect(source.coverage).toMatchObject({ fromOffset: 0, toOffset: 100 })
})

it('ends where the log does, when compaction has removed what came after', async () => {
  const source = await sourceOf([batchAt(0, ['a'])], 100)
  for (; source.isOpen; await source.digest()) {
    if (source.head) source.take()
    await source.fetch(0)
  }
  expect(source.coverage).toMatchObject({ toOffset: source.head ? 0 : 100, error: null })
})
