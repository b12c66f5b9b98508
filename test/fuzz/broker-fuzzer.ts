// Throws frames at a whole broker in this process, connection after connection: it logs no bug, keeps its memory bounded, and serves the others.
import type { Logger } from '../../core/base/logger.ts'
import { seededRandom } from '../../core/base/random.ts'
import { handlers } from '../../core/broker/handlers/index.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { SimTime } from '../simulation/sim-time.ts'
import { turn } from '../simulation/world.ts'
import type { FakeSocket } from '../support/fake-socket.ts'
import { MemoryDisk } from '../support/memory-disk.ts'
import { frame, sizeField } from '../support/raw-client.ts'
import { SocketlessBroker } from '../support/socketless-broker.ts'
import { cpuMsSince, SLOW_MS } from './decoder-fuzzer.ts'
import { FUZZED, randomOf, requestOf } from './inputs.ts'
import { Sentinel } from './sentinel.ts'

/** Inputs that one broker gets before a fresh one takes its place: what is found is replayed from the first of them. */
export const INPUTS_PER_BROKER = 5000
const INPUTS_PER_CONNECTION = 40
const INPUTS_PER_TURN = 2
const INPUTS_PER_LOOK = 250
/** What a broker that has been sent some megabytes may hold. */
const MAX_HEAP_BYTES = 1024 * 1024 * 1024

const served = handlers.map(({ api }) => api)

export interface BrokerFuzzOptions {
  readonly seed: number
  /** The broker's number: it gets the inputs from `number * INPUTS_PER_BROKER` on. */
  readonly number: number
  readonly inputs?: number
  /** Plants a bug. */
  readonly plant?: (broker: SocketlessBroker) => void
}

/** What was found, with the index of the last input before it; null if nothing. */
export async function fuzzBroker({ seed, number, inputs = INPUTS_PER_BROKER, plant }: BrokerFuzzOptions): Promise<string | null> {
  const fuzzer = await BrokerFuzzer.start(seed, number)
  plant?.(fuzzer.server)
  for (let i = 0; i < inputs && fuzzer.finding === null; i++) await fuzzer.input(number * INPUTS_PER_BROKER + i)
  await fuzzer.stop()
  return fuzzer.finding
}

class BrokerFuzzer {
  readonly server: SocketlessBroker
  finding: string | null = null
  readonly #seed: number
  readonly #time: SimTime
  readonly #sentinel: Sentinel
  #socket: FakeSocket | undefined

  private constructor(seed: number, server: SocketlessBroker, time: SimTime) {
    this.#seed = seed
    this.server = server
    this.#time = time
    this.#sentinel = new Sentinel(server.connect('sentinel'))
  }

  static async start(seed: number, number: number): Promise<BrokerFuzzer> {
    const time = new SimTime()
    const found: string[] = []
    const configs = { 'auto.create.topics.enable': 'true' }
    const server = await SocketlessBroker.start({ directory: '/memory', disk: new MemoryDisk().mount(), configs, clock: time, timers: time, random: seededRandom(seed + number), logger: bugLogger(found) })
    const fuzzer = new BrokerFuzzer(seed, server, time)
    found.push = (line) => {
      fuzzer.finding ??= line
      return 0
    }
    const client = server.connect('setup')
    await client.send(CreateTopics, 5, { topics: [{ name: FUZZED.topic, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000, validateOnly: false })
    client.close()
    await fuzzer.#sentinel.start()
    return fuzzer
  }

  async input(index: number): Promise<void> {
    const random = randomOf(this.#seed, index)
    if (this.#socket === undefined || this.#socket.destroyed || index % INPUTS_PER_CONNECTION === 0) this.#reconnect()
    const bytes = requestOf(random, served)
    const started = process.cpuUsage()
    const lies = random.below(100) === 0
    const sized = lies ? Buffer.concat([sizeField(random.below(0x1_0000_0000) | 0), bytes]) : frame(bytes)
    const cut = random.below(10) === 0 ? random.below(sized.length) : 0
    if (cut > 0) this.#socket!.deliver(sized.subarray(0, cut))
    this.#socket!.deliver(sized.subarray(cut))
    if (index % INPUTS_PER_TURN === 0) await turn()
    if (lies) this.#reconnect() // what follows would only be the rest of that frame
    const tookMs = cpuMsSince(started)
    if (tookMs > SLOW_MS) this.finding ??= `input ${index} took ${Math.round(tookMs)} ms: ${bytes.toString('hex')}`
    if (index % INPUTS_PER_LOOK === 0) await this.#look(index)
  }

  #reconnect(): void {
    this.#socket?.destroy()
    this.#socket = this.server.connectRaw(() => {})
    this.#time.jump(50)
  }

  async #look(index: number): Promise<void> {
    const wrong = await this.#sentinel.look()
    if (wrong !== null) this.finding ??= `after input ${index}: ${wrong}`
    const { heapUsed, external } = process.memoryUsage()
    if (heapUsed + external > MAX_HEAP_BYTES) this.finding ??= `after input ${index}: ${heapUsed + external} bytes are held`
  }

  async stop(): Promise<void> {
    this.#socket?.destroy()
    await this.server.broker.stop()
  }
}

/** A handler that throws is logged as an error: whatever a client sends, that is a bug. */
function bugLogger(found: string[]): Logger {
  return { info: () => {}, warn: () => {}, error: (message, cause) => void found.push(`the broker logged: ${message}: ${stackOf(cause)}`) }
}

const stackOf = (cause: unknown): string => (cause instanceof Error ? `${cause.stack}${cause.cause === undefined ? '' : `\ncaused by ${stackOf(cause.cause)}`}` : String(cause))
