// One record of a plan, before and after, exactly as it would be sent; with what the dry run says of it and what can be done about it.
import { ChevronLeft, ChevronRight, PenLine } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ItemPreview } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { toldTimes } from '../../format/told-times.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { Notice, SkeletonRows } from '../../ui/states.tsx'
import { itemMenu } from './item-menu.ts'
import type { PlanView } from './plan-view.ts'
import { PreviewSides } from './preview-sides.tsx'
import { editRefusal } from './record-draft.ts'
import { usePreview } from './replay.queries.ts'
import { VerdictBadge } from './verdict-badge.tsx'

export function ItemPane({ view, index }: { view: PlanView; index: number }): ReactNode {
  const query = usePreview(view.summary, index)
  const preview = query.data
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <QueryFailure query={query} />
      {preview ? <Preview view={view} preview={preview} /> : query.isPending && <SkeletonRows label="Reading the record" rows={14} />}
    </div>
  )
}

function Preview({ view, preview }: { view: PlanView; preview: ItemPreview }): ReactNode {
  const { item } = preview
  const refusal = view.isStarted ? 'The plan has been started.' : editRefusal(preview)
  const edit = (): void => view.onEdit(item.index)
  useCommands([
    { id: 'replay.edit', title: 'Edit the record', keys: ['E'], disabled: refusal ?? undefined, run: edit },
    { id: 'replay.leave-out', title: 'Leave the record out of the plan', keys: ['Delete'], disabled: view.isStarted ? 'The plan has been started' : undefined, run: () => view.actions.leaveOut([item.index]) },
  ])
  const keys = useKeyLabel('replay.edit')
  return (
    <>
      <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-n6 px-3 py-1">
        <span className="text-n10 tabular-nums">
          {formatCount(item.index + 1)} of {formatCount(view.summary.itemCount)}
        </span>
        <VerdictBadge item={item} />
        {item.payload !== 'dlq' && <Badge tone="accent">{item.payload === 'edited' ? 'edited' : 'from the origin'}</Badge>}
        {item.replayCount > 0 && <Badge tone="warn">replayed {counted(item.replayCount, 'time')}</Badge>}
        <span className="flex-1" />
        <Button onClick={edit} disabled={refusal !== null} title={refusal ?? undefined} shortcut={keys}>
          <PenLine size={13} aria-hidden="true" />
          Edit
        </Button>
        <MenuButton label="More for this record" entries={itemMenu(view, item)} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Findings view={view} preview={preview} />
        <PreviewSides preview={preview} />
      </div>
    </>
  )
}

function Findings({ view, preview: { item, error, editRefusal: refusal } }: { view: PlanView; preview: ItemPreview }): ReactNode {
  const { actions, isStarted } = view
  const mayForce = !isStarted && item.verdict === 'skipped' && !item.isForced
  return (
    <>
      {error && item.findings.every(({ text }) => text !== error.message) && <Notice tone="bad" message={error.message} detail={error.line === null ? null : `Line ${error.line} of the repair.`} />}
      {item.findings.map(({ code, text }, at) => (
        <Notice
          key={code}
          tone={item.verdict === 'problem' ? 'bad' : 'warn'}
          message={toldTimes(text, now())}
          {...(mayForce && at === 0 && { action: { label: 'Send it all the same', run: () => actions.force(item.index, true) } })}
        />
      ))}
      {refusal !== null && <p className="border-b border-n5 px-3 py-1.5 text-small text-n10 select-text">Cannot be edited: {refusal}</p>}
    </>
  )
}

/** Steps through pages of before and after. */
export function Pager({ at, total, onMove, what }: { at: number; total: number; onMove: (by: 1 | -1) => void; what: string }): ReactNode {
  return (
    <span className="inline-flex items-center gap-1 tabular-nums">
      <Button variant="quiet" className="px-1" aria-label={`Previous ${what}`} disabled={at <= 0} onClick={() => onMove(-1)}>
        <ChevronLeft size={14} aria-hidden="true" />
      </Button>
      {formatCount(at + 1)} of {formatCount(total)}
      <Button variant="quiet" className="px-1" aria-label={`Next ${what}`} disabled={at >= total - 1} onClick={() => onMove(1)}>
        <ChevronRight size={14} aria-hidden="true" />
      </Button>
    </span>
  )
}
