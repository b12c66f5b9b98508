// From process start to the ready line, and memory at rest: an empty data folder, one with data, and one after kill -9.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { createTopicFrame, produceFrame } from './frames.ts'
import { closedLoop, percentile, report, withFolder } from './measure.ts'
import { connectRaw } from './raw-client.ts'
import { startBrokerProcess } from '../support/broker-process.ts'

const STARTS = 5

await withFolder(async (folder) => {
  const empty: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const broker = await startBrokerProcess(folder)
    empty.push(broker.readyMs)
    if (i === STARTS - 1) await idleMemory(broker.pid)
    await broker.stop()
  }
  report({ name: 'process start to ready line, empty data folder', value: percentile(empty, 0.5), unit: 'ms', goal: '<= 500 ms' })
})

await withFolder(async (folder) => {
  const first = await startBrokerProcess(folder)
  const client = await connectRaw(first.port)
  await client.send(createTopicFrame('data', 8))
  const batch = encodeBatch({ records: Array.from({ length: 16 }, () => ({ key: null, value: Buffer.alloc(1000, 1), timestamp: Date.now() })) })
  await closedLoop(64, 40_000, (i) => client.send(produceFrame('data', i % 8, batch)))
  client.close()
  process.kill(first.pid, 'SIGKILL')
  await sleep(200)
  const broker = await startBrokerProcess(folder)
  report({ name: 'process start to ready line after kill -9 with 640 MB in 8 partitions', value: broker.readyMs, unit: 'ms' })
  await broker.stop()
})

async function idleMemory(pid: number): Promise<void> {
  if (process.platform !== 'linux') return
  await sleep(2000)
  const kb = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])
  report({ name: 'idle memory of the broker process (RSS)', value: kb / 1024, unit: 'MiB', goal: '<= 120 MiB' })
}
