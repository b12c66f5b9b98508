// What is asked of a topic on its screen: place, filter and partitions, kept over restarts, as one question.
import { useMemo, useState } from 'react'
import { parseSeek } from '../../format/seek.ts'
import { now, useSettled } from '../../ui/clock.ts'
import { ROW_HEIGHT } from '../../ui/data-grid.tsx'
import { readViewState, useViewState } from '../../ui/view-state.ts'
import type { ReadingChoices } from './reading-choices.ts'
import type { Asked } from './topic-reading.ts'

export interface TopicQuestion {
  seek: string
  filter: string
  partitions: readonly number[]
  /** What these ask for; the same object as long as they do. */
  asked: Asked
  /** How far down one was when the topic was left; 0 where coming back would mean to read too much. */
  topToReturn: number
  /** The same question, read now: `@-15m` counts from now on. */
  askedAnew: () => Asked
  setSeek: (text: string) => void
  setFilter: (text: string) => void
  /** Without waiting for the typing to end. */
  runFilter: () => void
  setPartitions: (partitions: readonly number[]) => void
}

const TYPING_MS = 350
const MAX_FILTER_CHARS = 1_000
const NO_PARTITIONS: readonly number[] = []
/** So many rows are read at once to come back to a kept position; what was further down begins at the top. */
const MAX_ROWS_TO_RETURN = 10_000
const SCREENFUL = 80

interface Typed {
  seek: string
  contains: string
  partitions: readonly number[]
  pageSize: number
  timeZone: string
}

function ask({ seek, contains, partitions, pageSize, timeZone }: Typed, leastRows: number): Asked {
  const parse = parseSeek(seek, { nowMs: now(), zone: timeZone })
  const { start, limit, words } = parse.ok ? parse.seek : { start: { kind: 'newest' } as const, limit: null, words: 'The newest records' }
  return {
    id: [seek, contains, partitions.join(), pageSize, timeZone].join(' '),
    words,
    start,
    limit: Math.max(limit ?? pageSize, leastRows),
    contains,
    partitions: partitions.length === 0 ? null : partitions,
  }
}

export function useTopicQuestion(place: string, { pageSize, timeZone }: ReadingChoices): TopicQuestion {
  const [seek, setSeek] = useViewState(place, 'seek', 'newest')
  const [filter, setFilter] = useViewState(place, 'filter', '')
  const [partitions, setPartitions] = useViewState(place, 'partitions', NO_PARTITIONS)
  const settled = useSettled(filter, TYPING_MS)
  const [ran, setRan] = useState<string | null>(null)
  const contains = ran === filter ? filter : settled
  const [keptTop] = useState(() => readViewState(place, 'top', 0))
  const typed = useMemo(
    () => ({ seek, contains, partitions, pageSize, timeZone }),
    [seek, contains, partitions, pageSize, timeZone],
  )
  const [first] = useState(typed)
  const mayReturn = keptTop / ROW_HEIGHT + SCREENFUL <= MAX_ROWS_TO_RETURN
  const rowsToReturn = typed === first && mayReturn ? Math.ceil(keptTop / ROW_HEIGHT) + SCREENFUL : 0
  // Read once for the same question: a time ago is a fixed time from then on.
  const asked = useMemo(() => ask(typed, rowsToReturn), [typed, rowsToReturn])
  return {
    seek,
    filter,
    partitions,
    asked,
    topToReturn: mayReturn ? keptTop : 0,
    askedAnew: () => ask(typed, 0),
    setSeek: (text) => {
      const parse = parseSeek(text, { nowMs: now(), zone: timeZone })
      if (!parse.ok) return
      setSeek(text)
      if (parse.seek.partitions) setPartitions(parse.seek.partitions)
    },
    setFilter: (text) => setFilter(text.slice(0, MAX_FILTER_CHARS)),
    runFilter: () => setRan(filter),
    setPartitions: (next) => {
      setPartitions(next)
      // `0:4211` names a partition: with others chosen, it means the offset in those.
      setSeek(seek.replace(/^\d+(?:,\d+)*:/, ''))
    },
  }
}
