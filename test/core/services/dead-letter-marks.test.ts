import { expect, it } from 'vitest'
import { marksOf } from '../../../core/services/dead-letter-marks.ts'
import { T0 } from '../../support/dead-letters.ts'
import { entry, topicIndex } from '../../support/failure-entries.ts'

const series = [{ fingerprint: 'f1', label: 'PriceMissing' }, { fingerprint: null, label: 'Others' }]

it('a job stands once where it began, and once where its first record came back; notes stand where they were written', () => {
  const index = topicIndex([entry()])
  const replayed = (atMs: number) => ({ atMs, text: 'Replayed.', jobId: 'job-1' })
  index.triage.set('0/0', { state: 'bounced', note: '', history: [replayed(T0 + 5), { atMs: T0 + 9, text: 'It came back.', jobId: 'job-1' }] })
  index.triage.set('0/1', { state: 'replayed', note: '', history: [replayed(T0 + 4), { atMs: T0, text: 'Acknowledged.', jobId: null }] })
  const marks = marksOf([index], series, () => ({ text: 'the bank is down', atMs: T0 + 7 }), { fromMs: T0 })
  expect(marks).toEqual([
    { atMs: T0 + 4, kind: 'replay', text: 'Replayed.', jobId: 'job-1' },
    { atMs: T0 + 7, kind: 'note', text: 'PriceMissing: the bank is down', jobId: null },
    { atMs: T0 + 9, kind: 'bounce', text: 'It came back.', jobId: 'job-1' },
  ])
  expect(marksOf([index], series, () => ({ text: '', atMs: 0 }), { fromMs: T0 + 6 })).toMatchObject([{ kind: 'bounce' }])
})
