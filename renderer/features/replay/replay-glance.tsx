// The replays that run or wait for somebody, in a few words: seen from every screen, so that one may leave theirs.
import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { glancedJobs, glanceWords } from './job-list.ts'
import { useJobs } from './jobs.queries.ts'

export function ReplayGlance({ className, onOpen, onOpenAll }: { className: string; onOpen: (jobId: string) => void; onOpenAll: () => void }): ReactNode {
  const { jobs = [] } = useJobs(false)
  const moving = glancedJobs(jobs)
  const [first] = moving
  if (first === undefined) return null
  const isWaiting = first.state !== 'RUNNING'
  const open = (): void => (moving.length > 1 ? onOpenAll() : onOpen(first.jobId))
  return (
    <button type="button" title={first.reason ? `${first.reason.message} ${first.reason.remedy}` : `Job ${first.number}: ${first.name}`} className={`flex items-center gap-1.5 ${isWaiting ? 'text-warn' : 'text-accent'} ${className}`} onClick={open}>
      <ListChecks size={12} aria-hidden="true" />
      {glanceWords(moving)}
    </button>
  )
}
