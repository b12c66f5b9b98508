// What may break at every step of a replay: the process dies before, during or after it, the connection is lost before or after it, the disk refuses it.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../../core/base/random.ts'
import type { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { ConnectionFailed } from '../../../core/client/connection-errors.ts'
import type { LocalReplayPort } from '../../../core/deadletters/replay/senders/local-replay-port.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import type { WorkbenchStore } from '../../../core/storage/workbench-store.ts'

export interface Faults {
  /** The step at which the process dies; null = it does not. */
  readonly dieAt: number | null
  /** Of a thousand steps, so many lose the connection or are refused by the disk. */
  readonly perMille: number
}

const ARRIVAL_MS = 200

type Step = 'disk' | 'wire' | 'local'

export class CrashPoints {
  steps = 0
  /** For the message of a failure. */
  readonly story: string[] = []
  readonly died: Promise<void>
  #isDead = false
  #die!: () => void
  #left: Promise<unknown>[] = []
  readonly #random: Random
  readonly #faults: Faults

  constructor(random: Random, faults: Faults) {
    this.#random = random
    this.#faults = faults
    this.died = new Promise((resolve) => (this.#die = resolve))
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** What was on its way when the process died arrives all the same. */
  async arrived(): Promise<void> {
    // One that was about to ask something else first never will.
    await Promise.race([Promise.allSettled(this.#left), sleep(ARRIVAL_MS)])
  }

  readonly around = {
    store: (store: WorkbenchStore): WorkbenchStore => wrapped(store, 'commit', (run) => this.#step('disk', run), () => this.#refuseDead()),
    cluster: (cluster: ClusterConnection): ClusterConnection => {
      for (const name of ['request', 'metadata'] as const) {
        const original = (cluster[name] as (...args: unknown[]) => Promise<unknown>).bind(cluster)
        Object.assign(cluster, { [name]: async (...args: unknown[]) => this.#step('wire', async () => original(...args)) })
      }
      return cluster
    },
    local: (port: LocalReplayPort): LocalReplayPort => wrapped(port, 'append', (run) => this.#step('local', run), () => this.#refuseDead()),
  }

  /** What is in memory only goes on until it asks for something; a closed file must not be read. */
  #refuseDead(): void {
    if (this.#isDead) throw new Error('the process is dead')
  }

  async #step<T>(kind: Step, run: () => Promise<T>): Promise<T> {
    if (this.#isDead) return never()
    const step = ++this.steps
    if (step === this.#faults.dieAt) return this.#dies(kind, step, run)
    if (this.#random.below(1_000) < this.#faults.perMille) return this.#fails(kind, step, run)
    const result = await this.#left_(run())
    return this.#isDead ? never() : result
  }

  #left_<T>(running: Promise<T>): Promise<T> {
    this.#left.push(running)
    running.finally(() => (this.#left = this.#left.filter((other) => other !== running))).catch(() => {})
    return running
  }

  async #dies<T>(kind: Step, step: number, run: () => Promise<T>): Promise<T> {
    const how = ['before', 'during', 'after'][this.#random.below(3)]!
    this.story.push(`died ${how} step ${step} (${kind})`)
    if (how === 'before') this.#isDead = true
    else {
      const running = this.#left_(run())
      if (how === 'during') this.#isDead = true
      await Promise.race([running.catch(() => {}), sleep(ARRIVAL_MS)])
      this.#isDead = true
    }
    this.#die()
    return never()
  }

  async #fails<T>(kind: Step, step: number, run: () => Promise<T>): Promise<T> {
    const isLost = kind === 'wire' && this.#random.below(2) === 0
    this.story.push(`step ${step} (${kind}) ${isLost ? 'lost its answer' : 'failed'}`)
    if (isLost) await Promise.race([run().catch(() => {}), sleep(ARRIVAL_MS)])
    if (this.#isDead) return never()
    if (kind === 'wire') throw new ConnectionFailed('request', 'test:1', { message: 'The connection broke.', remedy: 'Try again.' })
    throw new StorageError('The disk is full.')
  }
}

function never(): Promise<never> {
  return new Promise(() => {})
}

/** The same object, with one method watched. */
function wrapped<T extends object>(object: T, name: string, watch: (run: () => Promise<unknown>) => Promise<unknown>, before: () => void): T {
  return new Proxy(object, {
    get(target, property) {
      const value = Reflect.get(target, property, target) as unknown
      if (typeof value !== 'function') return value
      const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>
      return property === name ? async (...args: unknown[]) => watch(async () => method(...args)) : (...args: unknown[]) => {
        before()
        return method(...args)
      }
    },
  })
}
