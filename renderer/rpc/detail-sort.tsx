// Sorting a list by what has to be asked for: asks for all of it when that is little, and says how far it is, or why it does not.
import { type ReactNode, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { counted, formatCount } from '../format/numbers.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { Notice } from '../ui/states.tsx'
import type { AnyGlanceStore } from './glance-store.ts'

export interface DetailSortOptions {
  store: AnyGlanceStore
  /** What is to be sorted, in any order. */
  names: readonly string[]
  /** The detail's column, in lower case; null = the list is sorted by what it knows anyway. */
  column: string | null
  /** `topic`, of which there are `topics`. */
  noun: string
  /** Beyond so many it is not asked for. */
  most: number
  onGiveUp: () => void
}

export interface DetailSort {
  /** The detail may be sorted by, as far as it is known. */
  isPossible: boolean
  /** Changes whenever the order may have; between that, rows stay where they are although they are read anew. */
  orderVersion: number
  notice: ReactNode
}

export function useDetailSort({ store, names, column, noun, most, onGiveUp }: DetailSortOptions): DetailSort {
  const isPossible = names.length <= most
  const done = useSyncExternalStore(store.subscribe, () => store.sweep?.done ?? -1)
  const ask = useEffectEvent(() => store.sweepAll(names))
  useEffect(() => {
    if (column === null || !isPossible) return
    ask()
    return () => store.stopSweep()
  }, [column, isPossible, names, store])
  const notice = column === null ? null : isPossible ? <State {...{ store, names, noun }} /> : <TooMany {...{ names, column, noun, most, onGiveUp }} />
  return { isPossible, orderVersion: column === null ? 0 : done, notice }
}

type Part = Pick<DetailSortOptions, 'store' | 'names' | 'noun'>

/** Nothing once everything is known. */
function State({ store, names, noun }: Part): ReactNode {
  const { sweep } = store
  if (sweep !== null)
    return (
      <div className="flex h-8 shrink-0 items-center gap-2 border-b border-n6 px-3">
        <Progress label={`Asking about every ${noun}`} done={sweep.done / sweep.total} text={`${formatCount(sweep.done)} of ${counted(sweep.total, noun)} asked about`} />
        <Button variant="quiet" onClick={() => store.stopSweep()}>
          Stop
        </Button>
      </div>
    )
  const unknown = names.filter((name) => store.get(name) === undefined).length
  if (unknown === 0) return null
  return (
    <Notice
      tone="warn"
      message={`Sorted by what is known: ${formatCount(names.length - unknown)} of ${counted(names.length, noun)}. The others stand at the end.`}
      action={{ label: 'Ask about the rest', run: () => store.sweepAll(names) }}
    />
  )
}

function TooMany({ names, column, noun, most, onGiveUp }: Omit<DetailSortOptions, 'store'> & { column: string }): ReactNode {
  return (
    <Notice
      tone="warn"
      message={`Not sorted by ${column}: the cluster would have to be asked about all ${counted(names.length, noun)}.`}
      remedy={`Filter the list down to ${most} or fewer.`}
      action={{ label: 'Sort by name', run: onGiveUp }}
    />
  )
}
