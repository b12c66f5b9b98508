// One dead letter as a case: why it failed, what it holds, what it was, and what has been done about it.
import { Check, Pencil, Send, X } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import type { FailureCase, FailureKey, FailureRow } from '../../../core/contract/dead-letters.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { MenuButton, type MenuEntry } from '../../ui/menu.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { CaseFailure } from './case-failure.tsx'
import { CaseHistory } from './case-history.tsx'
import { CaseOriginal } from './case-original.tsx'
import { useCase } from './dead-letters.queries.ts'
import { placeText, whyNotSendable } from './failure-words.ts'
import { StateBadge } from './state-badge.tsx'

export interface CaseActions {
  replay: () => void
  edit: () => void
  resolve: () => void
  note: (key: FailureKey, note: string) => void
  openRecord: (topic: string, record: { partition: number; offset: bigint }) => void
  openCase: (key: FailureKey) => void
  openJob: (jobId: string) => void
  /** The rest, behind a button. */
  more: readonly MenuEntry[]
}

export interface CasePaneProps {
  connectionId: string
  failureKey: FailureKey
  version: number
  actions: CaseActions
  /** The case has been read. */
  onRow: (row: FailureRow) => void
  /** The record of the dead letter, part by part. */
  payload: ReactNode
  onClose: () => void
}

type CaseTab = 'failure' | 'payload' | 'original' | 'history'

export function CasePane({ connectionId, failureKey, version, actions, payload, onRow, onClose }: CasePaneProps): ReactNode {
  const query = useCase(connectionId, failureKey, version)
  const [tab, setTab] = useViewState<CaseTab>('dead-letters', 'case-tab', 'failure')
  const { data, isPending } = query
  const title = placeText(failureKey)
  const tell = useEffectEvent(onRow)
  useEffect(() => {
    if (data) tell(data.row)
  }, [data])
  return (
    <aside aria-label={`Dead letter ${title}`} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-1 border-b border-n6 pr-2 pl-3">
        <h2 className="flex min-w-0 flex-1 font-mono text-mono font-semibold select-text" title={title}>
          <span className="min-w-0 truncate">{failureKey.topic}</span>
          <span className="shrink-0 whitespace-pre">{title.slice(failureKey.topic.length)}</span>
        </h2>
        {data && <StateBadge state={data.row.state} />}
        <CaseButtons data={data} actions={actions} />
        <IconButton label="Close (Escape)" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </header>
      <QueryFailure query={query} />
      {isPending && <SkeletonRows label={`Reading ${title}`} rows={12} />}
      {data && <Tabs label="Sides of the case" value={tab} onChange={setTab} tabs={tabsOf(connectionId, data, actions, payload)} />}
    </aside>
  )
}

function CaseButtons({ data, actions }: { data: FailureCase | undefined; actions: CaseActions }): ReactNode {
  const why = data ? whyNotSendable(data.row) : null
  const isOff = data === undefined || why !== null
  return (
    <>
      <IconButton label={why ?? 'Edit & replay (E)'} disabled={isOff} onClick={actions.edit}>
        <Pencil size={13} aria-hidden="true" />
      </IconButton>
      <IconButton label="Mark resolved (M)" disabled={data === undefined || data.row.state === 'resolved'} onClick={actions.resolve}>
        <Check size={15} aria-hidden="true" />
      </IconButton>
      <MenuButton label="More for this dead letter" entries={actions.more} />
      <Button variant="primary" disabled={isOff} title={why ?? 'Replay (R)'} onClick={actions.replay}>
        <Send size={13} aria-hidden="true" />
        Replay…
      </Button>
    </>
  )
}

function tabsOf(connectionId: string, data: FailureCase, actions: CaseActions, payload: ReactNode): { id: CaseTab; label: string; content: ReactNode }[] {
  return [
    { id: 'failure', label: 'Failure', content: <CaseFailure data={data} actions={actions} /> },
    { id: 'payload', label: 'Payload', content: payload },
    { id: 'original', label: ORIGINAL[data.origin.state], content: <CaseOriginal connectionId={connectionId} data={data} onOpenRecord={actions.openRecord} /> },
    { id: 'history', label: data.history.length === 0 ? 'History' : `History ${data.history.length}`, content: <CaseHistory data={data} onOpenJob={actions.openJob} /> },
  ]
}

/** Whether it pays to look. */
const ORIGINAL: Record<FailureCase['origin']['state'], string> = {
  same: 'Original',
  different: 'Original differs',
  gone: 'Original gone',
  'topic-missing': 'Original gone',
  unknown: 'Original',
  unreachable: 'Original',
}
