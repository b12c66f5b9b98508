// What can be done with one record of a plan.
import type { PlanItem } from '../../../core/contract/replay.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { PlanView } from './plan-view.ts'

export function itemMenu({ actions, isStarted, onEdit, onOpenRecord, summary }: PlanView, { index, source, verdict, isForced }: PlanItem): MenuEntry[] {
  const started = isStarted ? { disabled: true, title: 'The plan has been started.' } : {}
  return [
    { label: 'Edit this record', keys: 'E', ...started, run: () => onEdit(index) },
    ...(verdict === 'skipped' && !isForced ? [{ label: 'Send it all the same', ...started, run: () => actions.force(index, true) }] : []),
    ...(isForced ? [{ label: 'Leave it to the guards again', ...started, run: () => actions.force(index, false) }] : []),
    { label: 'Leave out of this plan', keys: 'Delete', ...started, run: () => actions.leaveOut([index]) },
    { separator: true },
    { label: 'Open the dead letter', disabled: source === null, run: () => source && onOpenRecord(summary.sourceConnectionId, source.topic, source) },
  ]
}
