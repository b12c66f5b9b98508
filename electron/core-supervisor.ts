// Keeps one core process running: starts it, hands out ports to it, restarts it with a pause, and gives up honestly.
import type { MessagePortMain } from 'electron'
import type { Clock } from '../core/base/clock.ts'
import { Event } from '../core/base/event.ts'
import type { Logger } from '../core/base/logger.ts'
import type { Cancel, Timers } from '../core/base/timers.ts'
import type { CoreCommand, CoreNotice, SecretsAnswer } from './core-messages.ts'

const RESTART_DELAYS_MS = [200, 1000, 5000] as const
const MAX_RESTARTS = 5
const RESTART_WINDOW_MS = 60_000
const STOP_LIMIT_MS = 5000

/** What is needed of Electron's UtilityProcess. */
export interface CoreChild {
  postMessage(message: CoreCommand, transfer?: MessagePortMain[]): void
  on(event: 'message', listener: (notice: CoreNotice) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  kill(): boolean
}

export interface CoreSupervisorOptions {
  fork(): CoreChild
  createChannel(): { port1: MessagePortMain; port2: MessagePortMain }
  /** Keeps the core's secrets; null only reads them. */
  secrets(save: string | null): SecretsAnswer
  clock: Clock
  timers: Timers
  logger: Logger
}

type DeliverPort = (port: MessagePortMain) => void
type State =
  | { name: 'running'; child: CoreChild; refusal: string | undefined }
  | { name: 'pausing'; cancel: Cancel }
  | { name: 'given-up' }
  | { name: 'stopping'; child: CoreChild; finished: Promise<void>; finish: () => void }
  | { name: 'stopped' }

export class CoreSupervisor {
  readonly ready = new Event<{ kafkaAddress: string; dataFolder: string }>()
  /** The value is a sentence for the user. */
  readonly gaveUp = new Event<string>()

  readonly #options: CoreSupervisorOptions
  #state: State = { name: 'stopped' }
  #exitsMs: number[] = []
  #waiting: DeliverPort[] = []

  constructor(options: CoreSupervisorOptions) {
    this.#options = options
  }

  /** Starts the core; also after it was given up. Does nothing while it runs, pauses or stops. */
  start(): void {
    if (this.#state.name !== 'stopped' && this.#state.name !== 'given-up') return
    this.#exitsMs = []
    this.#fork()
  }

  /** Gives `deliver` the page's end of a new channel to the core: at once, or when the core runs again. */
  connect(deliver: DeliverPort): void {
    if (this.#state.name === 'running') this.#openChannel(this.#state.child, deliver)
    else if (this.#state.name === 'pausing') this.#waiting.push(deliver)
  }

  /** Asks the core to finish and waits for it; after five seconds it is ended. Never rejects. */
  stop(): Promise<void> {
    const state = this.#state
    if (state.name === 'stopping') return state.finished
    if (state.name === 'pausing') state.cancel()
    if (state.name !== 'running') {
      this.#state = { name: 'stopped' }
      return Promise.resolve()
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancelKill = this.#options.timers.after(STOP_LIMIT_MS, () => {
      this.#options.logger.warn(`The core did not stop within ${STOP_LIMIT_MS} ms; ending it.`)
      state.child.kill()
    })
    this.#state = { name: 'stopping', child: state.child, finished: promise, finish: () => (cancelKill(), resolve()) }
    state.child.postMessage('quit')
    return promise
  }

  #fork(): void {
    const child = this.#options.fork()
    this.#state = { name: 'running', child, refusal: undefined }
    child.on('message', (notice) => this.#noticed(child, notice))
    child.on('exit', (code) => this.#exited(child, code))
    for (const deliver of this.#waiting.splice(0)) this.#openChannel(child, deliver)
  }

  #openChannel(child: CoreChild, deliver: DeliverPort): void {
    const { port1, port2 } = this.#options.createChannel()
    child.postMessage('port', [port1])
    deliver(port2)
  }

  #noticed(child: CoreChild, notice: CoreNotice): void {
    if (notice.type === 'ready') this.ready.emit({ kafkaAddress: notice.kafkaAddress, dataFolder: notice.dataFolder })
    else if (notice.type === 'secrets') child.postMessage({ type: 'secrets', id: notice.id, ...this.#options.secrets(notice.save) })
    else if (this.#state.name === 'running' && this.#state.child === child) this.#state.refusal = notice.reason
  }

  #exited(child: CoreChild, code: number): void {
    const state = this.#state
    if (state.name === 'stopping' && state.child === child) {
      this.#state = { name: 'stopped' }
      state.finish()
    } else if (state.name === 'running' && state.child === child) {
      if (state.refusal === undefined) this.#restartOrGiveUp(code)
      else this.#giveUp(state.refusal)
    }
  }

  #restartOrGiveUp(code: number): void {
    const nowMs = this.#options.clock.monotonic()
    this.#exitsMs = [...this.#exitsMs.filter((exitMs) => nowMs - exitMs < RESTART_WINDOW_MS), nowMs]
    if (this.#exitsMs.length > MAX_RESTARTS) {
      this.#giveUp(`The core stopped ${this.#exitsMs.length} times within a minute, the last time with exit code ${code}.`)
      return
    }
    const delayMs = RESTART_DELAYS_MS[Math.min(this.#exitsMs.length, RESTART_DELAYS_MS.length) - 1]!
    this.#options.logger.warn(`The core stopped with exit code ${code}; starting it again in ${delayMs} ms.`)
    this.#state = { name: 'pausing', cancel: this.#options.timers.after(delayMs, () => this.#fork()) }
  }

  #giveUp(reason: string): void {
    this.#options.logger.error(reason)
    this.#state = { name: 'given-up' }
    this.#waiting = []
    this.gaveUp.emit(reason)
  }
}
