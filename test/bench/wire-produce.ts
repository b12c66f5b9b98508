// Produce over the wire from a raw client: against a bare socket server that reads the same frames and answers the same bytes without doing anything.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { systemRandom } from '../../core/base/random.ts'
import { closedLoop, report, withFolder } from './measure.ts'
import { createTopicFrame, produceFrame } from './frames.ts'
import { connectRaw } from './raw-client.ts'
import { startBrokerProcess } from '../support/broker-process.ts'

const PIPELINE = 5

interface Load {
  readonly label: string
  readonly recordBytes: number
  readonly recordsPerBatch: number
  readonly connections: number
  readonly requests: number
  readonly goal?: string
}

const LOADS: Load[] = [
  { label: 'single messages of 1 KB, 1 connection', recordBytes: 1000, recordsPerBatch: 1, connections: 1, requests: 10_000 },
  { label: 'single messages of 1 KB, 16 connections', recordBytes: 1000, recordsPerBatch: 1, connections: 16, requests: 100_000 },
  { label: 'batches of 16 KB, 16 connections', recordBytes: 1000, recordsPerBatch: 16, connections: 16, requests: 40_000 },
  { label: 'batches of 100 KB, 4 connections', recordBytes: 1000, recordsPerBatch: 100, connections: 4, requests: 6000 },
  { label: 'batches of 1 MB, 4 connections', recordBytes: 1000, recordsPerBatch: 1000, connections: 4, requests: 800 },
]

if (process.argv[2] === 'bare-server') bareServer()
else await main()

async function main(): Promise<void> {
  await withFolder(async (folder) => {
    const broker = await startBrokerProcess(folder, { settings: ['num.partitions=8'] })
    const admin = await connectRaw(broker.port)
    await admin.send(createTopicFrame('bench', 8))
    admin.close()
    const bare = await startBareServer()
    for (const load of LOADS) {
      const limit = await run(bare.port, load)
      const measured = await run(broker.port, load)
      report({
        name: `produce acks=all, ${load.label}`,
        value: measured * load.recordsPerBatch,
        unit: `records/s (${((measured * load.recordsPerBatch * load.recordBytes) / 1e6).toFixed(0)} MB/s)`,
        ratio: measured / limit,
        ratioOf: `a bare Node socket server that discards the same frames (${(limit * load.recordsPerBatch).toFixed(0)} records/s)`,
      })
    }
    bare.stop()
    await broker.stop()
  })
}

/** Requests per second. */
async function run(port: number, { recordBytes, recordsPerBatch, connections, requests }: Load): Promise<number> {
  const value = systemRandom.bytes(recordBytes)
  const records = Array.from({ length: recordsPerBatch }, () => ({ key: null, value, timestamp: Date.now() }))
  const batch = encodeBatch({ records })
  const frames = Array.from({ length: 8 }, (_, partition) => produceFrame('bench', partition, batch))
  const clients = await Promise.all(Array.from({ length: connections }, () => connectRaw(port)))
  await closedLoop(connections, connections * 20, (i) => clients[i % connections]!.send(frames[i % 8]!))
  const seconds = await closedLoop(connections * PIPELINE, requests, (i) => clients[i % connections]!.send(frames[i % 8]!))
  for (const client of clients) client.close()
  return requests / seconds
}

/** Answers every frame with the 60 bytes that a Produce response has. */
function bareServer(): void {
  const answer = Buffer.alloc(60)
  answer.writeInt32BE(56)
  const server = createServer({ noDelay: true }, (socket) => {
    let remaining = 0
    let head = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      let at = 0
      while (at < chunk.length) {
        if (remaining === 0) {
          head = Buffer.concat([head, chunk.subarray(at, at + 4 - head.length)])
          at += 4
          if (head.length < 4) return
          remaining = head.readInt32BE(0)
          at -= 0
          head = Buffer.alloc(0)
        }
        const take = Math.min(remaining, chunk.length - at)
        remaining -= take
        at += take
        if (remaining === 0) socket.write(answer)
      }
    })
  })
  server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port))
}

async function startBareServer(): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, [import.meta.filename, 'bare-server'], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) return { port: Number(line), stop: () => void child.kill() }
  throw new Error('the bare server ended')
}
