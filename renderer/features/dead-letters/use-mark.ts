// Marks dead letters, and takes that back: what each was before is read first, so that undoing gives back exactly that.
import type { FailureRow, TriageState } from '../../../core/contract/dead-letters.ts'
import { toast } from '../../ui/toast.tsx'
import { type Chosen, markedOf } from './chosen.ts'
import { type DeadLetterChanges, type Marked, useReadAll } from './dead-letters.queries.ts'
import { markedWords, STATES } from './failure-words.ts'
import { tell } from './tell.ts'

/** Reading more one by one, only to be able to take it back, would take longer than the marking itself. */
export const MOST_UNDONE = 5_000

export interface MarkOptions {
  connectionId: string
  topics: string[]
  changes: DeadLetterChanges
  onMarked: (of: Chosen, state: TriageState) => void
}

export interface Marking {
  markWithUndo: (of: Chosen, state: TriageState) => Promise<void>
  markForGood: (of: Chosen, state: TriageState) => void
}

export function useMark({ connectionId, topics, changes: { setState }, onMarked }: MarkOptions): Marking {
  const readAll = useReadAll()
  const send = (select: Marked, state: TriageState, onSuccess?: (answer: { changed: number }) => void): void =>
    setState.mutate({ topics, select, state }, { onError: tell, ...(onSuccess && { onSuccess }) })
  const undo = (rows: readonly FailureRow[]): void => {
    for (const [former, ofState] of Map.groupBy(rows, (row) => row.state)) send({ kind: 'keys', keys: ofState.map(({ key }) => key) }, former)
  }
  const told = (of: Chosen, state: TriageState, rows: readonly FailureRow[] | null) => ({ changed }: { changed: number }): void => {
    onMarked(of, state)
    toast({
      tone: 'good',
      message: markedWords(changed, state),
      detail: STATES[state].meaning,
      replaces: 'marked',
      ...(rows && { action: { label: 'Undo', run: () => undo(rows) } }),
    })
  }
  return {
    markWithUndo: async (of, state) => {
      try {
        const rows = of.kind === 'keys' ? of.rows : await readAll({ connectionId, topics, filter: of.filter })
        if (rows.length > 0) send({ kind: 'keys', keys: rows.map(({ key }) => key) }, state, told(of, state, rows))
      } catch (error) {
        tell(error as Error)
      }
    },
    markForGood: (of, state) => send(markedOf(of), state, told(of, state, null)),
  }
}
