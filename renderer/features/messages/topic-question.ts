// What is asked of a topic on its screen: place, filter and partitions, kept over restarts, as one question.
import { useMemo, useState } from 'react'
import { parseSeek } from '../../format/seek.ts'
import { now, useSettled } from '../../ui/clock.ts'
import { ROW_HEIGHT } from '../../ui/data-grid.tsx'
import { readViewState, useViewState } from '../../ui/view-state.ts'
import type { ReadingChoices } from './reading-choices.ts'
import type { Asked } from './topic-reading.ts'
import { ask, namedPartitions, withoutPartitions } from './typed-question.ts'

export interface TopicQuestion {
  seek: string
  filter: string
  /** Those that the place names, or else those chosen; empty = all. */
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
  /** Records of aborted transactions are shown too. */
  withAborted: boolean
  setWithAborted: (withAborted: boolean) => void
}

const TYPING_MS = 350
const MAX_FILTER_CHARS = 4_000
const NO_PARTITIONS: readonly number[] = []
/** So many rows are read at once to come back to a kept position; what was further down begins at the top. */
const MAX_ROWS_TO_RETURN = 10_000
const SCREENFUL = 80

export function useTopicQuestion(place: string, { pageSize, timeZone }: ReadingChoices): TopicQuestion {
  const [seek, setSeek] = useViewState(place, 'seek', 'newest')
  const [filter, setFilter] = useViewState(place, 'filter', '')
  const [withAborted, setWithAborted] = useViewState(place, 'aborted', false)
  const [chosen, setChosen] = useViewState(place, 'partitions', NO_PARTITIONS)
  const settled = useSettled(filter, TYPING_MS)
  const [ran, setRan] = useState<string | null>(null)
  const run = ran === filter ? filter : settled
  const [keptTop] = useState(() => readViewState(place, 'top', 0))
  const typed = useMemo(
    () => ({ seek, filter: run, withAborted, partitions: chosen, pageSize, timeZone }),
    [seek, run, withAborted, chosen, pageSize, timeZone],
  )
  const [first] = useState(typed)
  const mayReturn = keptTop / ROW_HEIGHT + SCREENFUL <= MAX_ROWS_TO_RETURN
  const rowsToReturn = typed === first && mayReturn ? Math.ceil(keptTop / ROW_HEIGHT) + SCREENFUL : 0
  // Read once for the same question: a time ago is a fixed time from then on.
  const asked = useMemo(() => ask(typed, now(), rowsToReturn), [typed, rowsToReturn])
  return {
    seek,
    filter,
    partitions: namedPartitions(seek) ?? chosen,
    asked,
    topToReturn: mayReturn ? keptTop : 0,
    askedAnew: () => ask(typed, now()),
    setSeek: (text) => {
      if (parseSeek(text, { nowMs: now(), zone: timeZone }).ok) setSeek(text)
    },
    setFilter: (text) => setFilter(text.slice(0, MAX_FILTER_CHARS)),
    runFilter: () => setRan(filter),
    withAborted,
    setWithAborted,
    setPartitions: (next) => {
      setChosen(next)
      setSeek(withoutPartitions(seek))
    },
  }
}
