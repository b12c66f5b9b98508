import { expect, it } from 'vitest'
import { rawFetch } from '../../../core/client/raw-fetch.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, on, startScriptedBroker, startScriptedTopic } from '../../support/scripted-broker.ts'

it('gives the bytes of each partition as the leader sent them, and its error beside those of the others', async () => {
  const batch = batchAt(5, ['a', 'b'])
  const { address } = await startScriptedTopic([
    { batches: [batch], startOffset: 5, endOffset: 7 },
    { batches: [], startOffset: 0, endOffset: 0, errorCode: 6 },
  ])
  const cluster = connectTo(address)
  const fetched = await rawFetch(cluster, 1, await cluster.topic('orders'), [{ partition: 0, offset: 6 }, { partition: 1, offset: 0 }])
  expect(fetched).toEqual([
    { partition: 0, errorCode: 0, highWatermark: 7, logStartOffset: 5, aborted: [], records: batch },
    { partition: 1, errorCode: 6, highWatermark: 0, logStartOffset: 0, aborted: [], records: Buffer.alloc(0) },
  ])
})

it('names the topic by its id where it has one, and by its name to brokers without ids', async () => {
  const asked: unknown[] = []
  const answers = (topicId: string) => [
    on(Metadata, () => ({ brokers: [{ nodeId: 1, ...broker.address }], topics: [{ errorCode: 0, name: 'orders', topicId, partitions: [] }] })),
    on(Fetch, ({ topics }, version) => (asked.push([version, topics[0]!.topic, topics[0]!.topicId]), { responses: [] })),
  ]
  let broker = await startScriptedBroker(answers('EBESExQVFhcYGRobHB0eHw'))
  for (const id of ['EBESExQVFhcYGRobHB0eHw', 'AAAAAAAAAAAAAAAAAAAAAA']) {
    broker = await startScriptedBroker(answers(id))
    const cluster = connectTo(broker.address)
    await rawFetch(cluster, 1, await cluster.topic('orders'), [{ partition: 0, offset: 0 }])
  }
  expect(asked).toEqual([[18, '', 'EBESExQVFhcYGRobHB0eHw'], [12, 'orders', 'AAAAAAAAAAAAAAAAAAAAAA']])
})

it('rejects an error that is about the whole request', async () => {
  const { address } = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0 }], [on(Fetch, () => ({ errorCode: 29, responses: [] }))])
  const cluster = connectTo(address)
  await expect(rawFetch(cluster, 1, await cluster.topic('orders'), [{ partition: 0, offset: 0 }])).rejects.toMatchObject({ errorName: 'TOPIC_AUTHORIZATION_FAILED' })
})
