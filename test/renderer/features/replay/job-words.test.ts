// A replay says how far it is in numbers that add up, and what can be done with it in each state.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JobState, JobSummary } from '../../../../core/contract/replay.ts'
import { canaryWords, consumerWords, currentRateWords, interruptedWords, itemParts, type JobMay, mayOf, sentPerSecond, shares, tookWords, undoneWords, watchWords } from '../../../../renderer/features/replay/job-words.ts'
import { JOB } from './sample-replays.ts'

const ITEMS = { total: 720, pending: 0, sending: 0, sent: 700, skipped: 5, failed: 9, held: 4, indoubt: 2 }

it('shows every record in exactly one part', () => {
  expect(itemParts({ items: ITEMS, state: 'RUNNING' }).reduce((sum, { count }) => sum + count, 0)).toBe(ITEMS.total)
  expect(itemParts({ items: ITEMS, state: 'RUNNING' }).map(({ label, count }) => `${count} ${label}`)).toEqual(['700 sent', '0 being sent', '0 pending', '5 left out', '9 failed', '4 held back', '2 in doubt'])
})

it('does not call pending what an ended replay will never send', () => {
  expect(itemParts({ ...JOB, state: 'CANCELLED' }).find(({ name }) => name === 'PENDING')).toMatchObject({ label: 'not sent', count: 409 })
})

it('draws a bar that is always full and hides nothing that is there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 7 }), (counts) => {
      const parts = shares(counts)
      if (counts.every((count) => count === 0)) return parts.every((share) => share === 0)
      return Math.abs(parts.reduce((sum, share) => sum + share, 0) - 1) < 1e-9 && counts.every((count, at) => (count > 0 ? parts[at]! > 0.003 : parts[at] === 0))
    }),
  )
})

it('says where a job was interrupted, and what is in doubt', () => {
  expect(interruptedWords(JOB)).toBe('Job 14 was interrupted at 311 of 720.')
  expect(interruptedWords({ number: 3, items: ITEMS })).toBe('Job 3 was interrupted at 718 of 720. 2 records were on the way.')
})

const acts = (may: JobMay): string => (['pause', 'resume', 'cancel', 'retry', 'archive'] as const).filter((act) => may[act]).join(' ')

it.each<[JobState, Partial<JobSummary['items']>, string]>([
  ['RUNNING', {}, 'pause cancel'],
  ['RUNNING', { failed: 2 }, 'pause cancel'],
  ['PAUSED', { failed: 2 }, 'resume cancel retry'],
  ['INTERRUPTED', {}, 'resume cancel'],
  ['SCHEDULED', {}, 'resume cancel'],
  ['PLANNED', {}, 'resume cancel'],
  ['COMPLETED', { pending: 0 }, 'archive'],
  ['COMPLETED_WITH_ERRORS', { pending: 0, failed: 3 }, 'retry archive'],
  ['COMPLETED_WITH_ERRORS', { pending: 3 }, 'archive'],
  ['FAILED', { failed: 3 }, 'archive'],
  ['CANCELLED', {}, 'archive'],
])('%s %j may: %s', (state, items, expected) => {
  expect(acts(mayOf({ state, isArchived: false, items: { ...JOB.items, ...items } }))).toBe(expected)
})

it('goes on watching after the end', () => {
  const watch = (change: Partial<JobSummary>): string | null => watchWords({ ...JOB, ...change })
  expect(watch({})).toBeNull()
  expect(watch({ state: 'COMPLETED' })).toBe('Watching what becomes of 10 records: not consumed yet, and not come back.')
  expect(watch({ state: 'COMPLETED', outcomes: { consumed: 310, bounced: 1, waiting: 0, untracked: 0 } })).toBe('1 record came back to the dead-letter topic.')
  expect(watch({ state: 'COMPLETED', outcomes: { consumed: 311, bounced: 0, waiting: 0, untracked: 0 } })).toBe('Every record that was sent has been consumed.')
})

it('says that nobody reads, how fast it goes and how long it took', () => {
  expect(consumerWords({ consumers: [...JOB.consumers, { group: 'audit', state: 'Empty', memberCount: 0 }] }).map(({ text }) => text)).toEqual(['billing: Stable, 2 members', 'no live member of group audit'])
  expect([currentRateWords(JOB.currentRate), currentRateWords({ messagesPerSecond: 0, bytesPerSecond: 0 })]).toEqual(['50 records, 82 kB a second', ''])
  expect([tookWords(JOB, JOB.startedAtMs! + 61_400), tookWords({ state: 'RUNNING', startedAtMs: null, endedAtMs: null }, 0)]).toEqual(['1 min 1 s', ''])
})

it('does not count the time of a pause as time that a replay took', () => {
  const took = (state: JobState, endedAtMs: number | null): string => tookWords({ state, startedAtMs: 1_000, endedAtMs }, 91_000)
  expect([took('RUNNING', null), took('PAUSED', null), took('INTERRUPTED', null), took('COMPLETED', 31_000)]).toEqual(['1 min 30 s', '', '', '30 s'])
})

it('says of the first look how many came back, as the reason of the pause does', () => {
  const first = { ...JOB, canary: 'failed' as const, items: { ...JOB.items, sent: 5 }, outcomes: { consumed: 0, bounced: 5, waiting: 0, untracked: 0 } }
  expect(canaryWords(first)?.text).toBe('5 of the first 5 came back')
})

it('does not call it taken back where nothing was', () => {
  expect([undoneWords(0), undoneWords(1)]).toEqual(['Nothing was taken back', '1 record taken back, others not'])
})

it('draws how much was sent in each second, whatever the distance of the points', () => {
  expect(sentPerSecond([{ atMs: 0, sent: 5 }, { atMs: 1_000, sent: 55 }, { atMs: 3_000, sent: 75 }, { atMs: 4_000, sent: 75 }])).toEqual([50, 10, 0])
  expect(sentPerSecond([])).toEqual([])
})
