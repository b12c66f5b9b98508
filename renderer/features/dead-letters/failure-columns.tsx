// The columns of the dead letters: when, what has become of it, whose key, what failed, how often, and where it lies.
import type { ReactNode } from 'react'
import type { FailureRow } from '../../../core/contract/dead-letters.ts'
import { cx } from '../../ui/class-names.ts'
import type { GridColumn } from '../../ui/data-grid.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { placeText, shortClass, timeNote, whyNotSendable } from './failure-words.ts'
import { StateBadge } from './state-badge.tsx'

/**
 * `isOneGroup`: all of them failed in the same way, so only the message tells them apart.
 * `isNarrow`: one of them is open beside the list, and says itself where it lies.
 */
export const failureColumns = (isOneGroup: boolean, isNarrow: boolean): GridColumn<FailureRow>[] => [

  { id: 'at', header: 'Failed at', width: '116px', sortable: true, cell: (row) => <TimeCell row={row} /> },
  { id: 'state', header: 'State', width: '92px', cell: ({ state }) => <StateBadge state={state} /> },
  { id: 'key', header: 'Key', width: 'minmax(80px, 0.35fr)', sortable: true, cell: ({ keyText }) => <KeyCell keyText={keyText} /> },
  { id: 'failure', header: isOneGroup ? 'Message' : 'Failure', width: 'minmax(160px, 1fr)', cell: (row) => <FailureCell row={row} isOneGroup={isOneGroup} /> },
  { id: 'attempts', header: 'Tries', width: '58px', align: 'end', sortable: true, cell: ({ attempts }) => (attempts === null ? <Unknown /> : attempts) },
  ...(isNarrow ? [] : [PLACE]),
]

const PLACE: GridColumn<FailureRow> = { id: 'place', header: 'Dead letter', width: '200px', cell: ({ key }) => <PlaceCell text={placeText(key)} /> }

const Unknown = (): ReactNode => (
  <span className="text-n9" title="Not known: its headers do not say.">
    —
  </span>
)

/** By the time that the record carries where the failure has none. */
function TimeCell({ row }: { row: FailureRow }): ReactNode {
  const note = timeNote(row)
  if (note === null) return <MomentText timestampMs={row.atMs} />
  return (
    <span className="text-n10">
      <span className="text-n9">≈ </span>
      <MomentText timestampMs={row.atMs} note={note} />
    </span>
  )
}

const KeyCell = ({ keyText }: { keyText: string | null }): ReactNode =>
  keyText === null ? (
    <em className="text-n9">null</em>
  ) : (
    <span className="font-mono text-mono" title={keyText}>
      {keyText === '' ? '""' : keyText}
    </span>
  )

function FailureCell({ row, isOneGroup }: { row: FailureRow; isOneGroup: boolean }): ReactNode {
  const why = whyNotSendable(row)
  const message = row.message ?? (isOneGroup ? shortClass(row.class) : '')
  return (
    <span className={cx(why !== null && 'text-n9')} title={[row.class, row.message].filter(Boolean).join(': ') || undefined}>
      {row.isGone && <Mark text="gone" title={why!} />}
      {row.transaction === 'aborted' && <Mark text="aborted" title={why!} />}
      {row.payloadSource === 'pointer' && <Mark text="pointer" title="It holds no payload, only where the record was." />}
      {row.issueCount > 0 && <Mark text="headers" title="Some of its headers could not be decoded." />}
      {!isOneGroup && <span className="font-medium">{shortClass(row.class)} </span>}
      <span className={cx(!isOneGroup && 'text-n10')}>{message}</span>
    </span>
  )
}

const Mark = ({ text, title }: { text: string; title: string }): ReactNode => (
  <span className="mr-1.5 rounded-inner border border-n7 px-1 text-small text-n10" title={title}>
    {text}
  </span>
)

const PlaceCell = ({ text }: { text: string }): ReactNode => (
  <span className="font-mono text-mono text-n10" title={text}>
    {text}
  </span>
)
