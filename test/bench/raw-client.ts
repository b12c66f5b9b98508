// The smallest Kafka client there can be: sends ready-made frames, counts answers. It must never be the bottleneck of a benchmark.
import { connect, type Socket } from 'node:net'

export interface RawClient {
  /** Sends one framed request; resolves with the size of its answer, bytes. */
  send(frame: Buffer): Promise<number>
  close(): void
}

export async function connectRaw(port: number): Promise<RawClient> {
  const socket = await open(port)
  const waiting: ((bytes: number) => void)[] = []
  let head = Buffer.alloc(0)
  let remaining = 0
  let size = 0
  socket.on('data', (chunk: Buffer) => {
    let at = 0
    while (at < chunk.length) {
      if (remaining === 0) {
        const need = 4 - head.length
        head = Buffer.concat([head, chunk.subarray(at, at + need)])
        at += need
        if (head.length < 4) return
        size = remaining = head.readInt32BE(0)
        head = Buffer.alloc(0)
        continue
      }
      const take = Math.min(remaining, chunk.length - at)
      remaining -= take
      at += take
      if (remaining === 0) waiting.shift()!(size)
    }
  })
  return {
    send: (frame) =>
      new Promise((resolve) => {
        waiting.push(resolve)
        socket.write(frame)
      }),
    close: () => void socket.destroy(),
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}
