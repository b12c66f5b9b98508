// An application that runs for as long as something else takes, and is ended then.
import { spawn } from 'node:child_process'

const STOP_LIMIT_MS = 20_000

/** What it said goes along with an error; so does that it ended too early. */
export async function runDuring(command: string, args: readonly string[], meanwhile: () => Promise<void>): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + String(chunk)).slice(-20_000)))
  const kill = (): void => void child.kill('SIGKILL')
  // However this process ends, the application is not left behind.
  process.once('exit', kill)
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  try {
    await Promise.race([meanwhile(), exited.then(() => Promise.reject(new Error('The application ended by itself.')))])
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${said}`, { cause: error })
  } finally {
    child.kill('SIGTERM')
    const timer = setTimeout(kill, STOP_LIMIT_MS)
    await exited
    clearTimeout(timer)
    process.off('exit', kill)
  }
}
