// One run of a scenario against one broker: its connections, what is asked, and every answer in the order of the questions.
import { setTimeout as pause } from 'node:timers/promises'
import type { AnyApi, Api, DecodedResponseOf } from '../../../core/protocol/define-api.ts'
import { decodeResponseFrame, encodeRequestFrame } from '../../../core/protocol/frame.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { CreateTopics } from '../../../core/protocol/messages/create-topics.ts'
import { ListOffsets } from '../../../core/protocol/messages/list-offsets.ts'
import { RawClient } from '../../support/raw-client.ts'
import { type Json, Normaliser } from './normalise.ts'
import type { Scenario } from './scenario.ts'

/** What was asked, and what came of it. */
export type Step = readonly [question: string, answer: Json]

export interface SendOptions<Answer> {
  /** Told apart from other questions of the same API by this. */
  readonly note?: string | undefined
  /** Keeps what concerns the scenario where an answer speaks of the whole broker. */
  readonly only?: ((answer: Answer) => Answer) | undefined
  /** Asked for its effect alone: not part of the comparison. */
  readonly isUnrecorded?: boolean | undefined
}

const ANSWER_LIMIT_MS = 10_000
const CONVERGENCE_LIMIT_MS = 8_000
const CLOSED = 'connection closed'

type Answer = (normaliser: Normaliser) => Json

interface Slot {
  readonly question: string
  /** Null until it is there. */
  answer: Answer | null
}

export class ScenarioRun {
  readonly name: string
  readonly port: number
  /** From then on answers that are still due are nobody's business. */
  isOver = false
  #fail: (error: Error) => void = () => {}
  readonly #hearsLate: boolean
  readonly #slots: Slot[] = []
  readonly #connections: Connection[] = []

  /** `hearsLate`: changes are answered before they are known everywhere. */
  constructor(scenario: Scenario, port: number, hearsLate: boolean) {
    this.#hearsLate = hearsLate
    this.name = scenario.name.replaceAll(/[^a-z0-9]+/gi, '-')
    this.port = port
  }

  /** A name that is this scenario's own. */
  named(suffix = ''): string {
    return suffix === '' ? this.name : `${this.name}-${suffix}`
  }

  async connect(clientId = 'wire'): Promise<Connection> {
    const raw = await RawClient.connect({ host: '127.0.0.1', port: this.port })
    const connection = new Connection(this, raw, clientId)
    this.#connections.push(connection)
    return connection
  }

  /** Keeps the place of an answer that is still to come. */
  slot(question: string): (answer: Answer) => void {
    const slot: Slot = { question, answer: null }
    this.#slots.push(slot)
    return (answer) => void (slot.answer = answer)
  }

  /** Records whether an answer came at once, or not before `waitMs` were nearly over. */
  async timed(what: string, waitMs: number, answer: Promise<unknown>): Promise<void> {
    const record = this.slot(`${what}, comes`)
    const startedMs = performance.now()
    await answer
    const tookMs = performance.now() - startedMs
    record(() => (tookMs < waitMs / 2 ? 'at once' : 'late'))
  }

  async pause(ms: number): Promise<void> {
    await pause(ms)
  }

  /** Waits until the broker that answers has heard what the controller was told: Kafka answers before that, Headwater after it. */
  async heard(ms = 800): Promise<void> {
    if (this.#hearsLate) await pause(ms)
  }

  steps(): Step[] {
    const normaliser = new Normaliser(this.port)
    return this.#slots.map(({ question, answer }) => [question, answer?.(normaliser) ?? 'no answer'])
  }

  /** Ends the scenario from outside of what it awaits, so that no other promise of it rejects unheard. */
  fail(error: Error): void {
    this.#fail(error)
  }

  async play(scenario: Scenario): Promise<void> {
    const failed = new Promise<never>((_, reject) => (this.#fail = reject))
    try {
      await Promise.race([scenario.run(this), failed])
    } finally {
      this.isOver = true
      for (const connection of this.#connections) connection.close()
    }
  }
}

interface Waiting {
  readonly resolve: (frame: Buffer) => void
  readonly reject: (error: Error) => void
}

export class ConnectionClosed extends Error {}

export class Connection {
  readonly #run: ScenarioRun
  readonly #raw: RawClient
  readonly #clientId: string
  readonly #waiting: Waiting[] = []
  #nextCorrelationId = 1
  #isClosed = false

  constructor(run: ScenarioRun, raw: RawClient, clientId: string) {
    this.#run = run
    this.#raw = raw
    this.#clientId = clientId
    void this.#receive()
  }

  /** The answer, recorded and as it came. Rejects when the connection closes instead, which is recorded too. */
  send<Req, Res, ReqIn, ResOut>(api: Api<Req, Res, ReqIn, ResOut>, version: number, body: ReqIn, options: SendOptions<ResOut> = {}): Promise<ResOut> {
    const codec: AnyApi = api
    const question = `${api.name} v${version}${options.note === undefined ? '' : `: ${options.note}`}`
    const record = options.isUnrecorded === true ? () => {} : this.#run.slot(question)
    const correlationId = this.#nextCorrelationId++
    const frames = encodeRequestFrame(codec, version, correlationId, this.#clientId, body as never)
    const answer = this.#answered(frames).then(
      (frame) => {
        if (frame.readInt32BE(0) !== correlationId) throw new Error(`${question}: the answer to another question came.`)
        const decoded = decodeResponseFrame(codec, version, frame).body as ResOut
        record((normaliser) => normaliser.answer(codec, version, options.only?.(decoded) ?? decoded))
        return decoded
      },
      (error: unknown) => {
        if (error instanceof ConnectionClosed) record(() => CLOSED)
        throw error
      },
    )
    answer.catch(() => {}) // may be awaited later, or never
    return answer
  }

  /** Asks until an answer is as it has to become, and records that one. */
  async until<Req, Res, ReqIn, ResOut>(
    api: Api<Req, Res, ReqIn, ResOut>, version: number, body: ReqIn, isSettled: (answer: ResOut) => boolean, options: SendOptions<ResOut> = {},
  ): Promise<ResOut> {
    for (const deadline = performance.now() + CONVERGENCE_LIMIT_MS; ; await pause(50)) {
      const answer = await this.send(api, version, body, { isUnrecorded: true })
      if (!isSettled(answer) && performance.now() < deadline) continue
      if (options.isUnrecorded === true) return answer
      const question = `${api.name} v${version}${options.note === undefined ? '' : `: ${options.note}`}`
      this.#run.slot(question)((normaliser) => normaliser.answer(api as AnyApi, version, options.only?.(answer) ?? answer))
      return answer
    }
  }

  /** Sends a request to which nothing is answered (acks=0). */
  tell<Req, Res, ReqIn, ResOut>(api: Api<Req, Res, ReqIn, ResOut>, version: number, body: ReqIn): void {
    this.#raw.socket.write(Buffer.concat(encodeRequestFrame(api as AnyApi, version, this.#nextCorrelationId++, this.#clientId, body as never)))
  }

  /** Bytes as they are; recorded is the frame that comes back, in hex, or that the connection closed. */
  async sendBytes(note: string, bytes: Buffer): Promise<void> {
    const record = this.#run.slot(note)
    await this.#answered([bytes]).then(
      (frame) => record(() => `0x${frame.toString('hex')}`),
      () => record(() => CLOSED),
    )
  }

  /** Whether the connection still answers. */
  async lives(note: string): Promise<void> {
    await this.send(ApiVersions, 0, {}, { note, only: (answer) => ({ ...answer, apiKeys: [] }) }).catch(() => {})
  }

  async heard(ms?: number): Promise<void> {
    await this.#run.heard(ms)
  }

  /** Made, and known to the broker that answers; its topic id. */
  async createTopic(name: string, numPartitions = 1, configs: Readonly<Record<string, string>> = {}): Promise<string> {
    const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }))
    const topic = { name, numPartitions, replicationFactor: 1, assignments: [], configs: entries }
    const made = await this.send(CreateTopics, 7, { topics: [topic] }, { isUnrecorded: true })
    if (made.topics[0]!.errorCode !== 0) throw new Error(`Topic ${name} could not be made: ${made.topics[0]!.errorMessage}`)
    const partitions = Array.from({ length: numPartitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1 }))
    const isLed = (answer: DecodedResponseOf<typeof ListOffsets>): boolean => answer.topics[0]!.partitions.every(({ errorCode }) => errorCode === 0)
    await this.until(ListOffsets, 7, { replicaId: -1, topics: [{ name, partitions }] }, isLed, { isUnrecorded: true })
    return made.topics[0]!.topicId
  }

  close(): void {
    this.#raw.close()
  }

  #answered(frames: readonly Buffer[]): Promise<Buffer> {
    if (this.#isClosed) return Promise.reject(new ConnectionClosed(CLOSED))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#run.fail(new Error(`no answer within ${ANSWER_LIMIT_MS / 1000} s`)), ANSWER_LIMIT_MS)
      const waiting = { resolve: (frame: Buffer) => (clearTimeout(timer), resolve(frame)), reject: (error: Error) => (clearTimeout(timer), reject(error)) }
      this.#waiting.push(waiting)
      this.#raw.socket.write(Buffer.concat(frames))
    })
  }

  async #receive(): Promise<void> {
    for (let frame = await this.#raw.next(); frame !== undefined; frame = await this.#raw.next()) this.#waiting.shift()?.resolve(frame)
    this.#isClosed = true
    if (this.#run.isOver) return
    for (const { reject } of this.#waiting.splice(0)) reject(new ConnectionClosed(CLOSED))
  }
}
