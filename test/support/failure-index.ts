// A real broker with topics of dead letters, and an index of them on a temporary folder.
import { onTestFinished } from 'vitest'
import { createTopic, deleteTopic } from '../../core/client/admin/topics.ts'
import { produceBatch } from '../../core/client/batch-producer.ts'
import type { ClusterConnection } from '../../core/client/cluster-connection.ts'
import type { FailureHeader } from '../../core/deadletters/failure.ts'
import { FailureIndex, type Refreshed, type RefreshSource } from '../../core/deadletters/index/failure-index.ts'
import { WorkbenchStore } from '../../core/storage/workbench-store.ts'
import { type BrokerOptions } from '../../core/broker/broker.ts'
import { startTestBroker, type TestBroker } from './broker.ts'
import { connectTo } from './cluster.ts'
import { dec, T0, u8 } from './dead-letters.ts'
import { FakeTime } from './fake-time.ts'
import { tempFolder } from './temp-folder.ts'

export interface Letter {
  readonly partition?: number
  readonly key?: string | null
  readonly value?: string | null
  readonly headers?: readonly FailureHeader[]
  readonly timestampMs?: number
}

export interface IndexWorld {
  readonly broker: TestBroker
  readonly cluster: ClusterConnection
  readonly directory: string
  readonly time: FakeTime
  readonly index: FailureIndex
  readonly store: WorkbenchStore
  create(topic: string, partitionCount?: number): Promise<void>
  delete(topic: string): Promise<void>
  /** Batches of one partition each. */
  write(topic: string, letters: readonly Letter[]): Promise<void>
  refresh(topic: string, more?: Partial<RefreshSource>): Promise<Refreshed>
  /** Closes the index's file and opens it again. */
  reopen(): Promise<void>
}

export async function startIndexWorld(options: Partial<BrokerOptions> = {}): Promise<IndexWorld> {
  const broker = await startTestBroker({}, options)
  const cluster = connectTo(broker.address)
  const directory = await tempFolder()
  const time = new FakeTime(T0 + 3_600_000)
  let store = await WorkbenchStore.open(directory)
  let index = new FailureIndex({ store, clock: time })
  onTestFinished(async () => store.close())
  const signal = new AbortController().signal
  return {
    broker, cluster, directory, time,
    get index() {
      return index
    },
    get store() {
      return store
    },
    create: async (name, partitionCount = 1) => createTopic(cluster, { name, partitionCount }),
    delete: async (name) => deleteTopic(cluster, name),
    async write(topic, letters) {
      const metadata = await cluster.topic(topic)
      for (const [partition, ofPartition] of Map.groupBy(letters, ({ partition }) => partition ?? 0)) {
        const records = ofPartition.map(({ key = 'k', value = '{}', headers = [], timestampMs = T0 }) => ({ key: bytes(key), value: bytes(value), headers: [...headers], timestamp: timestampMs }))
        await produceBatch(cluster, metadata, { partition, records })
      }
    },
    refresh: async (topic, more = {}) => index.refresh({ cluster, clusterId: 'cluster', topic, context: { clusterId: 'cluster' }, rules: '', signal, ...more }),
    async reopen() {
      await store.close()
      store = await WorkbenchStore.open(directory)
      index = new FailureIndex({ store, clock: time })
    },
  }
}

/** Headers of Wolverine: short, with everything that a test needs. */
export function failed(named: string, message: string, { at = T0, topic = 'orders', partition = 0, offset = 0 }: { at?: number; topic?: string; partition?: number; offset?: number } = {}): FailureHeader[] {
  return [u8('exception-type', named), u8('exception-message', message), dec('failed-at', at), u8('original-destination', `kafka://topic/${topic}`), dec('original-partition', partition), dec('original-offset', offset)]
}

function bytes(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text)
}
