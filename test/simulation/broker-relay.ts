// One broker after the other on the same folder: the next is loaded while one runs, and takes over when that is killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface RunningBroker {
  readonly port: number
  kill(): Promise<void>
}

const STANDBY = fileURLToPath(new URL('./standby-broker.ts', import.meta.url))

export class BrokerRelay {
  readonly #args: readonly string[]
  #next: ChildProcess
  #running: ChildProcess | undefined

  constructor(directory: string, settings: readonly string[]) {
    this.#args = ['broker', '--port', '0', '--data', directory, ...settings.flatMap((setting) => ['--set', setting])]
    this.#next = this.#load()
  }

  async start(): Promise<RunningBroker> {
    const child = this.#next
    this.#running = child
    child.stdin!.write(`${JSON.stringify(this.#args)}\n`)
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const port = await readyPort(child)
    this.#next = this.#load()
    return {
      port,
      async kill() {
        child.kill('SIGKILL')
        await exited
      },
    }
  }

  /** Ends whatever runs. */
  close(): void {
    this.#running?.kill('SIGKILL')
    this.#next.kill('SIGKILL')
  }

  #load(): ChildProcess {
    // Without the cache each start would strip the types of every file anew.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'headwater-compile-cache') }
    const child = spawn(process.execPath, [STANDBY], { stdio: ['pipe', 'pipe', 'pipe'], env })
    child.stdin!.on('error', () => {}) // it may be killed before it reads
    child.stderr!.on('data', (chunk: Buffer) => {
      if (/error|failed unexpectedly/i.test(String(chunk))) process.stderr.write(chunk)
    })
    return child
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
  throw new Error('The broker ended before it was ready.')
}
