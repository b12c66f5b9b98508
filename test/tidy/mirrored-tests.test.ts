// Every source file of the core and of the desktop shell has its mirrored test, or stands here with a reason.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSource, PROJECT_ROOT, readSourceTree, type SourceFile } from './source-tree.ts'

/** A file, or a folder with a slash at its end; the reason names the test that covers it. What has no function needs no reason: types, tables and message layouts. */
const TESTED_ELSEWHERE: Record<string, string> = {
  'core/base/assert.ts': 'two one-line functions',
  'core/base/clock.ts': 'asks the system; every test has test/support/fake-time.ts instead',
  'core/base/timers.ts': 'asks the system; every test has test/support/fake-time.ts instead',
  'core/broker/handlers/offset-for-leader-epoch.ts': 'test/core/broker/handlers/list-offsets.test.ts',
  'core/broker/authorize-configs.ts': 'test/integration/authorization.test.ts',
  'core/broker/partition-lookup.ts': 'test/core/broker/handlers/fetch.test.ts, produce.test.ts and list-offsets.test.ts beside it',
  'core/deadletters/replay/check-value.ts': 'test/integration/failure-cases/case-09-schema-violated.test.ts',
  'core/deadletters/replay/decisions.ts': 'test/core/deadletters/replay/create-plan.test.ts',
  'core/deadletters/replay/draft.ts': 'test/core/deadletters/replay/create-plan.test.ts',
  'core/deadletters/replay/exclusions.ts': 'test/core/deadletters/replay/dry-run-store.test.ts',
  'core/deadletters/replay/export-cases.ts': 'test/core/services/replay-files-service.test.ts',
  'core/deadletters/replay/import-file.ts': 'test/core/services/replay-files-service.test.ts',
  'core/deadletters/replay/item-contents.ts': 'test/core/deadletters/replay/prepare.test.ts and test/integration/failure-cases/case-16-source-gone.test.ts',
  'core/deadletters/replay/key-text.ts': 'test/core/deadletters/replay/create-plan.test.ts',
  'core/deadletters/replay/partitioner-inference.ts': 'test/integration/failure-cases/case-15-other-partitioner.test.ts',
  'core/deadletters/replay/plan-items.ts': 'test/core/deadletters/replay/create-plan.test.ts',
  'core/deadletters/replay/plan-warnings.ts': 'test/integration/failure-cases/case-13-partition-count-grew.test.ts, and case-15 and case-37 beside it',
  'core/deadletters/replay/plan.ts': 'test/core/deadletters/replay/prepare.test.ts',
  'core/deadletters/replay/preview-item.ts': 'test/core/services/replay-plans-service.test.ts',
  'core/deadletters/replay/purge.ts': 'test/core/services/purge-service.test.ts',
  'core/deadletters/replay/read-drafts.ts': 'test/core/deadletters/replay/create-plan.test.ts',
  'core/deadletters/replay/sandbox.ts': 'test/core/services/replay-sandbox-service.test.ts',
  'core/deadletters/replay/target-facts.ts': 'test/core/deadletters/replay/dry-run.test.ts and test/integration/failure-cases/case-33-create-time-rejected.test.ts',
  'core/deadletters/replay/try-transform.ts': 'test/core/services/replay-plans-service.test.ts',
  'core/deadletters/replay/undo.ts': 'test/core/services/replay-undo-service.test.ts',
  'core/services/local-broker-retraction.ts': 'test/core/services/replay-undo-service.test.ts',
  'core/services/replay-options.ts': 'test/core/services/replay-plans-service.test.ts',
  'core/services/replay-plan-rows.ts': 'test/core/services/replay-plans-service.test.ts',
  'core/services/replay-plans-room.ts': 'puts services together; the tests of those services beside it start it',
  'core/log/append-error.ts': 'test/core/log/batch-validation.test.ts',
  'core/deadletters/replay/jobs/job-record.ts': 'test/core/deadletters/replay/jobs/replay-jobs.test.ts',
  'core/log/compaction/extents-rewriter.ts': 'test/core/log/compaction/compactor.test.ts and test/core/log/retraction.test.ts',
  'core/log/compaction/kept-batches.ts': 'test/core/log/compaction/batch-filter.test.ts and test/core/log/retraction.test.ts',
  'core/log/logs.ts': 'test/core/log/partition-log.test.ts',
  'core/log/offset-for-timestamp.ts': 'test/core/log/partition-log.test.ts',
  'core/log/read.ts': 'test/core/log/partition-log.test.ts',
  'core/log/retention.ts': 'test/core/log/partition-log.test.ts',
  'core/protocol/compile-reader.ts': 'test/core/protocol/define-api.test.ts and the round trips beside it',
  'core/protocol/compile-writer.ts': 'test/core/protocol/define-api.test.ts and the round trips beside it',
  'core/protocol/records/lz77.ts': 'test/core/protocol/records/compression.test.ts',
  'core/protocol/schema.ts': 'test/core/protocol/define-api.test.ts',
  'core/scan/engine/filter-for.ts': 'test/core/scan/reading.test.ts searches with and without worker threads',
  'core/scan/engine/look-through.ts': 'test/core/scan/engine/scan-workers.test.ts',
  'core/scan/engine/looking.ts': 'test/core/scan/engine/scan-workers.test.ts',
  'core/scan/engine/scan-worker.ts': 'test/core/scan/engine/scan-workers.test.ts',
  'core/scan/engine/worker-filter.ts': 'test/core/scan/engine/scan-workers.test.ts',
  'core/scan/sandbox/guest.ts': 'test/core/scan/sandbox/guest-context.test.ts',
  'core/scan/sandbox/sandbox-worker.ts': 'test/core/scan/sandbox/sandbox.test.ts',
  'core/scan/sandbox/sealed-realm.ts': 'test/core/scan/sandbox/sandbox.test.ts: it cannot be undone within a thread',
  'core/storage/commit-unit.ts': 'test/core/storage/commit-loop.test.ts',
  'core/storage/cycle-writer.ts': 'test/core/storage/storage.test.ts',
  'core/storage/disk-guard.ts': 'test/core/storage/storage.test.ts',
  'core/storage/extents.ts': 'test/core/storage/storage.test.ts',
  'core/storage/generation.ts': 'test/core/storage/storage.test.ts',
  'core/storage/generations.ts': 'test/core/storage/storage.test.ts',
  'core/storage/safe-lmdb.ts': 'test/core/storage/storage.test.ts, and test/core/storage/full-disk.test.ts for failing commits',
  'core/base/murmur2.ts': 'test/core/client/partitioner.test.ts',
  'core/retries/bind-policy.ts': 'test/core/retries/retries.test.ts',
  'core/retries/stopped-because.ts': 'test/simulation/retries/invariants.test.ts and test/core/retries/retries.test.ts',
  'core/retries/delayed-partition.ts': 'test/core/retries/retries.test.ts',
  'core/retries/delayed-topics.ts': 'test/core/retries/retries.test.ts',
  'core/retries/draft-notes.ts': 'test/core/services/retries-service.test.ts',
  'core/retries/forwarder.ts': 'test/simulation/retries/invariants.test.ts and test/core/retries/retries.test.ts',
  'core/retries/move.ts': 'test/simulation/retries/invariants.test.ts and test/core/retries/retries.test.ts',
  'core/retries/outgoing.ts': 'test/simulation/retries/invariants.test.ts and test/core/retries/retries.test.ts',
  'core/retries/headers/failure-notes.ts': 'test/core/retries/retries.test.ts',
  'core/retries/headers/headwater-headers.ts': 'test/core/retries/headers/header-dialects.test.ts',
  'core/retries/headers/kafkajs-headers.ts': 'test/core/retries/headers/header-dialects.test.ts',
  'core/retries/headers/smallrye-headers.ts': 'test/core/retries/headers/header-dialects.test.ts',
  'core/retries/headers/spring-headers.ts': 'test/core/retries/headers/header-dialects.test.ts',
  'core/retries/headers/retry-headers.ts': 'test/core/retries/headers/header-dialects.test.ts',
  'core/retries/headers/read-failure.ts': 'test/core/retries/retries.test.ts',
  'core/retries/partition-queue.ts': 'test/simulation/retries/invariants.test.ts and test/core/retries/retries.test.ts',
  'core/retries/pending-records.ts': 'test/simulation/retries/invariants.test.ts and test/core/retries/retries.test.ts',
  'core/retries/policy-stops.ts': 'test/core/retries/retries.test.ts',
  'core/retries/policy-view.ts': 'test/core/retries/retries.test.ts',
  'core/retries/retry-policy.ts': 'test/core/retries/retries.test.ts',
  'core/retries/retry-policy-error.ts': 'test/core/retries/retries.test.ts',
  'core/retries/topic-plan.ts': 'test/core/services/retries-service.test.ts',
  'core/retries/waiting-record.ts': 'test/core/retries/retries.test.ts',
  'core/retries/snippets/go-snippet.ts': 'test/core/retries/snippets/snippets.test.ts',
  'core/retries/snippets/java-snippet.ts': 'test/core/retries/snippets/snippets.test.ts',
  'core/retries/snippets/kcat-snippet.ts': 'test/core/retries/snippets/snippets.test.ts',
  'core/retries/snippets/node-snippet.ts': 'test/core/retries/snippets/snippets.test.ts',
  'core/retries/snippets/python-snippet.ts': 'test/core/retries/snippets/snippets.test.ts',
  'core/retries/snippets/spring-snippet.ts': 'test/core/retries/snippets/snippets.test.ts',
  'core/retries/snippets/snippet.ts': 'test/core/retries/snippets/snippets.test.ts',
  'core/simulator/attempt-header.ts': 'test/core/services/retries-service.test.ts starts consumers over the wire',
  'core/simulator/consumer-simulator.ts': 'test/core/services/retries-service.test.ts starts consumers over the wire',
  'core/simulator/forward.ts': 'test/core/services/retries-service.test.ts starts consumers over the wire',
  'core/simulator/group-member.ts': 'test/core/services/retries-service.test.ts starts consumers over the wire',
  'core/simulator/simulated-consumer.ts': 'test/core/services/retries-service.test.ts starts consumers over the wire',
  'core/services/retries-room.ts': 'test/core/services/retries-service.test.ts',
  'core/storage/workbench-tables.ts': 'test/core/deadletters/replay/plan-store.test.ts, and the tests of each other owner of a table',
  'core/contract/': 'test/core/services calls every procedure over both transports',
  'core/deadletters/replay/bounces.ts': 'test/core/deadletters/replay/outcome.test.ts',
  'core/deadletters/replay/jobs/batch-former.ts': 'test/simulation/replay, and test/integration/failure-cases/case-07-too-large.test.ts for what is refused',
  'core/deadletters/replay/jobs/canary.ts': 'test/integration/failure-cases/case-25-bounces-again.test.ts',
  'core/deadletters/replay/jobs/flight.ts': 'one line; test/core/deadletters/replay/register.test.ts',
  'core/deadletters/replay/jobs/job-books.ts': 'test/simulation/replay: what is durable when, at every step',
  'core/deadletters/replay/jobs/job-refusal.ts': 'an error',
  'core/deadletters/replay/jobs/job-store.ts': 'test/simulation/replay, over every restart',
  'core/deadletters/replay/jobs/job-watch.ts': 'test/simulation/replay, and test/core/deadletters/replay/outcome.test.ts for what it looks at',
  'core/deadletters/replay/jobs/live-job.ts': 'test/core/services/replay-jobs-service.test.ts and test/integration/failure-cases',
  'core/deadletters/replay/jobs/replay-runner.ts': 'test/simulation/replay and test/integration/failure-cases',
  'core/deadletters/replay/jobs/schedules.ts': 'test/integration/failure-cases/case-31-clock-skew.test.ts and case-32-schedule-missed.test.ts',
  'core/deadletters/replay/senders/ledgered-sender.ts': 'test/simulation/replay, and test/integration/failure-cases/case-03-crash-mid-batch.test.ts',
  'core/deadletters/replay/senders/local-sender.ts': 'test/simulation/replay, and test/integration/failure-cases/case-30-disk-full.test.ts',
  'core/deadletters/replay/senders/sender.ts': 'two one-line functions; test/simulation/replay',
  'core/deadletters/replay/senders/transaction-sender.ts': 'test/simulation/replay, and cases 1, 2, 4, 5, 36 and 38 in test/integration/failure-cases',
  'core/services/audited-writes.ts': 'test/core/services/audit-service.test.ts',
  'core/services/replay-job-export.ts': 'test/core/services/replay-jobs-service.test.ts and audit-service.test.ts',
  'core/services/replay-job-summary.ts': 'test/core/services/replay-jobs-service.test.ts',
  'core/services/replay-jobs-room.ts': 'test/simulation/replay/kill-9-replay.test.ts, through the workbench',
  'core/services/replay-plan-source.ts': 'test/simulation/replay/kill-9-replay.test.ts, through the workbench',
  'core/services/dead-letter-recognition.ts': 'test/core/services/dead-letters-service.test.ts',
  'core/services/dead-letter-rows.ts': 'test/core/services/dead-letters-service.test.ts',
  'core/services/dead-letter-topics.ts': 'test/core/services/dead-letters-service.test.ts',
  'core/services/dead-letter-watch.ts': 'test/core/services/dead-letters-service.test.ts',
  'electron/main.ts': 'a list of what is wired to what; test/e2e/electron.spec.ts runs it where Electron is',
  'electron/core-entry.ts': 'wires core-child.ts to the core; test/e2e/electron.spec.ts runs it where Electron is',
  'electron/start.mjs': 'test/e2e/start.spec.ts runs it',
  'electron/start.ts': 'test/e2e/start.spec.ts runs it',
  'electron/dev.ts': 'development only',
}

function missingTests(files: readonly SourceFile[], exists: (path: string) => boolean): string[] {
  return files
    .filter(({ path, functions }) => /^(core|electron)\//.test(path) && functions.length > 0 && reasonFor(path) === undefined)
    .map(({ path }) => testOf(path))
    .filter((test) => !exists(test))
}

function reasonFor(path: string): string | undefined {
  return Object.entries(TESTED_ELSEWHERE).find(([place]) => path === place || (place.endsWith('/') && path.startsWith(place)))?.[1]
}

function testOf(path: string): string {
  return `test/${path.replace(/\.\w+$/, '.test.ts')}`
}

const inProject = (path: string): boolean => existsSync(join(PROJECT_ROOT, path))

it('no mirrored test is missing', () => {
  expect(missingTests(readSourceTree(), inProject)).toEqual([])
})

it('nobody stands on the list who is gone or has a test by now', () => {
  const stale = Object.keys(TESTED_ELSEWHERE).filter((place) => !inProject(place) || (!place.endsWith('/') && inProject(testOf(place))))
  expect(stale).toEqual([])
})

it('every test that a reason names is there', () => {
  const named = Object.values(TESTED_ELSEWHERE).flatMap((reason) => reason.match(/test\/[\w/.-]*\w/g) ?? [])
  expect(named.filter((path) => !inProject(path))).toEqual([])
})

describe('the check', () => {
  const canary = (path: string, text: string): string[] => missingTests([parseSource(path, text)], () => false)

  it('reports a file with a function and without a test', () => {
    expect(canary('core/log/canary.ts', 'export const half = (n: number) => n / 2')).toEqual(['test/core/log/canary.test.ts'])
    expect(canary('core/log/canary.ts', 'export class A { get a() { return 1 } }')).toEqual(['test/core/log/canary.test.ts'])
    expect(canary('electron/canary.mjs', 'export function a() {}')).toEqual(['test/electron/canary.test.ts'])
  })

  it('does not ask for a test of types and tables, nor of the screens, which the end-to-end tests cover', () => {
    expect(canary('core/log/canary.ts', 'export interface A { b(): void }\nexport const table = [1, 2]')).toEqual([])
    expect(canary('renderer/app/canary.tsx', 'export const A = () => <p />')).toEqual([])
  })
})
