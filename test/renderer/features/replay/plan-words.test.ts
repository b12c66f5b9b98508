// Each step of a plan says what it comes to, and the plan says what is to be done next.
import { expect, it } from 'vitest'
import type { PlanSummary } from '../../../../core/contract/replay.ts'
import { deletesWords, keysDeleted, lastingMs, nextAct, rateWords, sendableCount, type Step, stepWords } from '../../../../renderer/features/replay/plan-words.ts'
import { DRY_RUN, OPTIONS, PLAN } from './sample-replays.ts'

const words = (step: Step, change: Partial<PlanSummary> = {}): string[] => {
  const { text, mark } = stepWords(step, { ...PLAN, ...change }, 0)
  return [mark, text]
}

it.each<[Step, Partial<PlanSummary>, string, string]>([
  ['selection', {}, 'done', '720 records, 1.20 MiB.'],
  ['selection', { itemCount: 1, excluded: [{ code: 'already-replayed', text: 'Already replayed by job 12.', count: 9 }] }, 'done', '1 record, 1.20 MiB. Not sent: 9, already replayed by job 12.'],
  ['selection', { itemCount: 0, excluded: [{ code: 'gone', text: 'Deleted by retention.', count: 3 }] }, 'bad', 'Nothing is left to replay. Not sent: 3, deleted by retention.'],
  ['target', {}, 'done', 'Back to orders on prod, same partition as before.'],
  ['target', { options: { ...OPTIONS, target: { kind: 'first-retry' }, partition: 'by-key-murmur2' } }, 'done', 'To the first retry topic, orders on prod, partition by key, as Java clients choose it.'],
  ['target', { targets: [{ topic: 'refunds', count: 2, isMissing: true }] }, 'bad', 'refunds does not exist on prod.'],
  ['target', { targets: [...PLAN.targets, { topic: 'refunds', count: 2, isMissing: true }] }, 'bad', 'Back to orders on prod, same partition as before. refunds does not exist there.'],
  ['target', { targets: [] }, 'bad', 'Nowhere yet: choose a topic.'],
  ['target', { targets: ['a', 'b', 'c', 'd', 'e'].map((topic) => ({ topic, count: 2, isMissing: false })) }, 'done', 'Back to a (2), b (2), c (2) and 2 other topics on prod, same partition as before.'],
  ['repair', {}, 'done', 'Sent as they are. Failure headers are taken off.'],
  ['repair', { editedCount: 3, options: { ...OPTIONS, headers: 'keep' } }, 'done', '3 records edited by hand. Failure headers stay: the application may take them for its own.'],
  ['repair', { transform: { kind: 'javascript', code: 'x' }, dialects: [] }, 'done', 'Each goes through your JavaScript. Headers stay as they are.'],
  ['pace', {}, 'done', 'At most 50 records and 1 MB a second: about 14 s. First 5, then a look at what becomes of them, up to 30 s. Stops after 1 failure.'],
  ['pace', { options: { ...OPTIONS, messagesPerSecond: null, bytesPerSecond: null, canary: 0, stopAfterFailures: null } }, 'done', 'As fast as it goes. Goes on after failures.'],
  ['dry-run', {}, 'todo', 'Not run yet. It checks everything and sends nothing.'],
  ['dry-run', { dryRun: DRY_RUN }, 'done', '720 ready.'],
  ['dry-run', { dryRun: { ...DRY_RUN, ready: 700, warnings: 8, skipped: 3, problems: 9 } }, 'bad', '700 ready, 8 with a warning, 3 left out, 9 cannot be sent.'],
  ['dry-run', { dryRun: { ...DRY_RUN, isCurrent: false } }, 'todo', 'Out of date: it said 720 ready.'],
  ['dry-run', { dryRun: { ...DRY_RUN, isCurrent: false }, jobId: 'job-1' }, 'done', '720 ready.'],
  ['confirm', { jobId: 'job-1' }, 'done', 'Started: it stays as it was sent.'],
  ['confirm', {}, 'todo', 'It cannot be undone: Kafka cannot un-send.'],
])('%s %j', (step, change, mark, text) => {
  expect(words(step, change)).toEqual([mark, text])
})

it('leads from a look over the dry run to the replay, and to the job that is there already', () => {
  const act = (change: Partial<PlanSummary>) => nextAct({ ...PLAN, ...change })
  expect(act({})).toEqual({ kind: 'dry-run' })
  expect(act({ dryRun: { ...DRY_RUN, isCurrent: false } })).toEqual({ kind: 'dry-run' })
  expect(act({ dryRun: { ...DRY_RUN, ready: 700, warnings: 8, problems: 12 } })).toEqual({ kind: 'confirm', count: 708 })
  expect(act({ dryRun: { ...DRY_RUN, ready: 0, problems: 720 } })).toEqual({ kind: 'none', why: 'Nothing of it can be sent as it is.' })
  expect(act({ itemCount: 0 })).toEqual({ kind: 'none', why: 'There is nothing to replay.' })
  expect(act({ jobId: 'job-3' })).toEqual({ kind: 'open-job', jobId: 'job-3' })
})

it('counts what the dry run lets through, and all as long as nobody has looked', () => {
  expect([sendableCount(PLAN), sendableCount({ ...PLAN, dryRun: { ...DRY_RUN, ready: 1, warnings: 2, skipped: 3 } })]).toEqual([720, 3])
})

it('counts the records that delete their key for good', () => {
  const finding = (code: string, count: number) => ({ code, text: '', count })
  expect(keysDeleted({ dryRun: { ...DRY_RUN, findings: [finding('tombstone-compacted', 3), finding('tombstone', 4)] } })).toBe(3)
  expect([keysDeleted({ dryRun: null }), deletesWords(1), deletesWords(3)]).toEqual([0, '1 record deletes its key', '3 records delete their key'])
})

it('knows how long a rate takes, by the stricter of both limits', () => {
  expect(lastingMs({ messagesPerSecond: 10, bytesPerSecond: null }, 720, 1_000_000)).toBe(72_000)
  expect(lastingMs({ messagesPerSecond: 10_000, bytesPerSecond: 1_000 }, 720, 100_000)).toBe(100_000)
  expect(lastingMs({ messagesPerSecond: null, bytesPerSecond: null }, 720, 1)).toBeNull()
  expect([rateWords({ messagesPerSecond: 1, bytesPerSecond: null }), rateWords({ messagesPerSecond: null, bytesPerSecond: 2048 })]).toEqual(['At most 1 record a second', 'At most 2.05 kB a second'])
})
