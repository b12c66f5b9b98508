// The list of replays: what needs somebody first, then the newest; narrowed by a word.
import type { JobSummary } from '../../../core/contract/replay.ts'
import { JOB_STATES } from './job-words.ts'

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
