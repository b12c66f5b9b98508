// What a replay job may be, and what may happen to it then: anything that is not in the table is refused.

export const JOB_STATES = ['PLANNED', 'SCHEDULED', 'RUNNING', 'PAUSED', 'INTERRUPTED', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'CANCELLED', 'FAILED'] as const
export type JobState = (typeof JOB_STATES)[number]

export const JOB_EVENTS = ['start', 'schedule', 'miss', 'pause', 'resume', 'interrupt', 'retry', 'complete', 'complete-with-errors', 'cancel', 'fail'] as const
export type JobEventName = (typeof JOB_EVENTS)[number]

const TRANSITIONS: Readonly<Record<JobState, Partial<Record<JobEventName, JobState>>>> = {
  PLANNED: { start: 'RUNNING', schedule: 'SCHEDULED', cancel: 'CANCELLED' },
  // Due while nobody was there to run it: it waits to be started or scheduled again.
  SCHEDULED: { start: 'RUNNING', miss: 'PLANNED', cancel: 'CANCELLED' },
  // A crash leaves RUNNING behind; the next start finds it and says so.
  RUNNING: { pause: 'PAUSED', interrupt: 'INTERRUPTED', complete: 'COMPLETED', 'complete-with-errors': 'COMPLETED_WITH_ERRORS', cancel: 'CANCELLED', fail: 'FAILED' },
  PAUSED: { resume: 'RUNNING', retry: 'PAUSED', cancel: 'CANCELLED', fail: 'FAILED' },
  INTERRUPTED: { resume: 'RUNNING', cancel: 'CANCELLED', fail: 'FAILED' },
  COMPLETED: {},
  COMPLETED_WITH_ERRORS: { retry: 'PAUSED' },
  CANCELLED: {},
  FAILED: {},
}

/** The state after it, or null where it may not happen. */
export function stateAfter(state: JobState, event: JobEventName): JobState | null {
  return TRANSITIONS[state][event] ?? null
}

/** Nothing will be sent any more, unless a person asks for it again. */
export function isOver(state: JobState): boolean {
  return state === 'COMPLETED' || state === 'COMPLETED_WITH_ERRORS' || state === 'CANCELLED' || state === 'FAILED'
}
