// The middle of the centre: what narrows, when it failed, and what failed: by groups, or one by one.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FailureGroup } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { useCommands } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { ActionBar } from './action-bar.tsx'
import { CentreToolbar } from './centre-toolbar.tsx'
import type { ShownDeadLetters } from './dead-letters-screen.tsx'
import { chipsOf, isNarrowed, NO_FILTER, nothingWords } from './failure-filter.ts'
import { FailureGrid } from './failure-grid.tsx'
import { FailureTimeline } from './failure-timeline.tsx'
import { keyId } from './failure-words.ts'
import { FilterPanel } from './filter-panel.tsx'
import { GroupGrid } from './group-grid.tsx'
import { GroupHead } from './group-head.tsx'
import { chosenGroups } from './chosen.ts'
import { tell } from './tell.ts'
import type { Actions } from './use-actions.ts'
import type { Centre } from './use-centre.ts'
import type { Cursor } from './use-cursor.ts'

export interface CentreMainProps {
  centre: Centre
  cursor: Cursor
  actions: Actions
  shown: ShownDeadLetters
  onShow: (shown: ShownDeadLetters) => void
}

export function CentreMain(props: CentreMainProps): ReactNode {
  const { centre, cursor, actions, shown, onShow } = props
  const { fields, setFields, groups, view } = centre
  const [isPanelOpen, setPanelOpen] = useViewState(centre.place, 'filters', false)
  const togglePanel = (): void => setPanelOpen(!isPanelOpen)
  useCommands([
    { id: 'dead-letters.filters', title: isPanelOpen ? 'Hide the filters' : 'Show all filters', keys: ['F'], group: 'Dead letters', run: togglePanel },
    { id: 'dead-letters.view', title: view === 'groups' ? 'Show one by one' : 'Show as groups', keys: ['G'], group: 'Dead letters', disabled: shown.group === null ? undefined : 'One group is looked at: Escape leads back.', run: () => centre.setView(view === 'groups' ? 'list' : 'groups') },
  ])
  return (
    <>
      <CentreToolbar
        view={view}
        onView={shown.group === null ? centre.setView : null}
        fields={fields}
        onFields={setFields}
        isPanelOpen={isPanelOpen}
        onPanel={togglePanel}
        onLeave={() => cursor.grid.current?.focus()}
        shown={shownWords(centre)}
      />
      {isPanelOpen && <FilterPanel fields={fields} onChange={setFields} {...suggestionsOf(centre)} />}
      <Chips centre={centre} />
      {shown.group !== null && <Head {...props} />}
      <FailureTimeline timeline={centre.timeline} onWidth={centre.onTimelineWidth} onRange={(fromMs, untilMs) => setFields({ fromMs: Math.floor(fromMs), untilMs: Math.ceil(untilMs) })} />
      <QueryFailure query={groups} />
      {view === 'groups' ? (
        <Groups {...props} onOpen={(group) => onShow({ ...shown, group, record: null })} />
      ) : (
        <List {...props} />
      )}
      {(shown.record === null || cursor.hasSelection || actions.exporter.state) && <ActionBar actions={actions} />}
    </>
  )
}

function shownWords({ groups, list, view, group }: Centre): string {
  if (view === 'list') return list.rows === undefined ? '' : counted(list.rows.count, 'dead letter')
  if (!groups.data || group) return ''
  return `${counted(groups.data.groups.length, 'group')}, ${counted(groups.data.total, 'dead letter')}`
}

function suggestionsOf({ groups, topics }: Centre): { originTopics: string[]; groups: string[]; classes: string[] } {
  const known = groups.data?.groups ?? []
  const unique = (names: readonly string[]): string[] => [...new Set(names)].toSorted()
  return {
    originTopics: unique([...known.flatMap(({ originTopics }) => originTopics), ...topics.flatMap(({ originTopics }) => originTopics)]),
    groups: unique(known.flatMap(({ consumerGroups }) => consumerGroups)),
    classes: unique(known.flatMap((group) => group.class ?? [])),
  }
}

function Chips({ centre: { fields, setFields } }: { centre: Centre }): ReactNode {
  const chips = chipsOf(fields, now())
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters in force" className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-n6 px-3 py-1">
      {chips.map(({ name, label, without }) => (
        <li key={name}>
          <button type="button" className="inline-flex h-5.5 items-center gap-1 rounded-inner border border-n7 bg-n1 pr-1 pl-2 hover:bg-n3" aria-label={`Take off: ${label}`} onClick={() => setFields(without)}>
            <span className="max-w-60 truncate tabular-nums">{label}</span>
            <X size={12} aria-hidden="true" className="text-n9" />
          </button>
        </li>
      ))}
      <li>
        <Button variant="quiet" className="h-5.5!" onClick={() => setFields({ ...NO_FILTER, openness: fields.openness, text: fields.text })}>
          Clear
        </Button>
      </li>
    </ul>
  )
}

function Head({ centre, actions, shown, onShow }: CentreMainProps): ReactNode {
  const { group, groups, asked } = centre
  const back = (): void => onShow({ ...shown, group: null, record: null })
  if (!group)
    return groups.data ? (
      <div className="flex h-9 shrink-0 items-center gap-3 border-b border-n6 px-3">
        <span className="min-w-0 flex-1 truncate text-n10">No dead letter of this group is among those shown.</span>
        <Button onClick={back}>All groups</Button>
      </div>
    ) : null
  const replay = (of: FailureGroup): void => {
    const chosen = chosenGroups([of], asked.filter)
    if (chosen) actions.replay(chosen)
  }
  return (
    <GroupHead
      group={group}
      onBack={back}
      onReplay={() => replay(group)}
      onSplit={() => actions.changes.split.mutate({ fingerprint: group.fingerprint }, { onError: tell })}
      onNote={(note) => actions.changes.setNote.mutate({ fingerprint: group.fingerprint, note }, { onError: tell })}
    />
  )
}

function Groups({ centre, cursor, actions, onOpen }: CentreMainProps & { onOpen: (fingerprint: string) => void }): ReactNode {
  const { data, isPending } = centre.groups
  if (!data) return isPending ? <Filling label="Reading failure groups" /> : null
  if (data.groups.length === 0) return <Nothing centre={centre} />
  return (
    <GroupGrid
      place={centre.place}
      groups={data.groups}
      timeline={centre.timeline}
      active={cursor.activeGroup}
      onActive={cursor.setActiveGroup}
      selected={cursor.selectedGroups}
      onSelected={cursor.setSelectedGroups}
      onOpen={onOpen}
      actions={actions.menu}
      grid={cursor.grid}
    />
  )
}

function List({ centre, cursor, actions, shown, onShow }: CentreMainProps): ReactNode {
  const { rows, failure, onVisibleChange, readAgain } = centre.list
  const open = (id: string): void => {
    const [, topic, partition, offset] = /^([^]+):(\d+):(\d+)$/.exec(id) ?? []
    if (topic !== undefined) onShow({ ...shown, record: { topic, partition: Number(partition), offset: BigInt(offset!) } })
  }
  return (
    <>
      {failure && <FailureNotice failure={failure} action={{ label: 'Read again', run: readAgain }} />}
      {rows === undefined && !failure && <Filling label="Reading dead letters" />}
      {rows?.count === 0 && <Nothing centre={centre} />}
      {rows !== undefined && rows.count > 0 && (
        <FailureGrid
          rows={rows}
          isOneGroup={shown.group !== null}
          isNarrow={shown.record !== null}
          order={centre.order}
          onOrder={centre.setOrder}
          active={cursor.activeRow}
          onActive={(id) => {
            cursor.setActiveRow(id)
            // While a case is open, the next one is looked at by walking there.
            if (shown.record && keyId(shown.record) !== id) open(id)
          }}
          selected={cursor.selectedRows}
          onSelected={cursor.setSelectedRows}
          onOpen={({ key }) => open(keyId(key))}
          onVisibleChange={onVisibleChange}
          actions={actions.menu}
          grid={cursor.grid}
        />
      )}
    </>
  )
}

const Filling = ({ label }: { label: string }): ReactNode => (
  <div className="min-h-0 flex-1">
    <SkeletonRows label={label} rows={16} />
  </div>
)

/** Nothing to do, or nothing that meets the filter: two very different things. */
function Nothing({ centre: { fields, setFields, index, topics } }: { centre: Centre }): ReactNode {
  const known = index?.topics.reduce((sum, topic) => sum + topic.known, 0) ?? 0
  const isReading = index !== null && !index.isUpToDate
  return (
    <div role="status" className="flex min-h-0 flex-1 flex-col items-start gap-2 overflow-auto px-3 py-6 text-n10">
      <p>{isReading ? 'Nothing yet: the dead letters are still being read.' : nothingWords(fields)}</p>
      {!isReading && !isNarrowed(fields) && known > 0 && <p>{counted(known, 'dead letter')} {known === 1 ? 'is' : 'are'} resolved, consumed, parked or ignored.</p>}
      {!isReading && known === 0 && topics.length > 0 && <p>{counted(topics.length, 'topic')} of dead letters, and nothing in {topics.length === 1 ? 'it' : 'them'}.</p>}
      <div className="flex gap-2">
        {isNarrowed(fields) && <Button onClick={() => setFields(NO_FILTER)}>Clear the filters</Button>}
        {fields.openness === 'open' && known > 0 && <Button onClick={() => setFields({ openness: 'all' })}>Show all</Button>}
      </div>
    </div>
  )
}
