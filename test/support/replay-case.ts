// A broker with the topics of a replay, a Headwater beside it, and faults between the two: where the failure cases of replays begin.
import type { JobRecord, ReplayMode } from '../../core/deadletters/replay/jobs/job-record.ts'
import type { ReplayJobs } from '../../core/deadletters/replay/jobs/replay-jobs.ts'
import type { ReplayOptions } from '../../core/deadletters/replay/options.ts'
import type { BrokerOptions } from '../../core/broker/broker.ts'
import { LocalReplay } from '../../core/services/local-replay.ts'
import { startTestBroker } from './broker.ts'
import { connectTo } from './cluster.ts'
import { committedRecords, type FailedRecord, madePlan, type MadePlan, makeTopics, replayWorld, type ReplayWorldOptions, TARGET } from './replay-world.ts'
import { wireFaults } from './wire-faults.ts'

export interface ReplayCaseOptions {
  readonly mode?: ReplayMode
  readonly records?: readonly FailedRecord[]
  readonly options?: Partial<ReplayOptions>
  readonly partitions?: number
  readonly configs?: Record<string, string>
  readonly topicConfigs?: Record<string, string>
  readonly broker?: Partial<BrokerOptions>
  readonly world?: Partial<ReplayWorldOptions>
}

export const twenty: readonly FailedRecord[] = Array.from({ length: 20 }, (_, i) => ({ key: `k${i % 4}`, partition: 0 }))

export async function replayCase({ mode = 'T', records = twenty, options = {}, partitions = 1, configs = {}, topicConfigs = {}, broker: brokerOptions = {}, world: more = {} }: ReplayCaseOptions = {}) {
  const broker = await startTestBroker(configs, brokerOptions)
  const faults = wireFaults()
  const usual: ReplayWorldOptions = { target: broker.address, local: new LocalReplay(broker), around: faults.around, jobs: { maxBatchItems: 5, deliveryTimeoutMs: 400 }, ...more }
  const world = await replayWorld(usual)
  const admin = connectTo(broker.address)
  await makeTopics(admin, partitions, topicConfigs)
  const isLocal = mode === 'L' || mode === 'I'
  const made: MadePlan = madePlan(records, options, { target: { connectionId: 'target', clusterId: 'cluster', isLocal } })
  world.plans.set(made.source.plan.planId, made.source)
  const jobs = await world.open()
  const { jobId } = await jobs.create({ source: made.source, name: 'A job', mode })
  return {
    broker,
    faults,
    world,
    admin,
    made,
    jobs,
    jobId,
    /** Starts it, or goes on with it, until it does not run any more. */
    async run(on: ReplayJobs = jobs): Promise<JobRecord> {
      await (on.get(jobId).state === 'PLANNED' ? on.start(jobId) : on.resume(jobId))
      return world.finished(on, jobId)
    },
    /** Values in the first partition of the target, as readers of committed records see them. */
    async values(): Promise<number[]> {
      return (await committedRecords(admin, TARGET, 0)).map(({ value }) => Number(value))
    },
    ledger: () => world.ledger(jobId),
    /** Headwater dies, and is started again on its folder. */
    async again(next: Partial<ReplayWorldOptions> = {}) {
      await world.kill()
      const later = await replayWorld({ ...usual, around: wireFaults().around, directory: world.folder, ...next })
      later.plans.set(made.source.plan.planId, made.source)
      const laterJobs = await later.open()
      return {
        world: later,
        jobs: laterJobs,
        ledger: () => later.ledger(jobId),
        async run(): Promise<JobRecord> {
          if (laterJobs.live(jobId) === undefined) await laterJobs.resume(jobId)
          return later.finished(laterJobs, jobId)
        },
      }
    },
  }
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
