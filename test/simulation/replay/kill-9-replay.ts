// `node test/simulation/replay/kill-9-replay.ts --records 100000 --kills 5`: replays in mode T to a second Headwater (`--kafka`: to an Apache Kafka; or
// `--bootstrap host:port`: to any), killing the first with -9 in between; then readers of committed records see each exactly once and in order of its key, and the ledger equals the log.
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import { systemClock } from '../../../core/base/clock.ts'
import { type Random, seededRandom } from '../../../core/base/random.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import { parseBrokerAddress } from '../../../core/client/bootstrap-address.ts'
import { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import type { JobSummary } from '../../../core/contract/replay.ts'
import { type Client, createClient } from '../../../core/contract/rpc-client.ts'
import { obstacle, startPlainKafka } from '../../conformance/apache-kafka/kafka-node.ts'
import { startBrokerProcess } from '../../support/broker-process.ts'
import { startWorkbenchProcess, type WorkbenchProcess } from '../../support/workbench-process.ts'

const PARTITIONS = 6
const KEYS_PER_PARTITION = 500
const BATCH = 500
/** A killed process leaves the same in memory as on disk, and memory is faster. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const NAME = 'The remote'

export interface KillReplayOptions {
  readonly records: number
  readonly kills: number
  readonly seed: number
  /** A cluster that runs already; a second Headwater if left out. */
  readonly bootstrap?: string | undefined
  readonly tell?: (line: string) => void
}

export interface KillReplayResult {
  readonly records: number
  readonly kills: number
  /** Sent per second while it ran, starts not counted. */
  readonly recordsPerSecond: number
  /** What was under way at each kill, as the next start has told it. */
  readonly interruptions: readonly string[]
}

export async function killReplay(options: KillReplayOptions): Promise<KillReplayResult> {
  const folder = mkdtempSync(join(FOLDER, 'headwater-kill9-replay-'))
  const remote = options.bootstrap === undefined ? await startBrokerProcess(join(folder, 'remote')) : null
  const bootstrap = options.bootstrap ?? remote!.bootstrap
  const cluster = new ClusterConnection({
    bootstrapServers: [parseBrokerAddress(bootstrap)],
    identity: { clientId: 'kill9', softwareName: 'headwater-test', softwareVersion: '1' },
    clock: systemClock,
    timers: systemTimers,
    random: seededRandom(options.seed),
  })
  try {
    return await new KillReplay({ ...options, bootstrap, folder, cluster }).run()
  } finally {
    await cluster.close()
    await remote?.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Running {
  readonly process: WorkbenchProcess
  readonly client: Client
}

class KillReplay {
  readonly #options: KillReplayOptions & { readonly bootstrap: string; readonly folder: string; readonly cluster: ClusterConnection }
  readonly #random: Random
  readonly #topic: string
  readonly #dlq: string
  readonly #interruptions: string[] = []
  #runningMs = 0

  constructor(options: KillReplay['options']) {
    this.#options = options
    this.#random = seededRandom(options.seed)
    this.#topic = `orders-${options.seed}`
    this.#dlq = `${this.#topic}-dlt`
  }

  get options(): KillReplayOptions & { readonly bootstrap: string; readonly folder: string; readonly cluster: ClusterConnection } {
    return this.#options
  }

  async run(): Promise<KillReplayResult> {
    const { records, kills, cluster } = this.#options
    await createTopic(cluster, { name: this.#topic, partitionCount: PARTITIONS })
    await createTopic(cluster, { name: this.#dlq, partitionCount: PARTITIONS })
    await this.#topicsAreKnown()
    await this.#fill()
    let running = await this.#start()
    const { connectionId, jobId } = await this.#plan(running.client)
    for (let kill = 1; kill <= kills; kill++) {
      const from = Math.floor(((kill - 1) * records) / (kills + 1))
      const to = Math.floor((kill * records) / (kills + 1))
      const at = Math.max(1, from + this.#random.below(Math.max(1, to - from)))
      await this.#until(running.client, jobId, ({ items }) => items.sent >= at)
      await sleep(this.#random.below(20))
      process.kill(running.process.pid, 'SIGKILL')
      running = await this.#start()
      await this.#goOn(running.client, connectionId, jobId)
    }
    const job = await this.#until(running.client, jobId, ({ state }) => state.startsWith('COMPLETED'))
    if (job.items.sent !== records) throw new Error(`${job.state}: ${JSON.stringify(job.items)} ${job.reason?.message ?? ''}`)
    await this.#verify(running.client, jobId)
    await running.process.stop()
    return { records, kills, recordsPerSecond: Math.round((records * 1_000) / this.#runningMs), interruptions: this.#interruptions }
  }

  /** Apache Kafka answers before every broker knows of a topic. */
  async #topicsAreKnown(): Promise<void> {
    for (let isKnown = false; !isKnown; await sleep(100)) {
      const { topics } = await this.#options.cluster.metadata([this.#topic, this.#dlq])
      isKnown = topics.every(({ errorCode, partitions }) => errorCode === 0 && partitions.every(({ leader }) => leader >= 0))
    }
  }

  /** As Spring's recoverer would have left them: key by key, with where each came from. */
  async #fill(): Promise<void> {
    const { records, cluster } = this.#options
    const topic = await cluster.topic(this.#dlq)
    const perPartition = Math.ceil(records / PARTITIONS)
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const count = Math.min(perPartition, records - partition * perPartition)
      for (let first = 0; first < count; first += BATCH) {
        const batch = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => this.#record(partition, first + i))
        await cluster.retrying(async () => produceBatch(cluster, topic, { partition, records: batch }))
      }
    }
    this.#tell(`${records} records lie in ${this.#dlq}`)
  }

  #record(partition: number, offset: number) {
    const [originPartition, originOffset, timestamp] = [Buffer.alloc(4), Buffer.alloc(8), Date.now()]
    originPartition.writeInt32BE(partition)
    originOffset.writeBigInt64BE(BigInt(offset))
    const headers = [
      { key: 'trace', value: Buffer.from(`${partition}-${offset}`) },
      { key: 'kafka_dlt-original-topic', value: Buffer.from(this.#topic) },
      { key: 'kafka_dlt-original-partition', value: originPartition },
      { key: 'kafka_dlt-original-offset', value: originOffset },
      { key: 'kafka_dlt-exception-fqcn', value: Buffer.from('com.example.Outage') },
      { key: 'kafka_dlt-exception-message', value: Buffer.from('The database is down') },
    ]
    return { key: Buffer.from(`k${partition}-${offset % KEYS_PER_PARTITION}`), value: Buffer.from(JSON.stringify({ partition, offset, text: 'x'.repeat(100) })), timestamp, headers }
  }

  async #start(): Promise<Running> {
    const process = await startWorkbenchProcess(join(this.#options.folder, 'headwater'))
    return { process, client: await connect(process.url) }
  }

  async #plan(client: Client): Promise<{ connectionId: string; jobId: string }> {
    const { records, bootstrap } = this.#options
    const { id: connectionId } = await client.connections.add({ name: NAME, bootstrapServers: [bootstrap], hue: null, security: { tls: null, sasl: null } })
    const usual = await client.replay.defaults({ sourceConnectionId: connectionId, targetConnectionId: connectionId })
    const options = { ...usual, messagesPerSecond: null, bytesPerSecond: null, canary: 0, stopAfterFailures: null, payload: 'dlq' as const, pin: false, mode: 'T' as const }
    const selection = { kind: 'filter' as const, topics: [this.#dlq], filter: {} }
    const startedMs = performance.now()
    await this.#index(client, connectionId)
    const plan = await client.replay.plan({ connectionId, selection, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: records })
    this.#tell(`planned ${plan.itemCount} in ${Math.round(performance.now() - startedMs)} ms`)
    if (plan.itemCount !== records) throw new Error(`The plan has ${plan.itemCount} of ${records} records: ${JSON.stringify(plan.excluded)}`)
    await client.connections.arm({ connectionId, confirmName: NAME, minutes: 60 })
    const { jobId } = await client.replay.start({ connectionId, planId: plan.planId, planHash: plan.planHash, confirmName: NAME, atMs: null })
    this.#tell(`started after ${Math.round(performance.now() - startedMs)} ms`)
    return { connectionId, jobId }
  }

  async #index(client: Client, connectionId: string): Promise<void> {
    const { records } = this.#options
    for await (const event of await client.deadLetters.index({ connectionId, topics: [this.#dlq] })) {
      if (event.topics.every(({ known }) => known >= records)) return
    }
  }

  async #goOn(client: Client, connectionId: string, jobId: string): Promise<void> {
    const job = (await client.replay.jobs({ includeArchived: false })).find((known) => known.jobId === jobId)!
    if (job.state.startsWith('COMPLETED')) return
    if (job.state !== 'INTERRUPTED') throw new Error(`After the kill it is ${job.state}: ${job.reason?.message ?? ''}`)
    this.#interruptions.push(job.reason!.message)
    this.#tell(job.reason!.message)
    await client.connections.arm({ connectionId, confirmName: NAME, minutes: 60 })
    await client.replay.resume({ connectionId, jobId })
  }

  async #until(client: Client, jobId: string, isReached: (job: JobSummary) => boolean): Promise<JobSummary> {
    const startedMs = performance.now()
    for await (const { job } of await client.replay.watchJob({ jobId })) {
      if (isReached(job)) {
        this.#runningMs += performance.now() - startedMs
        return job
      }
      if (job.state !== 'RUNNING') throw new Error(`It is ${job.state}: ${JSON.stringify([job.reason, job.items])}`)
    }
    throw new Error('The stream ended.')
  }

  /** Exactly once, in order of each key, byte for byte, and where the ledger says. */
  async #verify(client: Client, jobId: string): Promise<void> {
    const { cluster, records } = this.#options
    const log = new Map<string, string>()
    const lastOfKey = new Map<string, number>()
    const reader = await TopicReader.open(cluster, this.#topic)
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for (let offset = 0; ; ) {
        const { records: read, nextOffset, outcomeOf } = await reader.read(partition, offset)
        for (const record of read) {
          if (outcomeOf(record.batch) !== 'committed') continue
          const value = JSON.parse(String(record.value)) as { partition: number; offset: number }
          const name = `${value.partition}/${value.offset}`
          if (log.has(name)) throw new Error(`${name} is there twice: ${log.get(name)} and ${partition}/${record.offset}`)
          if (value.partition !== partition) throw new Error(`${name} went to partition ${partition}`)
          const key = String(record.key)
          if (value.offset <= (lastOfKey.get(key) ?? -1)) throw new Error(`${name} comes after ${lastOfKey.get(key)} of key ${key}`)
          lastOfKey.set(key, value.offset)
          const headers = record.headers.map((header) => header.key)
          if (headers.some((header) => header.startsWith('kafka_dlt')) || String(record.headers[0]?.value) !== `${value.partition}-${value.offset}`) throw new Error(`${name} has the headers ${headers.join(', ')}`)
          log.set(name, `${partition}/${record.offset}`)
        }
        if (nextOffset === offset) break
        offset = nextOffset
      }
    }
    if (log.size !== records) throw new Error(`${log.size} of ${records} records are there`)
    let lines = 0
    for await (const { text } of await client.replay.exportJob({ jobId, format: 'jsonl' })) {
      for (const line of text.split('\n').filter(Boolean)) {
        const { state, sourcePartition, sourceOffset, targetPartition, targetOffset } = JSON.parse(line) as Record<string, unknown>
        const name = `${String(sourcePartition)}/${String(sourceOffset)}`
        const place = `${String(targetPartition)}/${String(targetOffset)}`
        if (state !== 'SENT' || log.get(name) !== place) throw new Error(`The ledger says that ${name} is ${String(state)} at ${place}, and the log has it at ${log.get(name)}`)
        lines++
      }
    }
    if (lines !== records) throw new Error(`The ledger has ${lines} rows`)
    const { isWhole, text } = await client.audit.verify()
    if (!isWhole) throw new Error(text)
    this.#tell(`each of ${records} exactly once, in order of ${lastOfKey.size} keys; the ledger equals the log; ${text}`)
  }

  #tell(line: string): void {
    this.#options.tell?.(line)
  }
}

async function connect(url: string): Promise<Client> {
  const { host, origin } = new URL(url)
  const response = await fetch(url, { redirect: 'manual' })
  const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!
  const socket = new WebSocket(`ws://${host}/rpc`, { origin, headers: { cookie } })
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  const client = createClient(closed, (options) => new RPCLink({ websocket: socket as never, ...options }))
  await once(socket, 'open')
  return client
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { records: { type: 'string', default: '100000' }, kills: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' }, bootstrap: { type: 'string' }, kafka: { type: 'boolean', default: false } },
  })
  const startedMs = performance.now()
  const tell = (line: string): void => console.log(`${((performance.now() - startedMs) / 1_000).toFixed(1)} s  ${line}`)
  const why = values.kafka ? await obstacle() : null
  if (why !== null) throw new Error(`There is no Apache Kafka to replay to: ${why}`)
  const kafka = values.kafka ? await startPlainKafka({ 'transaction.state.log.replication.factor': '1', 'transaction.state.log.min.isr': '1', 'offsets.topic.replication.factor': '1' }) : null
  const bootstrap = kafka ? `127.0.0.1:${kafka.port}` : values.bootstrap
  const result = await killReplay({ records: Number(values.records), kills: Number(values.kills), seed: Number(values.seed), bootstrap, tell })
  await kafka?.stop()
  tell(`seed ${values.seed}: ${JSON.stringify(result)}`)
}
