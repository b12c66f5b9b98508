// One replay by its seed: a made-up plan, a mode, faults at its steps, a process that dies several times, a person who pauses and resumes; then everything is counted.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Random, seededRandom } from '../../../core/base/random.ts'
import { listGroups } from '../../../core/client/admin/groups.ts'
import { EARLIEST, LATEST } from '../../../core/client/admin/list-offsets.ts'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { ITEM_STATES } from '../../../core/deadletters/replay/jobs/item-states.ts'
import type { JobRecord, ReplayMode } from '../../../core/deadletters/replay/jobs/job-record.ts'
import { isOver } from '../../../core/deadletters/replay/jobs/job-state.ts'
import type { ReplayJobs } from '../../../core/deadletters/replay/jobs/replay-jobs.ts'
import { parseRuns } from '../../../core/deadletters/replay/jobs/sent-fact.ts'
import type { LocalReplayPort } from '../../../core/deadletters/replay/senders/local-replay-port.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import type { LedgerRow } from '../../../core/storage/workbench-tables.ts'
import { committedRecords, type FailedRecord, madePlan, type MadePlan, replayWorld, type ReplayWorld } from '../../support/replay-world.ts'
import { CrashPoints } from './crash-points.ts'

export interface SimulatedBroker {
  readonly address: { host: string; port: number }
  readonly local: LocalReplayPort
  readonly directory: () => Promise<string>
}

export interface SimulationResult {
  readonly mode: ReplayMode
  readonly deaths: number
  readonly items: Record<string, number>
}

const PARTITIONS = 3
const MAX_LIVES = 40
const STUCK_MS = 10_000

export async function simulateReplay(seed: number, broker: SimulatedBroker): Promise<SimulationResult> {
  const simulation = new Simulation(seed, broker)
  try {
    return await simulation.run()
  } catch (error) {
    throw new Error(`seed ${seed} (mode ${simulation.mode}): ${simulation.story.join('; ')}`, { cause: error })
  }
}

class Simulation {
  readonly mode: ReplayMode
  readonly story: string[] = []
  readonly #seed: number
  readonly #broker: SimulatedBroker
  readonly #random: Random
  readonly #records: FailedRecord[]
  readonly #made: MadePlan
  readonly #target: string
  readonly #dlq: string
  #deaths = 0
  #isStamped = true

  constructor(seed: number, broker: SimulatedBroker) {
    this.#seed = seed
    this.#broker = broker
    this.#random = seededRandom(seed)
    const random = this.#random
    this.mode = (['T', 'T', 'L', 'I', 'W', 'W'] as const)[random.below(6)]!
    this.#target = `orders-${seed}`
    this.#dlq = `orders-${seed}-dlt`
    this.#isStamped = this.mode !== 'W' || random.below(4) > 0
    const order = random.below(4) === 0 ? 'none' : 'key'
    this.#records = Array.from({ length: 1 + random.below(60) }, (): FailedRecord => {
      const key = `k${random.below(6)}`
      const fate = random.below(20)
      return { key, topic: this.#target, dlq: this.#dlq, partition: Number(key.slice(1)) % PARTITIONS, ...(fate === 0 && { skip: true }), ...(fate === 1 && { problem: 'invalid' }) }
    })
    const isLocal = this.mode === 'L' || this.mode === 'I'
    const headers = { owned: 'strip', renamePrefix: '', remove: [], set: [], maxValueBytes: null, stamp: this.#isStamped } as const
    this.#made = madePlan(this.#records, { order, headers, stopAfterErrors: random.below(2) === 0 ? 1 : null }, { planId: `plan-${seed}`, target: { connectionId: 'target', clusterId: 'cluster', isLocal } })
  }

  async run(): Promise<SimulationResult> {
    const folder = await this.#broker.directory()
    const first = await this.#world(folder, null)
    await createTopic(first.world.cluster, { name: this.#target, partitionCount: PARTITIONS })
    await createTopic(first.world.cluster, { name: this.#dlq, partitionCount: 1 })
    await this.#fillSource(first.world.cluster)
    const { jobId } = await (await first.world.open()).create({ source: this.#made.source, name: 'A job', mode: this.mode })
    await first.world.close()
    for (let life = 0; life < MAX_LIVES; life++) {
      // The last lives are without faults, so that every seed comes to an end.
      const isCalm = life >= MAX_LIVES / 2
      const isDone = await this.#live(folder, jobId, isCalm ? null : this.#random.below(70) + 1, isCalm ? 0 : this.#random.below(3) * 8)
      if (isDone) return await this.#verify(folder, jobId)
    }
    throw new Error('it does not come to an end')
  }

  async #world(folder: string, points: CrashPoints | null): Promise<{ world: ReplayWorld }> {
    const { address, local } = this.#broker
    const jobs = { maxBatchItems: 1 + this.#random.below(12), deliveryTimeoutMs: 300 }
    const world = await replayWorld({ target: address, directory: folder, local, seed: this.#random.below(1_000_000), closesWithTest: false, jobs, ...(points && { around: points.around }) })
    world.plans.set(this.#made.source.plan.planId, this.#made.source)
    return { world }
  }

  /** From a start of Headwater to its end: true when the job is over. */
  async #live(folder: string, jobId: string, dieAt: number | null, perMille: number): Promise<boolean> {
    const points = new CrashPoints(this.#random, { dieAt, perMille })
    const { world } = await this.#world(folder, points)
    const lived = this.#work(world, jobId).catch(async (error: unknown) => {
      if (points.isDead) return new Promise<never>(() => {})
      // The disk refused what was asked: whoever asked tries again.
      if (error instanceof StorageError) return false
      throw error
    })
    // What goes on in a dead process is nobody's.
    lived.catch(() => {})
    const isDone = await Promise.race([lived, points.died.then(() => 'died' as const), sleep(STUCK_MS, 'stuck' as const, { ref: false })])
    require(isDone !== 'stuck', `it is stuck: ${points.story.join('; ')}`)
    this.story.push(...points.story, isDone === 'died' ? 'died' : `ended ${this.#told(world, jobId)}`)
    if (isDone === 'died') {
      this.#deaths++
      await points.arrived()
    }
    await (isDone === 'died' ? world.kill() : world.close())
    return isDone === true
  }

  #told(world: ReplayWorld, jobId: string): string {
    const job = world.jobStore.get(jobId)
    return job === undefined ? '' : `${job.state} at ${job.committed} of pass ${job.pass}: ${job.reason?.code ?? ''} ${job.reason?.message ?? ''}`
  }

  async #work(world: ReplayWorld, jobId: string): Promise<boolean> {
    const jobs = await world.open()
    jobs.changed.on(() => this.#checkCounts(jobs, jobId))
    const job = jobs.get(jobId)
    if (isOver(job.state) && this.#random.below(3) > 0) return true
    if (job.state === 'COMPLETED_WITH_ERRORS') await this.#askAgain(jobs, job)
    else if (job.state === 'PLANNED') await jobs.start(jobId)
    else if (job.state === 'PAUSED' || job.state === 'INTERRUPTED') {
      await this.#decide(jobs, job)
      await jobs.resume(jobId)
    }
    if (this.#random.below(5) === 0) {
      await world.cluster.pause(this.#random.below(15))
      if (jobs.live(jobId)) await jobs.pause(jobId)
    }
    await world.finished(jobs, jobId)
    return isOver(jobs.get(jobId).state)
  }

  /** Once in a while a person asks for what has failed again. */
  async #askAgain(jobs: ReplayJobs, job: JobRecord): Promise<void> {
    const failed = job.items.FAILED
    if (failed === 0) return
    this.story.push(`asked for ${failed} again`)
    await jobs.retryFailed(job.jobId, null)
    await jobs.resume(job.jobId)
  }

  /** A person who knows: what is in doubt and not stamped is there or it is not. Here nobody decides, and what is in doubt stays so. */
  async #decide(_jobs: ReplayJobs, _job: JobRecord): Promise<void> {}

  #checkCounts(jobs: ReplayJobs, jobId: string): void {
    const counts = jobs.live(jobId)?.books.states.counts() ?? jobs.get(jobId).items
    const sum = ITEM_STATES.reduce((total, state) => total + counts[state], 0)
    require(sum === this.#records.length, `R10: ${JSON.stringify(counts)} are ${sum} of ${this.#records.length} items`)
  }

  async #verify(folder: string, jobId: string): Promise<SimulationResult> {
    const { world } = await this.#world(folder, null)
    try {
      const ledger = world.ledger(jobId)
      const job = world.jobStore.get(jobId)!
      await this.#verifyTarget(world.cluster, ledger)
      this.#verifyOrder(ledger)
      this.#verifyAudit(world, ledger, jobId)
      await this.#verifySource(world.cluster, jobId)
      require(job.items.PENDING + job.items.SENDING === 0 || job.state === 'CANCELLED', `it is ${job.state} with ${JSON.stringify(job.items)}`)
      return { mode: this.mode, deaths: this.#deaths, items: { ...job.items } }
    } finally {
      await world.close()
    }
  }

  /** R1, R2, R3: what committed readers see, and what the ledger says, item by item. */
  async #verifyTarget(cluster: ClusterConnection, ledger: readonly LedgerRow[]): Promise<void> {
    const seen = new Map<number, string>()
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for (const { offset, value } of await committedRecords(cluster, this.#target, partition)) {
        const index = Number(value)
        require(!seen.has(index), `R1: item ${index} is there twice: ${seen.get(index)} and ${partition}/${offset}`)
        seen.set(index, `${partition}/${offset}`)
      }
    }
    for (const [index, row] of ledger.entries()) {
      if (row?.state === 'SENT') require(seen.has(index), `R2: item ${index} is SENT and not there`)
      if (row?.state === 'SENT' && row.offset >= 0) require(seen.get(index) === `${row.partition}/${row.offset}`, `R3: item ${index} is at ${seen.get(index)}, and the ledger says ${row.partition}/${row.offset}`)
    }
    for (const index of seen.keys()) {
      const state = ledger[index]?.state
      require(state === 'SENT' || (state === 'INDOUBT' && !this.#isStamped), `R3: item ${index} is there, and the ledger says ${state}`)
    }
  }

  /** R4, R5. */
  #verifyOrder(ledger: readonly LedgerRow[]): void {
    if (this.#made.source.plan.options.order !== 'key') return
    for (const [key, items] of Map.groupBy(this.#records.keys(), (index) => this.#records[index]!.key)) {
      const rows = [...items].map((index) => ({ index, row: ledger[index] }))
      const offsets = rows.flatMap(({ row }) => (row?.state === 'SENT' && row.offset >= 0 ? [row.offset] : []))
      require(offsets.every((offset, i) => i === 0 || offset > offsets[i - 1]!), `R4: key ${key} went to offsets ${offsets.join(' ')}`)
      const failed = rows.findIndex(({ row }) => row?.state === 'FAILED')
      const after = failed < 0 ? undefined : rows.slice(failed + 1).find(({ row }) => row?.state === 'SENT')
      require(after === undefined, `R5: item ${after?.index} was sent although item ${rows[failed]?.index} of its key had failed`)
    }
  }

  /** R12: from every record to its entry, and back. */
  #verifyAudit({ audit }: ReplayWorld, ledger: readonly LedgerRow[], jobId: string): void {
    require(audit.verify().brokenAt === null, 'R12: the chain is broken')
    const told = new Set<number>()
    audit.visitBack(null, (entry) => {
      const items = entry.detail.find(({ name }) => name === 'items')
      if (entry.jobId !== jobId || !items) return
      for (const index of parseRuns(items.text)) {
        require(!told.has(index), `R12: item ${index} is told of twice`)
        told.add(index)
        require(ledger[index]?.state === 'SENT' && ledger[index].audit === entry.sequence, `R12: entry ${entry.sequence} tells of item ${index}, and its row is ${JSON.stringify(ledger[index])}`)
      }
    })
    for (const [index, row] of ledger.entries()) if (row?.state === 'SENT') require(told.has(index), `R12: item ${index} was sent and no entry tells of it`)
  }

  /** R8: nothing but the job's own group has come to be, and the source is as it was. */
  async #verifySource(cluster: ClusterConnection, jobId: string): Promise<void> {
    const reader = await TopicReader.open(cluster, this.#dlq)
    const [start, end] = [await reader.offset(0, EARLIEST), await reader.offset(0, LATEST)]
    require(start === 0 && end === this.#records.length, `R8: the dead-letter topic holds ${start} to ${end}`)
    const own = (await listGroups(cluster)).filter(({ groupId }) => groupId.includes(jobId))
    require(own.every(({ groupId }) => groupId === `headwater.replay.${jobId}`), `R8: groups ${own.map(({ groupId }) => groupId).join(', ')}`)
  }

  async #fillSource(cluster: ClusterConnection): Promise<void> {
    const records = this.#records.map(({ key }, i) => ({ key: Buffer.from(key!), value: Buffer.from(String(i)), timestamp: Date.now() }))
    await produceBatch(cluster, await cluster.topic(this.#dlq), { partition: 0, records })
  }

  get seed(): number {
    return this.#seed
  }
}

function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}
