// Made-up retries for screens: a policy with something in every tier, one that is paused, a simulated consumer, a stuck group; and what the fake core answers.
import type { PendingRetry, PoisonReport, RetryPolicy, RetryPolicyDraft, RetryPreview, RetryStop, Simulator } from '../../../core/contract/retries.ts'
import type { Implementer } from './fake-router.ts'
import type { FakeState } from './fake-state.ts'

export interface FakeRetries {
  policies: RetryPolicy[]
  pending: PendingRetry[]
  simulators: Simulator[]
  poison: PoisonReport
}

export const noRetries = (): FakeRetries => ({ policies: [], pending: [], simulators: [], poison: report([]) })

export function someRetries(): FakeRetries {
  return {
    policies: [policy('orders', { stops: STOPS }), policy('payments', { state: 'paused', reason: 'Topic "payments" was deleted. Nothing moves, and nothing is lost of what waits. Create it again and resume, or delete the policy.' })],
    pending: Array.from({ length: 40 }, (_, at) => pending(at)),
    simulators: [simulator()],
    poison: report([PILL]),
  }
}

const draftOf = (source: string): RetryPolicyDraft => ({
  source, group: null, mode: 'forward', naming: 'spring', headerDialect: 'spring-retry', tiers: [{ topic: null, delayMs: 5_000 }, { topic: null, delayMs: 60_000 }], maxAttempts: 3,
  deadLetterTopic: null, ingressTopic: null, partition: 'same', ratePerSecond: 100,
})

const stop = (role: RetryStop['role'], topic: string, changes: Partial<RetryStop> = {}): RetryStop => ({
  topic, role, delayMs: null, isFormer: false, exists: true, partitions: 3, records: 0, nextDueMs: null, moved: 0, problem: null, ...changes,
})

const STOPS: RetryStop[] = [
  stop('source', 'orders', { records: 27_000 }),
  stop('ingress', 'orders.retry', { moved: 212 }),
  stop('tier', 'orders-retry-5000', { delayMs: 5_000, records: 4, nextDueMs: Date.now() + 2_000, moved: 180 }),
  stop('tier', 'orders-retry-60000', { delayMs: 60_000, records: 36, nextDueMs: Date.now() + 31_000, moved: 91 }),
  stop('tier', 'orders-retry-600000', { delayMs: 600_000, isFormer: true, records: 2, nextDueMs: Date.now() + 400_000, moved: 12 }),
  stop('dead-letter', 'orders-dlt', { records: 29 }),
]

function policy(source: string, changes: Partial<RetryPolicy>): RetryPolicy {
  const stops = [stop('source', source, { exists: false, records: null }), stop('ingress', `${source}.retry`, { records: 2 }), stop('dead-letter', `${source}-dlt`)]
  return { policyId: `policy-${source}`, revision: 1, draft: draftOf(source), createdAtMs: Date.now() - 86_400_000, state: 'running', reason: null, isPausedByHand: false, stops, warpedMs: 60_000, worstLatenessMs: 41, ...changes }
}

function pending(at: number): PendingRetry {
  const topic = at < 4 ? 'orders-retry-5000' : 'orders-retry-60000'
  return {
    topic, partition: at % 3, offset: BigInt(100 + at), attempt: at < 4 ? 2 : 3, sinceMs: Date.now() - 3_000, dueMs: Date.now() + 2_000 + at * 1_400, to: 'orders', key: `o-${1_400 + at}`,
    valuePreview: '{"order":"o-1400","total":"12.50"}', sizeBytes: 412, errorClass: 'java.net.SocketTimeoutException', errorMessage: 'payments-gateway did not answer within 3 s',
  }
}

function simulator(): Simulator {
  const event = (sequence: number, kind: 'succeeded' | 'failed', message: string) => ({ sequence, atMs: Date.now() - 1_000 * (20 - sequence), member: 1, kind, topic: 'orders', partition: 0, offset: BigInt(sequence), attempt: 1, key: `o-${sequence}`, message })
  return {
    simulatorId: 'simulator-1',
    spec: { groupId: 'try-orders', topics: ['orders'], behaviour: { kind: 'fail', percent: 30 }, onFailure: { kind: 'forward', topic: 'orders.retry' }, members: 1, processingMs: 100, fromBeginning: true, seed: 1 },
    startedAtMs: Date.now() - 60_000, state: 'running', succeeded: 140, failed: 61, forwarded: 61, hung: 0, crashed: 0, problem: null,
    events: Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? event(at, 'failed', 'Failed; sent to "orders.retry" and committed.') : event(at, 'succeeded', 'Processed.'))),
  }
}

const PILL: PoisonReport['pills'][number] = {
  groupId: 'billing', topic: 'orders', partition: 1, offset: 8_213n, stuckSinceMs: Date.now() - 95_000, seenAtMs: Date.now(), lag: 1_204n, memberChanges: 4, observations: 31, state: 'Empty', memberCount: 0, certainty: 'stuck',
  why: 'Members were lost or joined again 4 times at offset 8213, without a commit.', obstacle: null, deadLetterTopic: 'orders-dlt',
}

function report(pills: PoisonReport['pills']): PoisonReport {
  return { pills, leftOut: 0, groups: 2, watchingMs: 60_000, readAtMs: Date.now(), error: null }
}

function previewOf(draft: RetryPolicyDraft): RetryPreview {
  const plan = (role: RetryPreview['topics'][number]['role'], topic: string, delayMs: number | null = null, attempts: number[] | null = null) => ({ role, topic, delayMs, attempts, partitions: 3, exists: role === 'source', configs: [] })
  return {
    topics: [plan('source', draft.source), plan('ingress', `${draft.source}.retry`), ...draft.tiers.map(({ delayMs }, at) => plan('tier', `${draft.source}-retry-${delayMs}`, delayMs, [at + 2])), plan('dead-letter', `${draft.source}-dlt`)],
    problems: [],
    notes: ['Records go back to the source: every group that reads it gets them again. Name a group to bring them back to it alone.'],
    snippets: [{ client: 'Node.js', language: 'javascript', title: 'kafkajs', code: "await consumer.subscribe({ topics: ['orders'] })" }],
  }
}

/** One event, and then nothing until the reader goes. */
export async function* once<T>(value: T, signal: AbortSignal | undefined): AsyncGenerator<T, void> {
  yield value
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
}

export function retriesOf(os: Implementer['retries'], { retries }: Pick<FakeState, 'retries'>) {
  const first = (): RetryPolicy => retries.policies[0] ?? policy('orders', { stops: STOPS })
  return {
    list: os.list.handler(() => ({ policies: retries.policies, readAtMs: Date.now() })),
    watch: os.watch.handler(({ signal }) => once({ policies: retries.policies, readAtMs: Date.now() }, signal)),
    preview: os.preview.handler(({ input }) => previewOf(input.draft)),
    save: os.save.handler(first),
    pause: os.pause.handler(first),
    resume: os.resume.handler(first),
    delete: os.delete.handler(() => ({ policy: null })),
    dismiss: os.dismiss.handler(() => ({})),
    pending: os.pending.handler(() => ({ records: retries.pending, total: retries.pending.length, readAtMs: Date.now() })),
    fireNow: os.fireNow.handler(() => ({ records: 1 })),
    warp: os.warp.handler(() => ({ records: 1 })),
    startSimulator: os.startSimulator.handler(simulator),
    stopSimulator: os.stopSimulator.handler(simulator),
    removeSimulator: os.removeSimulator.handler(() => ({})),
    watchSimulators: os.watchSimulators.handler(({ signal }) => once({ simulators: retries.simulators }, signal)),
    watchPoison: os.watchPoison.handler(({ signal }) => once(retries.poison, signal)),
    copyAndAdvance: os.copyAndAdvance.handler(() => ({ topic: 'orders-dlt', partition: 1, offset: 29n, committedOffset: 8_214n })),
  }
}
