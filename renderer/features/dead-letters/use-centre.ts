// What the centre shows, put together: which topics, narrowed by what, as groups or one by one, and how far the reading behind it is.
import { useMemo, useState } from 'react'
import type { FailureGroup, FailureRow, IndexEvent, RecognisedTopic, Timeline } from '../../../core/contract/dead-letters.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import type { Pages } from '../../rpc/use-pages.ts'
import { usePaced, useSettled } from '../../ui/clock.ts'
import { useViewState } from '../../ui/view-state.ts'
import {
  type Asked,
  type ListOrder,
  type Recognised,
  useFailureGroups,
  useFailureList,
  useIndex,
  useRecognised,
  useRecognisedTopic,
  useTimeline,
} from './dead-letters.queries.ts'
import { type FilterFields, filterOf, NO_FILTER } from './failure-filter.ts'
import { deadLetterTopics, MOST_TOPICS } from './flow-view.ts'
import { stepsFor } from './timeline-shape.ts'
import type { ShownDeadLetters } from './dead-letters-screen.tsx'

export type View = 'groups' | 'list'

export interface Centre {
  place: string
  recognised: ReturnType<typeof useRecognised>
  /** Of dead letters; all of them whatever is chosen. */
  topics: readonly RecognisedTopic[]
  /** The one that is chosen at the left, as far as it is known. */
  chosenTopic: RecognisedTopic | null
  /** Of the topic that the address names, where nothing is known of it: why it cannot be looked at. */
  missing: { topic: string; failure: Failure } | null
  index: IndexEvent | null
  indexFailure: Failure | null
  version: number
  /** Something here has changed what the core knows. */
  changed: () => void
  fields: FilterFields
  setFields: (change: Partial<FilterFields>) => void
  view: View
  setView: (view: View) => void
  order: ListOrder
  setOrder: (order: ListOrder) => void
  asked: Asked
  groups: ReturnType<typeof useFailureGroups>
  /** The one that is looked at; null where none is, or it is not among those shown. */
  group: FailureGroup | null
  list: Pages<FailureRow>
  timeline: Timeline | undefined
  onTimelineWidth: (widthPx: number) => void
}

const TYPED_MS = 200
/** The index tells up to ten times a second: lists are asked for again less often. */
const ASK_AGAIN_MS = 700

export function useCentre(connectionId: string, shown: ShownDeadLetters): Centre {
  const place = `${connectionId}/dead-letters`
  const recognised = useRecognised(connectionId)
  const { topics, chosenTopic, missing } = useTopics(connectionId, recognised.data, shown)
  const names = useMemo(() => namesOf(topics), [topics])
  const { index, failure } = useIndex(connectionId, names)
  const [changes, setChanges] = useState(0)
  const version = usePaced((index?.version ?? 0) + changes, ASK_AGAIN_MS)
  const [fields, setAllFields] = useViewState<FilterFields>(place, 'filter', NO_FILTER)
  const [view, setView] = useViewState<View>(place, 'view', 'groups')
  const [order, setOrder] = useViewState<ListOrder>(place, 'order', 'newest')
  const settled = useSettled(fields, TYPED_MS)
  const [widthPx, setWidthPx] = useState(0)
  const wanted = shown.topic === null ? names : names.filter((name) => name === shown.topic)
  const asked: Asked = { connectionId, topics: wanted, filter: filterOf(settled) }
  const groups = useFailureGroups(asked, version)
  const group = shown.group === null ? null : (groups.data?.groups.find(({ fingerprint }) => fingerprint === shown.group) ?? null)
  const inGroup: Asked = shown.group === null ? asked : { ...asked, filter: filterOf(settled, fingerprintsOf(shown.group, group)) }
  const list = useFailureList(inGroup, order, version)
  const timeline = useTimeline(inGroup, stepsFor(widthPx), version)
  return {
    place,
    recognised,
    topics,
    chosenTopic,
    missing,
    index,
    indexFailure: failure,
    version,
    changed: () => setChanges((count) => count + 1),
    fields,
    setFields: (change) => setAllFields({ ...fields, ...change }),
    view: shown.group === null ? view : 'list',
    setView,
    order,
    setOrder,
    asked: inGroup,
    groups,
    group,
    list,
    timeline: timeline.data,
    onTimelineWidth: setWidthPx,
  }
}

/** Groups that were merged answer to the name of the one that is left. */
const fingerprintsOf = (fingerprint: string, group: FailureGroup | null): string[] => [fingerprint, ...(group?.merged ?? [])]

const namesOf = (topics: readonly RecognisedTopic[]): string[] => topics.map(({ topic }) => topic).slice(0, MOST_TOPICS)

/** One that is named in the address counts also where nothing recognises it: a person wants to look. */
function useTopics(connectionId: string, recognised: Recognised | undefined, shown: ShownDeadLetters): Pick<Centre, 'topics' | 'chosenTopic' | 'missing'> {
  const known = useMemo(() => deadLetterTopics(recognised?.flows ?? []), [recognised])
  const named = shown.topic ?? shown.record?.topic ?? null
  const isKnown = named === null || known.some(({ topic }) => topic === named)
  const query = useRecognisedTopic(connectionId, recognised && !isKnown ? named : null)
  const asked = isKnown ? undefined : query.data
  const failure = isKnown || named === null || !query.error ? null : failureOf(query.error)
  const topics = useMemo(() => (asked ? [...known, asked] : known), [known, asked])
  return {
    topics,
    chosenTopic: topics.find(({ topic }) => topic === shown.topic) ?? null,
    missing: failure && failure.code !== 'LOST' ? { topic: named!, failure } : null,
  }
}
