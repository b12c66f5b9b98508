import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { committedOffsets } from '../../../core/client/admin/committed-offsets.ts'
import { commitOffsets } from '../../../core/client/admin/commit-offsets.ts'
import { listGroups } from '../../../core/client/admin/groups.ts'
import { createTopic, deleteTopic, listTopics } from '../../../core/client/admin/topics.ts'
import { readRecord } from '../../../core/client/read-record.ts'
import { codecOf } from '../../../core/protocol/records/record-batch.ts'
import { OffsetCommit } from '../../../core/protocol/messages/offset-commit.ts'
import { DemoLedger } from '../../../core/services/demo-ledger.ts'
import { type DemoFact, DemoService } from '../../../core/services/demo-service.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const TOPICS = ['demo.orders', 'demo.payments', 'demo.payments-dlt', 'demo.payments-retry-0', 'demo.payments-retry-1', 'demo.warehouse-dlq']
const GROUPS = ['demo.billing', 'demo.fraud-check', 'demo.payments-service']

async function open() {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  const directory = await tempFolder()
  const logger = collectingLogger()
  const ledger = await DemoLedger.load(directory, logger)
  const told: DemoFact[] = []
  const demo = new DemoService({ cluster: () => cluster, ledger, audit: async (fact) => told.push(fact), clock: systemClock, logger })
  const topicNames = async () => (await listTopics(cluster)).map(({ name }) => name)
  const groupIds = async () => (await listGroups(cluster)).map(({ groupId }) => groupId)
  return { broker, cluster, directory, logger, ledger, demo, told, topicNames, groupIds }
}

describe('The demo', () => {
  it('writes 505 records, and groups that have read some of them', async () => {
    const { broker, cluster, demo, topicNames, groupIds } = await open()
    const loaded = await demo.load()
    expect(loaded.records).toBe(505)
    expect(loaded.topics.toSorted()).toEqual(TOPICS)
    expect(broker.context.storage.recordsAppended).toBe(505)
    expect(await topicNames()).toEqual(TOPICS)
    expect(await groupIds()).toEqual(GROUPS)
    expect((await committedOffsets(cluster, 'demo.billing')).map(({ offset }) => offset)).toHaveLength(9)
  })

  it('is told to the ledger when it is loaded and when it is removed', async () => {
    const { demo, told } = await open()
    await demo.load()
    await demo.remove()
    await demo.remove()
    expect(told.map(({ text, outcome }) => [text, outcome])).toEqual([
      ['Loaded the demo flow: 505 records into 6 topics, and offsets of 3 groups.', 'done'],
      ['Removed the demo flow: 6 topics with their records, and 3 groups.', 'done'],
    ])
  })

  it('has dead letters that lead to the record they came from', async () => {
    const { cluster, demo } = await open()
    await demo.load()
    const letter = await readRecord(cluster, 'demo.payments-dlt', 0, 0n)
    const value = (name: string): Buffer => letter.headers.find(({ key }) => key.endsWith(name))!.value as Buffer
    const origin = await readRecord(cluster, value('original-topic').toString(), value('original-partition').readInt32BE(), value('original-offset').readBigInt64BE())
    expect([origin.key, origin.value]).toEqual([letter.key, letter.value])
  })

  it('shows every codec, and on the topics that applications read only those that every client can read', async () => {
    const { cluster, demo } = await open()
    await demo.load()
    const codecs: Record<string, number> = {}
    for (const topic of TOPICS) codecs[topic] = codecOf((await readRecord(cluster, topic, 0, 0n)).batch.attributes)
    expect(codecs).toEqual({ 'demo.orders': 0, 'demo.payments': 1, 'demo.payments-retry-0': 3, 'demo.payments-retry-1': 2, 'demo.payments-dlt': 4, 'demo.warehouse-dlq': 0 })
  })

  it.each(TOPICS)('is refused where there is a topic %s, and touches nothing', async (taken) => {
    const { cluster, demo, topicNames, groupIds } = await open()
    await createTopic(cluster, { name: taken, partitionCount: 1 })
    await expect(demo.load()).rejects.toMatchObject({ code: 'INVALID_INPUT', message: `There is a topic "${taken}" already.` })
    expect(await topicNames()).toEqual([taken])
    expect(await groupIds()).toEqual([])
    expect(await demo.remove()).toEqual({ topics: [], groups: [] })
    expect(await topicNames()).toEqual([taken])
  })

  it('loaded twice at once is loaded once', async () => {
    const { demo, broker } = await open()
    const [first, second] = await Promise.allSettled([demo.load(), demo.load()])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_INPUT' } })
    expect(broker.context.storage.recordsAppended).toBe(505)
  })

  it('takes everything away again when it fails half-way', async () => {
    const { cluster, demo, topicNames, groupIds, ledger } = await open()
    const request = cluster.request.bind(cluster)
    let commits = 0
    vi.spyOn(cluster, 'request').mockImplementation(async (target, api, body, options) => {
      if ((api as object) === OffsetCommit && ++commits === 2) throw new Error('the network is gone')
      return request(target, api, body, options)
    })
    await expect(demo.load()).rejects.toThrow('the network is gone')
    expect(await topicNames()).toEqual([])
    expect(await groupIds()).toEqual([])
    expect(ledger.made.topics).toEqual([])
  })

  it('says so, and can be removed later, when even that fails', async () => {
    const { cluster, demo, topicNames, logger } = await open()
    const broken = vi.spyOn(cluster, 'request').mockImplementation(async (target, api, body, options) => {
      if (api.name === 'Produce' || api.name === 'DeleteTopics') throw new Error(`no ${api.name}`)
      return Reflect.apply(Object.getPrototypeOf(cluster).request as typeof cluster.request, cluster, [target, api, body, options])
    })
    await expect(demo.load()).rejects.toThrow('no Produce')
    expect(logger.lines).toEqual(['warn The demo was not loaded, and not all of it could be removed: Error: no DeleteTopics'])
    broken.mockRestore()
    expect((await demo.remove()).topics.toSorted()).toEqual(TOPICS)
    expect(await topicNames()).toEqual([])
  })

  it('is removed without a trace, by a core that was started again too', async () => {
    const { cluster, demo, directory, logger, topicNames, groupIds } = await open()
    await demo.load()
    const later = new DemoService({ cluster: () => cluster, ledger: await DemoLedger.load(directory, logger), audit: async () => undefined, clock: systemClock, logger })
    const removed = await later.remove()
    expect([removed.topics.toSorted(), removed.groups.toSorted()]).toEqual([TOPICS, GROUPS])
    expect([await topicNames(), await groupIds()]).toEqual([[], []])
    expect(await later.remove()).toEqual({ topics: [], groups: [] })
  })

  it('leaves what others made: a topic made anew under its name, and a group that has read more', async () => {
    const { cluster, demo, topicNames, groupIds } = await open()
    await demo.load()
    await createTopic(cluster, { name: 'mine', partitionCount: 1 })
    await commitOffsets(cluster, 'demo.billing', [{ topic: 'mine', partition: 0, offset: 0 }])
    await deleteTopic(cluster, 'demo.orders')
    await createTopic(cluster, { name: 'demo.orders', partitionCount: 1 })
    const removed = await demo.remove()
    expect([removed.topics.includes('demo.orders'), removed.groups.includes('demo.billing')]).toEqual([false, false])
    expect([await topicNames(), await groupIds()]).toEqual([['demo.orders', 'mine'], ['demo.billing']])
  })
})
