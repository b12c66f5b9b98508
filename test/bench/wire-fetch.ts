// Fetch of 1 MB answers over the wire, page cache warm: against a bare socket server that writes one static 1 MB buffer per request.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { systemRandom } from '../../core/base/random.ts'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { createTopicFrame, fetchFrame, produceFrame } from './frames.ts'
import { closedLoop, report, withFolder } from './measure.ts'
import { connectRaw } from './raw-client.ts'
import { startBrokerProcess } from '../support/broker-process.ts'

const MB = 1024 * 1024
const STORED_MB = 128
const PIPELINE = 3

if (process.argv[2] === 'bare-server') bareServer()
else await main()

async function main(): Promise<void> {
  await withFolder(async (folder) => {
    const broker = await startBrokerProcess(folder)
    const bare = await startBareServer()
    const limit = await run(bare.port, 3000, () => fetchFrame('bare', 0, 0, MB))
    for (const { label, recordsPerBatch } of [{ label: '1 KB', recordsPerBatch: 1 }, { label: '16 KB', recordsPerBatch: 16 }, { label: '256 KB', recordsPerBatch: 256 }]) {
      const topic = `fetch-${recordsPerBatch}`
      const records = await fill(broker.port, topic, recordsPerBatch)
      const mbPerS = await run(broker.port, 1500, (i) => fetchFrame(topic, 0, (i * 7919) % (records - 1200), MB))
      report({
        name: `fetch 1 MB of batches of ${label}, pipeline ${PIPELINE}`,
        value: mbPerS,
        unit: 'MB/s',
        ratio: mbPerS / limit,
        ratioOf: `a bare socket writing one static 1 MB buffer (${limit.toFixed(0)} MB/s)`,
        goal: '>= 0.30',
      })
    }
    bare.stop()
    await broker.stop()
  })
}

/** Stores STORED_MB of 1 KB records; the number of records. */
async function fill(port: number, topic: string, recordsPerBatch: number): Promise<number> {
  const client = await connectRaw(port)
  await client.send(createTopicFrame(topic, 1))
  const value = systemRandom.bytes(1000)
  const batch = encodeBatch({ records: Array.from({ length: recordsPerBatch }, () => ({ key: null, value, timestamp: Date.now() })) })
  const requests = Math.ceil((STORED_MB * 1000) / recordsPerBatch)
  await closedLoop(64, requests, () => client.send(produceFrame(topic, 0, batch)))
  client.close()
  return requests * recordsPerBatch
}

/** MB/s of answers. */
async function run(port: number, requests: number, frame: (index: number) => Buffer): Promise<number> {
  const client = await connectRaw(port)
  let bytes = 0
  const seconds = await closedLoop(PIPELINE, requests, async (i) => {
    const answerBytes = await client.send(frame(i)) // not `bytes += await`: that forgets what arrives meanwhile
    bytes += answerBytes
  })
  client.close()
  return bytes / 1e6 / seconds
}

function bareServer(): void {
  const answer = Buffer.alloc(MB + 4)
  answer.writeInt32BE(MB)
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    let seen = 0
    const frameBytes = fetchFrame('bare', 0, 0, MB).length
    socket.on('data', (chunk: Buffer) => {
      for (seen += chunk.length; seen >= frameBytes; seen -= frameBytes) socket.write(answer)
    })
  })
  server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port))
}

async function startBareServer(): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, [import.meta.filename, 'bare-server'], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) return { port: Number(line), stop: () => void child.kill() }
  throw new Error('the bare server ended')
}
