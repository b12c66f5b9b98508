// The strip above the dead letters: groups or one by one, open or closed, what is looked for, and how far the reading is.
import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { IndexEvent } from '../../../core/contract/dead-letters.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { IconButton } from '../../ui/button.tsx'
import { useHasLasted } from '../../ui/clock.ts'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { Toolbar } from '../../ui/states.tsx'
import type { FilterFields, Openness } from './failure-filter.ts'
import { indexProgress } from './flow-view.ts'
import type { View } from './use-centre.ts'

export interface CentreToolbarProps {
  view: View
  /** null while one group is looked at: its dead letters are a list. */
  onView: ((view: View) => void) | null
  fields: FilterFields
  onFields: (change: Partial<FilterFields>) => void
  isPanelOpen: boolean
  onPanel: () => void
  onLeave: () => void
  /** `12 groups, 712 dead letters` */
  shown: string
}

const OPENNESS: readonly { value: Openness; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
]

export function CentreToolbar({ view, onView, fields, onFields, isPanelOpen, onPanel, onLeave, shown }: CentreToolbarProps): ReactNode {
  return (
    <Toolbar>
      {onView && (
        <Segments
          label="Shown as"
          value={view}
          onChange={onView}
          options={[
            { value: 'groups', label: 'Groups' },
            { value: 'list', label: 'List' },
          ]}
        />
      )}
      <Select label="States" options={OPENNESS} value={fields.openness} onChange={(openness) => onFields({ openness })} />
      <FilterBox label="Class, message or stack" value={fields.text} onChange={(text) => onFields({ text })} onLeave={onLeave} />
      <IconButton label="More filters (F)" aria-pressed={isPanelOpen} onClick={onPanel} className={isPanelOpen ? 'bg-n5 text-n12!' : ''}>
        <SlidersHorizontal size={14} aria-hidden="true" />
      </IconButton>
      <span className="flex-1" />
      <span role="status" className="min-w-0 truncate text-n10 tabular-nums">
        {shown}
      </span>
    </Toolbar>
  )
}

/** Nothing once everything is read. */
export function IndexStrip({ index }: { index: IndexEvent | null }): ReactNode {
  const progress = indexProgress(index)
  return progress === null ? null : <Reading {...progress} />
}

function Reading({ done, total, topics }: { done: number; total: number; topics: number }): ReactNode {
  const visible = useHasLasted(400)
  if (!visible) return null
  return (
    <div className="flex h-7 shrink-0 items-center border-t border-n6 px-3">
      <Progress
        label="Reading dead letters"
        done={total === 0 ? null : done / total}
        text={`${formatCount(done)} of ${formatCount(total)} read${topics > 1 ? `, ${counted(topics, 'topic')} to go` : ''}`}
      />
    </div>
  )
}
