// The index of 100,000 dead letters: how fast they are read in, and how long groups, timeline, lists and filters take then.
import { silentLogger } from '../../core/base/logger.ts'
import { systemClock } from '../../core/base/clock.ts'
import { startBroker } from '../../core/broker/broker.ts'
import { createTopic } from '../../core/client/admin/topics.ts'
import { produceBatch } from '../../core/client/batch-producer.ts'
import { ClusterConnection } from '../../core/client/cluster-connection.ts'
import type { FailureFilter } from '../../core/deadletters/index/failure-filter.ts'
import { groupsOf } from '../../core/deadletters/index/failure-groups.ts'
import { FailureIndex } from '../../core/deadletters/index/failure-index.ts'
import { pageOf } from '../../core/deadletters/index/failure-list.ts'
import { timelineOf } from '../../core/deadletters/index/failure-timeline.ts'
import { WorkbenchStore } from '../../core/storage/workbench-store.ts'
import { clusterOptions } from '../support/cluster.ts'
import { i32be, i64be, T0, u8 } from '../support/dead-letters.ts'
import { percentile, report, withFolder } from './measure.ts'

/** Another number may be given for a quick look. */
const RECORDS = Number(process.argv[2] ?? 100_000)
const PER_BATCH = 500
const PARTITIONS = 3
const BUGS = 40
const LOOKS = 20

await withFolder(async (directory) => {
  const broker = await startBroker({ port: 0, directory, configs: {}, logger: silentLogger })
  const cluster = new ClusterConnection(clusterOptions(broker.address))
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: PARTITIONS })
  await fill(cluster)
  const store = await WorkbenchStore.open(directory)
  const index = new FailureIndex({ store, clock: systemClock })
  const source = { cluster, clusterId: 'bench', topic: 'orders-dlt', context: { clusterId: 'bench' }, rules: '', signal: new AbortController().signal }
  const before = heapMib()
  const began = performance.now()
  const { index: topic } = await index.refresh(source)
  report({ name: `dead letters with a stack of 3 KiB are read, decoded, grouped and stored`, value: RECORDS / ((performance.now() - began) / 1_000), unit: 'records/s' })
  report({ name: `memory that the index of ${RECORDS} keeps`, value: heapMib() - before, unit: 'MiB' })

  const groupOf = index.groups.groupOf('bench')
  const selected = (filter: FailureFilter = {}) => index.select([topic], 'bench', filter)
  const looks: Record<string, () => unknown> = {
    groups: () => groupsOf(selected(), groupOf, systemClock.now()),
    'groups of a text': () => groupsOf(selected({ text: 'ord-99' }), groupOf, systemClock.now()),
    'timeline of 200 steps': () => timelineOf(selected(), groupOf, { fromMs: undefined, untilMs: undefined, steps: 200, nowMs: systemClock.now() }),
    'newest 200': () => pageOf(selected(), 'newest', null, 200),
    'first 200 by key': () => pageOf(selected(), 'key', null, 200),
  }
  for (const [what, look] of Object.entries(looks)) report({ name: `${what} of ${RECORDS} dead letters, median`, value: median(look), unit: 'ms', goal: '<= 50 ms' })
  const opening = performance.now()
  await new FailureIndex({ store, clock: systemClock }).topic('bench', topic.topicId, 'orders-dlt')
  report({ name: `the index of ${RECORDS} is opened after a start`, value: performance.now() - opening, unit: 'ms' })
  await cluster.close()
  await store.close()
  await broker.stop()
})

async function fill(cluster: ClusterConnection): Promise<void> {
  const topic = await cluster.topic('orders-dlt')
  for (let at = 0; at < RECORDS; at += PER_BATCH) {
    const records = Array.from({ length: PER_BATCH }, (_, i) => deadLetter(at + i))
    await produceBatch(cluster, topic, { partition: (at / PER_BATCH) % PARTITIONS, records, codec: 4 })
  }
}

function deadLetter(i: number) {
  const bug = i % BUGS
  const headers = [
    u8('kafka_dlt-original-topic', 'orders'), i32be('kafka_dlt-original-partition', i % 3), i64be('kafka_dlt-original-offset', i), u8('kafka_dlt-original-consumer-group', 'billing'),
    u8('kafka_dlt-exception-fqcn', 'org.springframework.kafka.listener.ListenerExecutionFailedException'), u8('kafka_dlt-exception-cause-fqcn', `shop.Bug${bug}`), u8('kafka_dlt-exception-stacktrace', stackOf(i, bug)),
  ]
  return { key: Buffer.from(`customer-${i % 5_000}`), value: Buffer.from(JSON.stringify({ number: `ORD-${i}`, note: 'x'.repeat(200) })), headers, timestamp: T0 + i * 60 }
}

function stackOf(i: number, bug: number): string {
  const frames = (name: string, count: number): string[] => Array.from({ length: count }, (_, line) => `\tat ${name}${line}.run(${name}.java:${line})`)
  return ['org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed', ...frames('org.springframework.kafka.listener.Invoker', 25), `Caused by: shop.Bug${bug}: Order ORD-${i} failed after ${i % 5_000}ms`, ...frames(`shop.Service${bug}x`, 6), '\t... 14 more'].join('\n')
}

function median(look: () => unknown): number {
  const samples = Array.from({ length: LOOKS }, () => {
    const began = performance.now()
    look()
    return performance.now() - began
  })
  return percentile(samples, 0.5)
}

function heapMib(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / (1024 * 1024)
}
