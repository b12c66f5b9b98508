// Broker and workbench as one process of its own, started as on a machine without a desktop; for what is measured from outside.
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export interface WorkbenchProcess {
  readonly pid: number
  /** Where Kafka clients connect. */
  readonly port: number
  /** With the token. */
  readonly url: string
  stop(): Promise<void>
}

const entry = join(resolve(import.meta.dirname, '../..'), 'core/host/headwater.mjs')

export async function startWorkbenchProcess(directory: string): Promise<WorkbenchProcess> {
  const child = spawn(process.execPath, [entry, 'serve', '--kafka-port', '0', '--web-port', '0', '--no-open', '--data', directory], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  let port = 0
  for await (const line of createInterface({ input: child.stdout })) {
    port = Number(/^headwater: kafka 127\.0\.0\.1:(\d+)$/.exec(line)?.[1] ?? port)
    const url = /^headwater: workbench (\S+)$/.exec(line)?.[1]
    if (url === undefined || port === 0) continue
    child.stdout.resume()
    return {
      pid: child.pid!,
      port,
      url,
      stop: async () => {
        child.kill('SIGTERM')
        await exited
      },
    }
  }
  throw new Error(`The workbench did not start: ${errors}`)
}
