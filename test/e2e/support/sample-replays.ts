// Replays and the ledger for screens: a plan with every verdict, jobs in the states that matter, entries of a day; and what the fake core answers.
import type { AuditEntry } from '../../../core/contract/audit.ts'
import type { Field } from '../../../core/contract/records.ts'
import type { ItemPreview, JobItem, JobSummary, PlanItem, PlanSummary } from '../../../core/contract/replay.ts'
import { DRY_RUN, JOB, OPTIONS, PLAN } from '../../renderer/features/replay/sample-replays.ts'
import type { Implementer } from './fake-router.ts'
import type { FakeState } from './fake-state.ts'
import { once } from './sample-retries.ts'

export interface FakeReplays {
  plans: PlanSummary[]
  jobs: JobSummary[]
  entries: AuditEntry[]
}

const LOCAL_PLACE = { sourceConnectionId: 'local', sourceName: 'Local broker', targetConnectionId: 'local', targetName: 'Local broker', isTargetLocal: true }
const ITEMS = 40

export const noReplays = (): FakeReplays => ({ plans: [], jobs: [], entries: [] })

export function someReplays(): FakeReplays {
  const plan: PlanSummary = {
    ...PLAN, ...LOCAL_PLACE, name: '40 records of demo.payments-dlt', itemCount: ITEMS, options: { ...OPTIONS, targetConnectionId: 'local' }, mode: 'L', createdAtMs: Date.now() - 60_000, jobId: null,
    modeText: 'Exactly once: records and progress become durable in one commit of the local broker.', undoText: 'It can be taken back on the local broker, as long as no group has read past the records.',
    targets: [{ topic: 'demo.payments', count: ITEMS, isMissing: false }],
    dryRun: { ...DRY_RUN, atMs: Date.now() - 4_000, ready: 30, warnings: 6, skipped: 3, problems: 1, findings: [{ code: 'superseded', text: 'Its key has a newer record, at offset 18 of partition 2 of "demo.payments".', count: 6 }, { code: 'already-replayed', text: 'It was replayed before.', count: 3 }, { code: 'too-large', text: 'It is larger than "demo.payments" takes.', count: 1 }] },
  }
  const job = (number: number, change: Partial<JobSummary>): JobSummary => ({ ...JOB, ...LOCAL_PLACE, jobId: `job-${number}`, number, name: plan.name, mode: 'L', createdAtMs: Date.now() - number * 60_000, startedAtMs: Date.now() - number * 60_000, consumers: [{ group: 'demo.payments-service', state: 'Stable', memberCount: 1 }], ...change })
  const items = (sent: number, change: Partial<JobSummary['items']> = {}): JobSummary['items'] => ({ total: ITEMS, pending: ITEMS - sent, sending: 0, sent, skipped: 0, failed: 0, held: 0, indoubt: 0, ...change })
  return {
    plans: [plan],
    jobs: [
      job(4, { state: 'RUNNING', items: items(25), outcomes: { consumed: 21, bounced: 0, waiting: 4, untracked: 0 } }),
      job(3, { state: 'PAUSED', items: items(5), outcomes: { consumed: 0, bounced: 5, waiting: 0, untracked: 0 }, canary: 'failed', reason: { code: 'bounce', message: '5 of the first 5 records came back to the dead-letter topic.', remedy: 'The cause is not gone: repair the consumer or the records. Resume sends the others without waiting again.' } }),
      job(2, { state: 'COMPLETED_WITH_ERRORS', items: items(36, { pending: 0, failed: 2, held: 1, skipped: 1 }), outcomes: { consumed: 36, bounced: 0, waiting: 0, untracked: 0 }, endedAtMs: Date.now() - 30_000 }),
      job(1, { state: 'COMPLETED', items: items(ITEMS, { pending: 0 }), outcomes: { consumed: ITEMS, bounced: 0, waiting: 0, untracked: 0 }, endedAtMs: Date.now() - 50_000, isSandbox: true, canPromote: true, name: 'Sandbox of 40 cases' }),
    ],
    entries: Array.from({ length: 24 }, (_, at) => entry(24 - at)),
  }
}

function entry(sequence: number): AuditEntry {
  const kinds = [['replay', 'demo.payments', 'Job 4 sent 25 records to "demo.payments".'], ['purge', 'demo.warehouse-dlq', 'Deleted 10 records before offset 10 of partition 0.'], ['topic', 'demo.returns', 'Created with 3 partitions.'], ['group', 'demo.fraud-check', 'Partition 2 of "demo.payments" moved from offset 31 to 32.']] as const
  const [action, subject, text] = kinds[sequence % kinds.length]!
  return { sequence, atMs: Date.now() - (24 - sequence) * 300_000, who: 'ada', connectionId: 'local', connectionName: 'Local broker', clusterId: 'demo', action, subject, text, outcome: sequence % 7 === 0 ? 'failed' : 'done', detail: [{ name: 'records', text: '25' }], jobId: action === 'replay' ? 'job-4' : null, hash: sequence.toString(16).padStart(64, '0') }
}

const keyOf = (index: number): string => `ORD-${48_211 + index}`
const source = (index: number) => ({ topic: 'demo.payments-dlt', topicId: 'id', partition: index % 3, offset: BigInt(Math.floor(index / 3)) })

/** As many of each as the plan's dry run has counted. */
function judged(index: number): [PlanItem['verdict'], PlanItem['findings']] {
  if (index === 5) return ['problem', [{ code: 'too-large', text: 'It is larger than "demo.payments" takes.' }]]
  if (index >= 37) return ['skipped', [{ code: 'already-replayed', text: 'It was replayed before.' }]]
  return index % 6 === 3 ? ['warning', [{ code: 'superseded', text: 'Its key has a newer record, at offset 18 of partition 2 of "demo.payments".' }]] : ['ready', []]
}

function itemOf(index: number): PlanItem {
  const [verdict, findings] = judged(index)
  return { index, source: source(index), line: null, origin: { topic: 'demo.payments', partition: index % 3, offset: BigInt(index) }, keyText: keyOf(index), target: { topic: 'demo.payments', partition: index % 3 }, payload: 'dlq', sizeBytes: 2_100, replayCount: 0, verdict, findings, isForced: false }
}

const field = (text: string): Field => {
  const bytes = new TextEncoder().encode(text)
  return { kind: text.startsWith('{') ? 'json' : 'text', bytes, text, sizeBytes: bytes.length, cut: false }
}

function previewOf(index: number): ItemPreview {
  const value = (amount: string): string => `{"paymentId":"pay_1isjps8ofhwi8","orderNumber":"${keyOf(index)}","amount":{"value":${amount},"currency":"EUR"},"riskScore":0.096}`
  const header = (key: string, text: string) => ({ key, value: field(text) })
  const kept = [header('content-type', 'application/json'), header('x-source', 'android')]
  const before = { key: field(keyOf(index)), value: field(value('"1.290,50"')), headers: [...kept, header('kafka_original-topic', 'demo.payments'), { key: 'retry_topic-attempts', value: { kind: 'binary' as const, bytes: new Uint8Array([0, 0, 0, 4]), text: null, sizeBytes: 4, cut: false } }] }
  const after = { key: before.key, value: field(value('1290.50')), headers: [...kept, header('x-replay-id', `0123456789abcdef/${index}`), header('x-replay-count', '1')] }
  return { item: itemOf(index), before, after, origin: null, strippedHeaders: ['kafka_original-topic', 'retry_topic-attempts'], error: null, editRefusal: null, edit: null }
}

function jobItemOf(index: number, job: JobSummary): JobItem {
  const isSent = index < job.items.sent
  const outcome = !isSent ? null : index < job.outcomes.consumed ? 'consumed' : job.outcomes.bounced > 0 ? 'bounced' : 'waiting'
  const isFailed = !isSent && index < job.items.sent + job.items.failed
  return {
    index, source: source(index), line: null, keyText: keyOf(index), target: { topic: 'demo.payments', partition: index % 3, offset: isSent ? BigInt(56 + index) : null }, state: isSent ? 'SENT' : isFailed ? 'FAILED' : 'PENDING', outcome,
    finding: isFailed ? { code: 'too-large', text: 'It is larger than "demo.payments" takes.' } : null, atMs: isSent ? Date.now() - 60_000 + index : null, bouncedTo: outcome === 'bounced' ? source(index + 60) : null,
  }
}

async function* ended<T>(event: T): AsyncGenerator<T, void> {
  yield event
}

export function auditOf(os: Implementer['audit'], { replays }: Pick<FakeState, 'replays'>) {
  return {
    entries: os.entries.handler(() => ({ entries: replays.entries, cursor: null, total: replays.entries.length })),
    verify: os.verify.handler(() => ({ entries: replays.entries.length, isWhole: true, brokenAt: null, text: 'The chain is whole.' })),
    export: os.export.handler(() => ended({ text: '{}\n', done: true })),
  }
}

export function replayOf(os: Implementer['replay'], { replays }: Pick<FakeState, 'replays'>) {
  const plan = (planId: string): PlanSummary => replays.plans.find((one) => one.planId === planId) ?? replays.plans[0] ?? someReplays().plans[0]!
  const job = (jobId: string): JobSummary => replays.jobs.find((one) => one.jobId === jobId) ?? replays.jobs[0]!
  const onJob = ({ input }: { input: { jobId: string } }): JobSummary => job(input.jobId)
  const onPlan = ({ input }: { input: { planId: string } }): PlanSummary => plan(input.planId)
  const history = Array.from({ length: 20 }, (_, at) => ({ atMs: Date.now() - (20 - at) * 1_000, sent: at % 4, bounced: 0 }))
  const changing = {
    pause: os.pause.handler(onJob),
    cancel: os.cancel.handler(onJob),
    resume: os.resume.handler(onJob),
    setRate: os.setRate.handler(onJob),
    retryFailed: os.retryFailed.handler(onJob),
    decide: os.decide.handler(onJob),
    archive: os.archive.handler(onJob),
    undo: os.undo.handler(() => ({ undone: 1, refused: [] })),
    exportJob: os.exportJob.handler(() => ended({ text: '{}\n', done: true })),
    start: os.start.handler(() => replays.jobs[0]!),
    startSandbox: os.startSandbox.handler(() => replays.jobs.at(-1)!),
    promote: os.promote.handler(() => plan('')),
  }
  const planning = {
    defaults: os.defaults.handler(() => ({ ...OPTIONS, targetConnectionId: 'local' })),
    plan: os.plan.handler(() => plan('')),
    plans: os.plans.handler(() => replays.plans),
    summary: os.summary.handler(onPlan),
    removePlan: os.removePlan.handler(() => ({})),
    change: os.change.handler(onPlan),
    items: os.items.handler(({ input }) => {
      const items = Array.from({ length: ITEMS }, (_, index) => itemOf(index)).filter(({ verdict }) => input.verdict === null || verdict === input.verdict)
      return { items, cursor: null, total: items.length }
    }),
    preview: os.preview.handler(({ input }) => previewOf(input.index)),
    edit: os.edit.handler(onPlan),
    force: os.force.handler(onPlan),
    leaveOut: os.leaveOut.handler(onPlan),
    tryTransform: os.tryTransform.handler(() => ({ valid: ITEMS, invalid: 0, unchanged: 0, checked: ITEMS, total: ITEMS, pages: [previewOf(0), previewOf(1)], cursor: null, error: null })),
    dryRun: os.dryRun.handler(({ input }) => ended({ planId: input.planId, planHash: '', checked: ITEMS, total: ITEMS, step: '', done: true, summary: plan(input.planId) })),
    redirects: os.redirects.handler(() => []),
    setRedirects: os.setRedirects.handler(({ input }) => input.rules),
  }
  return {
    ...planning,
    ...changing,
    jobs: os.jobs.handler(() => replays.jobs),
    watchJobs: os.watchJobs.handler(({ signal }) => once(replays.jobs, signal)),
    watchJob: os.watchJob.handler(({ input, signal }) => once({ job: job(input.jobId), history }, signal)),
    jobItems: os.jobItems.handler(({ input }) => {
      const of = job(input.jobId)
      const items = Array.from({ length: of.items.total }, (_, index) => jobItemOf(index, of)).filter(({ state, outcome }) => (input.states?.includes(state) ?? true) && (input.outcomes === null || (outcome !== null && input.outcomes.includes(outcome))))
      return { items, cursor: null, total: items.length }
    }),
    sandbox: os.sandbox.handler(() => ({ topics: [{ source: 'demo.payments', local: 'demo.payments', partitionCount: 3, exists: false, configs: [] }], cases: 7, neighbours: 21, sizeBytes: 15_000, notes: [], plan: plan('') })),
    exportCases: os.exportCases.handler(() => ended({ text: '{}\n', records: 1, exportId: 'export', sha256: 'a'.repeat(64) })),
    importPiece: os.importPiece.handler(() => ({ fileId: 'file', records: 1, problems: [] })),
    fixture: os.fixture.handler(() => [{ id: 'kcat' as const, title: 'kcat', code: 'kcat -P -t demo.payments' }]),
  }
}
