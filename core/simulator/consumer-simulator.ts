// Simulated consumers of the local broker: started, watched and stopped by a person.
import type { Clock } from '../base/clock.ts'
import { Event } from '../base/event.ts'
import type { Random } from '../base/random.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { type ConsumerEvent, type ConsumerSpec, type EventKind, SimulatedConsumer } from './simulated-consumer.ts'

export interface SimulatorSpec extends ConsumerSpec {
  readonly members: number
}

export interface SimulatorEvent extends ConsumerEvent {
  readonly sequence: number
  readonly atMs: number
  readonly member: number
}

export interface SimulatorView {
  readonly simulatorId: string
  readonly spec: SimulatorSpec
  readonly startedAtMs: number
  readonly state: 'starting' | 'running' | 'stopping' | 'stopped'
  readonly counts: Readonly<Record<EventKind, number>>
  readonly forwarded: number
  readonly problem: string | null
  /** The newest last. */
  readonly events: readonly SimulatorEvent[]
}

export interface SimulatorDeps {
  readonly connect: (clientId: string) => ClusterConnection
  readonly clock: Clock
  readonly random: Random
}

const MAX_EVENTS = 200
const MAX_STOPPED = 10

class Running {
  readonly controller = new AbortController()
  readonly events: SimulatorEvent[] = []
  readonly counts: Record<EventKind, number> = { joined: 0, assigned: 0, succeeded: 0, failed: 0, hung: 0, crashed: 0, left: 0, problem: 0 }
  state: SimulatorView['state'] = 'starting'
  problem: string | null = null
  sequence = 0
  ended: Promise<unknown> = Promise.resolve()
}

export class ConsumerSimulator {
  readonly changed = new Event<void>()
  readonly #deps: SimulatorDeps
  readonly #running = new Map<string, { spec: SimulatorSpec; startedAtMs: number; run: Running }>()

  constructor(deps: SimulatorDeps) {
    this.#deps = deps
  }

  list(): SimulatorView[] {
    return [...this.#running.keys()].map((simulatorId) => this.get(simulatorId)!)
  }

  get(simulatorId: string): SimulatorView | undefined {
    const found = this.#running.get(simulatorId)
    if (found === undefined) return undefined
    const { spec, startedAtMs, run } = found
    const { state, counts, problem, events } = run
    return { simulatorId, spec, startedAtMs, state, counts: { ...counts }, forwarded: spec.onFailure.kind === 'forward' ? counts.failed : 0, problem, events: [...events] }
  }

  start(spec: SimulatorSpec): SimulatorView {
    const simulatorId = this.#deps.random.uuid()
    const run = new Running()
    this.#running.set(simulatorId, { spec, startedAtMs: this.#deps.clock.now(), run })
    const connect = (): ClusterConnection => this.#deps.connect(`simulator-${spec.groupId}`)
    const lives = Array.from({ length: spec.members }, (_, at) => {
      const member = at + 1
      return new SimulatedConsumer(spec, { connect, tell: (event) => this.#tell(run, member, event) }).run(run.controller.signal)
    })
    run.ended = Promise.allSettled(lives).then(() => {
      run.state = 'stopped'
      this.#forgetOld()
      this.changed.emit()
    })
    this.changed.emit()
    return this.get(simulatorId)!
  }

  /** Resolves once its members have left the group. */
  async stop(simulatorId: string): Promise<SimulatorView | undefined> {
    const run = this.#running.get(simulatorId)?.run
    if (run !== undefined && run.state !== 'stopped') {
      run.state = 'stopping'
      run.controller.abort()
      this.changed.emit()
      await run.ended
    }
    return this.get(simulatorId)
  }

  /** False for one that is still there to be stopped. */
  remove(simulatorId: string): boolean {
    if (this.#running.get(simulatorId)?.run.state !== 'stopped') return false
    this.#running.delete(simulatorId)
    this.changed.emit()
    return true
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map(async (simulatorId) => this.stop(simulatorId)))
  }

  #tell(run: Running, member: number, event: ConsumerEvent): void {
    run.events.push({ ...event, sequence: ++run.sequence, atMs: this.#deps.clock.now(), member })
    if (run.events.length > MAX_EVENTS) run.events.shift()
    run.counts[event.kind]++
    if (event.kind === 'problem') run.problem = event.message
    else if (event.kind !== 'left') run.problem = null
    if (run.state === 'starting' && event.kind === 'assigned') run.state = 'running'
    this.changed.emit()
  }

  #forgetOld(): void {
    const stopped = [...this.#running].filter(([, { run }]) => run.state === 'stopped')
    for (const [simulatorId] of stopped.slice(0, Math.max(0, stopped.length - MAX_STOPPED))) this.#running.delete(simulatorId)
  }
}
