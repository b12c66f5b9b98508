// The command `headwater` as its own process, for tests of what a person sees of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const ENTRY = join(import.meta.dirname, '../../core/host/headwater.mjs')

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export class HeadwaterProcess {
  readonly child: ChildProcess
  readonly exited: Promise<Outcome>
  #stdout = ''
  #stderr = ''
  #changed: () => void = () => {}

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [ENTRY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.child.stdout!.on('data', (chunk: Buffer) => {
      this.#stdout += String(chunk)
      this.#changed()
    })
    this.child.stderr!.on('data', (chunk: Buffer) => (this.#stderr += String(chunk)))
    this.exited = new Promise((resolve) => {
      this.child.on('close', (code) => {
        this.#changed()
        resolve({ code, stdout: this.#stdout, stderr: this.#stderr })
      })
    })
    onTestFinished(() => void this.child.kill('SIGKILL'))
  }

  /** What it has printed once there are `count` lines of it. */
  async lines(count: number): Promise<string[]> {
    while (this.#stdout.split('\n').length <= count) {
      if (this.child.exitCode !== null) throw new Error(`headwater ended with code ${this.child.exitCode}: ${this.#stderr}`)
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
    return this.#stdout.split('\n').slice(0, count)
  }
}

/** Runs it to its end. */
export async function headwater(...args: string[]): Promise<Outcome> {
  return new HeadwaterProcess(args).exited
}
