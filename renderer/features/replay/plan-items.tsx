// The records of a plan in the order in which they would be sent, and beside them the chosen one before and after.
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { ItemVerdict, PlanItem } from '../../../core/contract/replay.ts'
import { counted } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { toldTimes } from '../../format/told-times.ts'
import { now } from '../../ui/clock.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { DataGrid, type GridColumn, type GridHandle } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import { useGridKeys } from '../../ui/grid-keys.ts'
import { SplitPane } from '../../ui/split-pane.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { itemMenu } from './item-menu.ts'
import { ItemPane } from './item-pane.tsx'
import { Place } from './place.tsx'
import type { PlanView } from './plan-view.ts'
import { usePlanItems } from './replay.queries.ts'
import { VerdictBadge } from './verdict-badge.tsx'

export interface PlanItemsProps {
  view: PlanView
  verdict: ItemVerdict | null
  /** Whether what the dry run says has a column. */
  hasVerdicts: boolean
  /** Said where there is nothing to list. */
  empty: string
}

export function PlanItems({ view, verdict, hasVerdicts, empty }: PlanItemsProps): ReactNode {
  const { summary } = view
  const [active, setActive] = useState<string | null>(null)
  const pages = usePlanItems(summary, verdict)
  const { rows } = pages
  const first = rows?.at(0)
  // Something is always on show: what would be sent is the first thing to be looked at.
  const index = active !== null && rows !== undefined ? Number(active) : (first?.index ?? null)
  if (rows === undefined) return pages.failure ? <FailureNotice failure={pages.failure} action={{ label: 'Read again', run: pages.readAgain }} /> : <SkeletonRows label="Reading the records of the plan" rows={16} />
  if (rows.count === 0) return <p className="px-4 py-6 text-n10">{empty}</p>
  return (
    <>
      {pages.failure && <FailureNotice failure={pages.failure} action={{ label: 'Read again', run: pages.readAgain }} />}
      <SplitPane
        name="replay-items"
        main={<ItemsGrid {...{ view, rows, hasVerdicts }} active={index === null ? null : String(index)} onActive={setActive} onVisibleChange={pages.onVisibleChange} />}
        side={index === null ? null : <ItemPane view={view} index={index} />}
        sideLabel="the record before and after"
        sideWidth={430}
      />
    </>
  )
}

interface ItemsGridProps {
  view: PlanView
  rows: NonNullable<ReturnType<typeof usePlanItems>['rows']>
  hasVerdicts: boolean
  active: string | null
  onActive: (key: string) => void
  onVisibleChange: (first: number, last: number) => void
}

function ItemsGrid({ view, rows, hasVerdicts, active, onActive, onVisibleChange }: ItemsGridProps): ReactNode {
  const grid = useRef<GridHandle>(null)
  useGridKeys(grid)
  const columns = useMemo(() => columnsFor(hasVerdicts), [hasVerdicts])
  return (
    <DataGrid
      label="Records of the plan"
      name={hasVerdicts ? 'replay-verdicts' : 'replay-items'}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      activeKey={active}
      onActiveChange={onActive}
      onOpen={(item) => onActive(keyOf(item))}
      onVisibleChange={onVisibleChange}
      contextMenu={(item) => itemMenu(view, item)}
      handle={grid}
    />
  )
}

const keyOf = ({ index }: PlanItem): string => String(index)

const columnsFor = (hasVerdicts: boolean): GridColumn<PlanItem>[] => [
  { id: 'index', header: '#', width: '56px', align: 'end', cell: ({ index }) => <Figure value={index + 1} className="text-n10" /> },
  ...(hasVerdicts ? [VERDICT] : []),
  { id: 'source', header: 'Dead letter', width: 'minmax(120px, 1fr)', cell: (item) => <Source item={item} /> },
  { id: 'key', header: 'Key', width: 'minmax(70px, 0.6fr)', cell: ({ keyText }) => (keyText === null ? <em className="text-n9">null</em> : <span className="font-mono text-mono" title={keyText}>{keyText}</span>) },
  ...(hasVerdicts ? [FINDING] : [TARGET, SIZE, NOTE]),
]

const VERDICT: GridColumn<PlanItem> = { id: 'verdict', header: 'Verdict', width: '86px', cell: (item) => <VerdictBadge item={item} /> }
const FINDING: GridColumn<PlanItem> = {
  id: 'finding',
  header: 'Why',
  width: 'minmax(130px, 1.2fr)',
  cell: ({ findings }) => <Findings findings={findings} />,
}
const TARGET: GridColumn<PlanItem> = { id: 'target', header: 'Goes to', width: 'minmax(100px, 0.8fr)', cell: ({ target }) => <Target topic={target.topic} partition={target.partition} /> }
const SIZE: GridColumn<PlanItem> = { id: 'size', header: 'Size', width: '70px', align: 'end', cell: ({ sizeBytes }) => <span className="tabular-nums">{formatBytes(sizeBytes)}</span> }
/** What is known before a dry run: that it was sent before, or how often it has come back. */
const NOTE: GridColumn<PlanItem> = {
  id: 'note',
  header: 'Note',
  width: 'minmax(64px, 0.7fr)',
  cell: ({ findings, replayCount }) =>
    findings.length > 0 ? <span className="text-warn"><Findings findings={findings} /></span> : replayCount > 0 && <span className="text-n10">replayed {counted(replayCount, 'time')}</span>,
}

/** The first, and on hover all. */
function Findings({ findings }: Pick<PlanItem, 'findings'>): ReactNode {
  const texts = findings.map(({ text }) => toldTimes(text, now()))
  return <span title={texts.join('\n')}>{texts[0]}</span>
}

function Source({ item: { source, line } }: { item: PlanItem }): ReactNode {
  return source === null ? <>line {line}</> : <Place topic={source.topic} rest={`-${source.partition} @ ${source.offset}`} />
}

function Target({ topic, partition }: { topic: string; partition: number | null }): ReactNode {
  if (topic === '') return <span className="text-bad">nowhere</span>
  return <Place topic={topic} rest={partition === null || partition < 0 ? '' : `-${partition}`} />
}
