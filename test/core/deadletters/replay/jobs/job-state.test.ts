import { expect, it } from 'vitest'
import { isOver, JOB_EVENTS, JOB_STATES, stateAfter } from '../../../../../core/deadletters/replay/jobs/job-state.ts'

const LEGAL: Record<string, Record<string, string>> = {
  PLANNED: { start: 'RUNNING', schedule: 'SCHEDULED', cancel: 'CANCELLED' },
  SCHEDULED: { start: 'RUNNING', miss: 'PLANNED', cancel: 'CANCELLED' },
  RUNNING: { pause: 'PAUSED', interrupt: 'INTERRUPTED', complete: 'COMPLETED', 'complete-with-errors': 'COMPLETED_WITH_ERRORS', cancel: 'CANCELLED', fail: 'FAILED' },
  PAUSED: { resume: 'RUNNING', retry: 'PAUSED', cancel: 'CANCELLED', fail: 'FAILED' },
  INTERRUPTED: { resume: 'RUNNING', cancel: 'CANCELLED', fail: 'FAILED' },
  COMPLETED_WITH_ERRORS: { retry: 'PAUSED' },
}

it.each(JOB_STATES.flatMap((state) => JOB_EVENTS.map((event) => [state, event, LEGAL[state]?.[event] ?? null] as const)))('a job that is %s and is to %s becomes %s', (state, event, after) => {
  expect(stateAfter(state, event)).toBe(after)
})

it('is over only where nothing is sent any more by itself', () => {
  expect(JOB_STATES.filter(isOver)).toEqual(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'CANCELLED', 'FAILED'])
})
