// The list of replays begins with what runs and what waits for somebody.
import { expect, it } from 'vitest'
import type { JobSummary } from '../../../../core/contract/replay.ts'
import { glancedJobs, glanceWords, jobsMatching, listedJobs } from '../../../../renderer/features/replay/job-list.ts'
import { JOB } from './sample-replays.ts'

const job = (number: number, change: Partial<JobSummary> = {}): JobSummary => ({ ...JOB, number, state: 'COMPLETED', ...change })

it('puts what runs first, then what waits for somebody, then the newest, and the archive last', () => {
  const jobs = [job(5), job(1, { state: 'RUNNING' }), job(2, { state: 'PAUSED' }), job(3, { state: 'INTERRUPTED' }), job(9, { isArchived: true }), job(7)]
  expect(listedJobs(jobs).map(({ number }) => number)).toEqual([1, 3, 2, 7, 5, 9])
})

it('finds by number, name, state and cluster', () => {
  const jobs = [job(14, { name: 'orders.DLT' }), job(15, { name: 'payments', state: 'PAUSED', targetName: 'Local broker' })]
  const found = (filter: string): number[] => jobsMatching(jobs, filter).map(({ number }) => number)
  expect([found(''), found('14'), found('ORDERS prod'), found('paused local'), found('orders paused')]).toEqual([[14, 15], [14], [14], [15], []])
})

it('tells from afar what waits for somebody, then what runs', () => {
  const jobs = [job(5), job(6, { state: 'RUNNING' }), job(4, { state: 'INTERRUPTED' })]
  expect(glancedJobs(jobs).map(({ number }) => number)).toEqual([4, 6])
  expect([glanceWords(glancedJobs(jobs)), glanceWords(glancedJobs(jobs.slice(0, 2))), glanceWords([])]).toEqual(['job 4 interrupted, 311 of 720; 1 more', 'job 6 running, 311 of 720', ''])
})
