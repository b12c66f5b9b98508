// The steps of a plan with what each comes to: readable as the whole plan at a glance, and the way to each.
import { Check, Circle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PlanSummary } from '../../../core/contract/replay.ts'
import { cx } from '../../ui/class-names.ts'
import { useNow } from '../../ui/clock.ts'
import { type Step, STEP_TITLES, STEPS, type StepMark, stepWords } from './plan-words.ts'

export function StepList({ summary, step, onStep }: { summary: PlanSummary; step: Step; onStep: (step: Step) => void }): ReactNode {
  const nowMs = useNow(60_000)
  return (
    <nav aria-label="Steps of the replay" className="w-62 shrink-0 overflow-y-auto border-r border-n6 bg-n2 py-1.5">
      <ol>
        {STEPS.map((each) => {
          const { text, mark } = stepWords(each, summary, nowMs)
          const isHere = each === step
          return (
            <li key={each}>
              <button
                type="button"
                aria-current={isHere ? 'step' : undefined}
                onClick={() => onStep(each)}
                className={cx('relative flex w-full items-start gap-2 px-3 py-2 text-left', isHere ? 'bg-accent-soft before:absolute before:inset-y-1.5 before:left-0 before:w-0.5 before:bg-accent' : 'hover:bg-n4')}
              >
                <MarkIcon mark={mark} />
                <span className="min-w-0">
                  <span className="block font-medium">{STEP_TITLES[each]}</span>
                  <span className={cx('block text-small break-words', mark === 'bad' ? 'text-bad' : mark === 'warn' ? 'text-warn' : 'text-n10')}>{text}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

const MARKS: Record<StepMark, { icon: typeof Check; className: string; label: string }> = {
  done: { icon: Check, className: 'text-good', label: 'in order' },
  warn: { icon: TriangleAlert, className: 'text-warn', label: 'worth a look' },
  bad: { icon: TriangleAlert, className: 'text-bad', label: 'has problems' },
  todo: { icon: Circle, className: 'text-n9', label: 'still to do' },
}

function MarkIcon({ mark }: { mark: StepMark }): ReactNode {
  const { icon: Icon, className, label } = MARKS[mark]
  return <Icon size={13} aria-label={label} className={cx('mt-0.75 shrink-0', className)} />
}
