// The list of replays: what needs somebody first, then the newest; narrowed by a word.
import type { JobSummary } from '../../../core/contract/replay.ts'
import { formatCount } from '../../format/numbers.ts'
import { finalCount, JOB_STATES } from './job-words.ts'

const NEEDS_SOMEBODY: ReadonlySet<JobSummary['state']> = new Set(['INTERRUPTED', 'PAUSED'])

const rank = ({ state, isArchived }: JobSummary): number => (isArchived ? 3 : state === 'RUNNING' ? 0 : NEEDS_SOMEBODY.has(state) ? 1 : 2)

export const listedJobs = (jobs: readonly JobSummary[]): JobSummary[] => jobs.toSorted((a, b) => rank(a) - rank(b) || b.number - a.number)

/** Every word has to be somewhere: in its number, name, state, or the clusters. */
export function jobsMatching(jobs: readonly JobSummary[], filter: string): JobSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return jobs.filter(({ number, name, state, sourceName, targetName }) => {
    const text = `${number} ${name} ${JOB_STATES[state].word} ${sourceName} ${targetName}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What waits for somebody first. */
export const glancedJobs = (jobs: readonly JobSummary[]): JobSummary[] =>
  jobs.filter(({ state }) => state === 'RUNNING' || state === 'PAUSED' || state === 'INTERRUPTED').toSorted((a, b) => Number(a.state === 'RUNNING') - Number(b.state === 'RUNNING') || b.number - a.number)

export function glanceWords(jobs: readonly JobSummary[]): string {
  const [first] = jobs
  if (first === undefined) return ''
  const words = `job ${first.number} ${JOB_STATES[first.state].word}, ${formatCount(finalCount(first))} of ${formatCount(first.items.total)}`
  return jobs.length === 1 ? words : `${words}; ${jobs.length - 1} more`
}
