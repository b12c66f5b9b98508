// A long list of the core as a screen shows it: read while it is scrolled, and again when `version` changes.
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Client } from '../../core/contract/rpc-client.ts'
import type { GridRows } from '../ui/grid-selection.ts'
import { type Failure, failureOf } from './failure.ts'
import { type Page, PageList } from './page-list.ts'
import { useRpc } from './rpc-context.ts'

export interface Pages<Row> {
  /** undefined until the first page is there. */
  rows: GridRows<Row> | undefined
  failure: Failure | null
  onVisibleChange: (first: number, last: number) => void
  readAgain: () => void
}

export interface PagesOptions<Row, Cursor = number> {
  /** What is listed, filters included; another name is another list. */
  name: string
  /** 0, unless it says otherwise: most cursors count rows. */
  firstCursor?: Cursor | null
  read: (client: Client, cursor: Cursor | null, signal: AbortSignal) => Promise<Page<Row, Cursor>>
  /** Another value: what is in sight may have changed. */
  version?: string | number
}

export function usePages<Row, Cursor = number>({ name, firstCursor = 0 as unknown as Cursor, read, version = 0 }: PagesOptions<Row, Cursor>): Pages<Row> {
  const { client } = useRpc()
  // `read` is made anew with every drawing, but does the same as long as the name is the same.
  // oxlint-disable-next-line exhaustive-deps
  const list = useMemo(() => new PageList<Row, Cursor>({ firstCursor, read: (cursor, signal) => read(client, cursor, signal) }), [client, name])
  const state = useSyncExternalStore(list.subscribe, () => list.state)
  useEffect(() => {
    list.look(0, 0)
  }, [list])
  useEffect(() => {
    list.refresh()
  }, [list, version])
  const failure = state.failure === null ? null : failureOf(state.failure)
  return {
    rows: useMemo(() => (state.total === null ? undefined : { count: state.total, at: state.at }), [state]),
    failure: failure?.code === 'LOST' ? null : failure,
    onVisibleChange: (first, last) => list.look(first, last),
    readAgain: () => list.refresh(),
  }
}
