import { expect, it } from 'vitest'
import { BackwardReader } from '../../../core/client/backward-reader.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, startScriptedTopic } from '../../support/scripted-broker.ts'

async function readerOf(batches: Buffer[], endOffset: number, bytesLeft = Infinity) {
  const { address } = await startScriptedTopic([{ batches, startOffset: 0, endOffset }])
  const reader = await TopicReader.open(connectTo(address), 'orders')
  const budget = { bytesLeft }
  return new BackwardReader(reader, { partition: 0, startOffset: 0, endOffset }, { pageRecords: 2, project: ({ value }) => String(value), budget })
}

it('gives records from the end to the start, page by page, each once', async () => {
  const reader = await readerOf(Array.from({ length: 25 }, (_, i) => batchAt(i * 4, [`${i * 4}`, `${i * 4 + 1}`, `${i * 4 + 2}`])), 100)
  const seen: string[] = []
  while (reader.wantsPage) {
    await reader.nextPage()
    while (reader.head) {
      expect(reader.fromOffset).toBe(Number(reader.head.offset) + 1)
      seen.push(reader.take().row)
    }
  }
  expect(seen.map(Number)).toEqual(Array.from({ length: 100 }, (_, i) => 99 - i).filter((offset) => offset % 4 !== 3))
  expect(reader.fromOffset).toBe(0)
})

it('stops when the budget is spent, and tells how far it came', async () => {
  const reader = await readerOf([batchAt(0, ['a', 'b']), batchAt(2, ['c', 'd'])], 4, 1)
  await reader.nextPage()
  expect([reader.take().row, reader.take().row, reader.head, reader.wantsPage, reader.fromOffset]).toEqual(['d', 'c', undefined, false, 2])
})

it('keeps its failure to itself', async () => {
  const { address, cluster } = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 9, errorCode: 56 }])
  const topic = await TopicReader.open(connectTo(address), cluster.topic)
  const reader = new BackwardReader(topic, { partition: 0, startOffset: 0, endOffset: 9 }, { pageRecords: 2, project: () => '', budget: { bytesLeft: 1 } })
  await reader.nextPage()
  expect([reader.error?.message, reader.wantsPage, reader.fromOffset]).toEqual(['Partition 0 of "orders": The broker could not read or write its log on disk.', false, 9])
})
