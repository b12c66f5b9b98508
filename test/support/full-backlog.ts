// A port that takes no more connections: the operating system drops the packets of the next one, as a firewall would.
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'

/** Its thread listens and then stands still, so that nothing is ever accepted. */
const LISTENING = `
  const { createServer } = require('node:net')
  const { parentPort } = require('node:worker_threads')
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
  })`

export async function startFullBacklog(): Promise<{ host: string; port: number }> {
  const worker = new Worker(LISTENING, { eval: true })
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const waiting: Socket[] = []
  onTestFinished(async () => {
    for (const socket of waiting) socket.destroy()
    await worker.terminate()
  })
  // As many as the queue takes; those behind them never hear back.
  for (let index = 0; index < 8; index++) waiting.push(connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise((resolve) => waiting[0]!.once('connect', resolve))
  return { host: '127.0.0.1', port }
}
