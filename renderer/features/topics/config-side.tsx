// The configuration of a topic: every setting with its value, where that comes from, and what Kafka says about it.
import { type ReactNode, useMemo, useRef } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { TopicConfig } from '../../../core/contract/topics.ts'
import { counted } from '../../format/numbers.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { isMissing, QueryMissing } from '../../rpc/query-missing.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { copyText } from '../../ui/copy-text.ts'
import { DataGrid, type GridColumn, type GridHandle } from '../../ui/data-grid.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { ReadAge } from '../../ui/read-age.tsx'
import { Notice, SkeletonRows } from '../../ui/states.tsx'
import { readViewState, useViewState, writeViewState } from '../../ui/view-state.ts'
import { ConfigNote } from './config-note.tsx'
import { configFlag, configFlags, shownConfigs, sourceWords, valueHint } from './config-words.ts'
import { CONFIG_EVERY_MS, useTopicDetail } from './topics.queries.ts'

export interface ConfigSideProps {
  connection: Connection
  topic: string
  onBack: () => void
}

export function ConfigSide({ connection, topic, onBack }: ConfigSideProps): ReactNode {
  const place = `${connection.id}/topics/${topic}`
  const [filter, setFilter] = useViewState(place, 'config filter', '')
  const [onlyOverrides, setOnlyOverrides] = useViewState(place, 'config overrides', false)
  const [active, setActive] = useViewState<string | null>(place, 'config active', null)
  const grid = useRef<GridHandle>(null)
  const query = useTopicDetail(connection.id, topic, CONFIG_EVERY_MS)
  const { data } = query
  const shown = useMemo(() => shownConfigs(data?.configs ?? [], filter, onlyOverrides), [data?.configs, filter, onlyOverrides])
  const overrides = (data?.configs ?? []).filter(({ isDefault }) => !isDefault)
  const copyOverrides = (): void => void copyText(configFlags(overrides), `the overrides of ${topic} as flags`)
  useCommands([
    { id: 'topic.back', title: 'Back to the topics', keys: ['Escape'], run: onBack },
    { id: 'topic.refresh', title: 'Read the topic again', keys: ['Shift+R'], run: () => void query.refetch() },
    ...(overrides.length === 0 ? [] : [{ id: 'config.copy', title: `Copy the overrides of ${topic} as flags`, keys: [], run: copyOverrides }]),
  ])
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-2.5 border-b border-n6 px-3">
        <FilterBox label="Filter settings" value={filter} onChange={setFilter} onLeave={() => grid.current?.focus()} />
        <label className="flex items-center gap-1.5 text-n10">
          <input type="checkbox" className="accent-accent" checked={onlyOverrides} onChange={(event) => setOnlyOverrides(event.target.checked)} />
          Only overrides
        </label>
        <Button variant="quiet" disabled={overrides.length === 0} title="As --config name=value, the way kafka-topics.sh takes them" onClick={copyOverrides}>
          Copy overrides
        </Button>
        <span className="flex-1" />
        {data && (
          <>
            <span role="status" className="truncate text-n10">
              {shown.length === data.configs.length ? counted(shown.length, 'setting') : `${shown.length} of ${counted(data.configs.length, 'setting')}`},{' '}
              {counted(overrides.length, 'override')}
            </span>
            <ReadAge readAtMs={data.readAtMs} everyMs={CONFIG_EVERY_MS} isStale={query.isError} isReading={query.isFetching} onRead={() => void query.refetch()} />
          </>
        )}
      </div>
      {!isMissing(query) && <QueryFailure query={query} />}
      <QueryMissing query={query} why="It may have been deleted, or has another name on this cluster." back="All topics" onBack={onBack} />
      {data && data.configsError !== null && (
        <Notice tone="bad" message={`The configuration of ${topic} could not be read: ${data.configsError}`} remedy="Partitions and messages are shown all the same." />
      )}
      {query.isPending && <SkeletonRows label={`Reading the configuration of ${topic}`} />}
      {data && data.configsError === null && shown.length === 0 && (
        <p className="px-3 py-6 text-n10">{filter === '' ? 'Nothing is overridden: every setting has its default.' : `No ${onlyOverrides ? 'override' : 'setting'} has “${filter}” in its name or value.`}</p>
      )}
      {shown.length > 0 && (
        <DataGrid
          label="Configuration"
          name="topic-config"
          columns={COLUMNS}
          rows={{ count: shown.length, at: (index) => shown[index] }}
          keyOf={({ name }) => name}
          activeKey={active}
          onActiveChange={setActive}
          onOpen={({ name }) => setActive(name)}
          initialTop={readViewState(place, 'config top', 0)}
          onTopChange={(top) => writeViewState(place, 'config top', top)}
          contextMenu={entriesFor}
          handle={grid}
        />
      )}
      <ConfigNote config={shown.find(({ name }) => name === active) ?? null} />
    </>
  )
}

const entriesFor = (config: TopicConfig): MenuEntry[] => [
  { label: 'Copy value', disabled: config.value === null, run: () => void copyText(config.value ?? '', `the value of ${config.name}`) },
  { label: 'Copy name', run: () => void copyText(config.name, `the name ${config.name}`) },
  { label: 'Copy as --config flag', disabled: config.value === null, run: () => void copyText(configFlag(config), `${config.name} as a flag`) },
]

const COLUMNS: GridColumn<TopicConfig>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(240px, 0.8fr)',
    cell: ({ name, isDefault }) => <span className={`font-mono text-mono ${isDefault ? '' : 'font-semibold'}`}>{name}</span>,
  },
  { id: 'value', header: 'Value', width: 'minmax(220px, 1fr)', cell: (config) => <Value {...config} /> },
  {
    id: 'origin',
    header: 'Set by',
    width: '290px',
    cell: ({ isDefault, source }) => (
      <span className="inline-flex items-center gap-2" title={source}>
        {isDefault ? <Badge>default</Badge> : <Badge tone="accent">override</Badge>}
        <span className="text-n10">{sourceWords(source)}</span>
      </span>
    ),
  },
  { id: 'type', header: 'Type', width: '90px', cell: ({ type }) => <span className="text-n10">{type?.toLowerCase()}</span> },
]

function Value({ name, value, isSensitive, isDefault }: TopicConfig): ReactNode {
  if (isSensitive) return <span className="text-n9 italic">hidden by the cluster</span>
  if (value === null) return <span className="text-n9 italic">null</span>
  if (value === '') return <span className="text-n9 italic">empty</span>
  const hint = valueHint({ name, value })
  return (
    <span title={value}>
      <span className={`font-mono text-mono ${isDefault ? '' : 'font-semibold'}`}>{value}</span>
      {hint !== null && <span className="text-n9"> · {hint}</span>}
    </span>
  )
}
