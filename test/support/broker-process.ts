// The broker as its own process, started as a user would start it: stopped, killed and started again on the same port and folder.
import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export interface BrokerProcess {
  readonly port: number
  readonly pid: number
  readonly bootstrap: string
  /** From its start to its ready line. */
  readonly readyMs: number
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL. */
  kill(): Promise<void>
}

const entry = join(resolve(import.meta.dirname, '../..'), 'core/host/headwater.mjs')

export async function startBrokerProcess(directory: string, options: { port?: number; settings?: readonly string[] } = {}): Promise<BrokerProcess> {
  const startedMs = performance.now()
  const settings = (options.settings ?? []).flatMap((setting) => ['--set', setting])
  const child = spawn(process.execPath, [entry, 'broker', '--port', String(options.port ?? 0), '--data', directory, ...settings], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const port = await readyPort(child).catch((cause: unknown) => {
    throw new Error(`The broker did not start: ${errors}`, { cause })
  })
  return {
    port,
    pid: child.pid!,
    bootstrap: `127.0.0.1:${port}`,
    readyMs: performance.now() - startedMs,
    stop() {
      child.kill('SIGTERM')
      return exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function readyPort(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const match = /^headwater: kafka 127\.0\.0\.1:(\d+)$/.exec(line)
    if (match) {
      child.stdout!.resume()
      return Number(match[1])
    }
  }
  throw new Error('it ended before its ready line')
}
