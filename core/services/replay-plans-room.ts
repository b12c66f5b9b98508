// Everything about replays besides running them, put together: plans, files, sandboxes, purges and what is taken back, and the services that answer for them.
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import type { FailureIndex } from '../deadletters/index/failure-index.ts'
import type { RulesStore } from '../deadletters/recognise/rules-store.ts'
import { PlanStore } from '../deadletters/replay/plan-store.ts'
import type { Retractor } from '../deadletters/replay/undo.ts'
import type { Transforms } from '../deadletters/replay/transform/transforms.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import type { ConnectionsService } from './connections-service.ts'
import type { DeadLettersService } from './dead-letters-service.ts'
import { PurgeService } from './purge-service.ts'
import { ReplayFilesService } from './replay-files-service.ts'
import type { ReplayJobsRoom } from './replay-jobs-room.ts'
import { ReplayPlansService } from './replay-plans-service.ts'
import { ReplaySandboxService } from './replay-sandbox-service.ts'
import { ReplayUndoService } from './replay-undo-service.ts'

export interface ReplayPlansRoomOptions {
  readonly connections: ConnectionsService
  readonly deadLetters: DeadLettersService
  readonly rules: RulesStore
  readonly index: FailureIndex
  readonly retractor: Retractor
  readonly store: WorkbenchStore
  readonly transforms: Transforms
  /** Opened after this, and asked only when somebody asks. */
  readonly replays: () => ReplayJobsRoom
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

export interface ReplayPlansRoom {
  readonly plans: ReplayPlansService
  readonly sandbox: ReplaySandboxService
  readonly files: ReplayFilesService
  readonly purge: PurgeService
  readonly undo: ReplayUndoService
  close(): void
}

export async function openReplayPlans({ replays, ...options }: ReplayPlansRoomOptions): Promise<ReplayPlansRoom> {
  const store = new PlanStore(options.store, options.clock)
  await store.removeOrphans()
  const jobs = (): ReplayJobsRoom['jobs'] => replays().jobs
  const plans = new ReplayPlansService({ ...options, plans: store, jobs })
  const start = async (plan: Parameters<ReplayJobsRoom['service']['startPlan']>[0]) => replays().service.startPlan(plan, { isSandbox: true })
  const files = new ReplayFilesService(options)
  return {
    plans,
    sandbox: new ReplaySandboxService({ ...options, planning: plans, plans: store, jobs, start }),
    files,
    purge: new PurgeService(options),
    undo: new ReplayUndoService({ ...options, plans: store, audit: () => replays().audit, jobs }),
    close: () => files.close(),
  }
}
