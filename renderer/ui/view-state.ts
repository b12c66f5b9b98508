// State of a screen that is kept over restarts, as a hook: `useViewState('local/topics/orders', 'filter', '')`.
import { useCallback, useSyncExternalStore } from 'react'
import { wait } from './clock.ts'
import { fits, ViewStore } from './view-store.ts'

const WRITE_AFTER_MS = 250

const store = new ViewStore(localStorage, (write) => void wait(WRITE_AFTER_MS, NEVER).then(write))
const NEVER = new AbortController().signal

window.addEventListener('pagehide', () => store.write())

const subscribe = (listener: () => void): (() => void) => store.subscribe(listener)

/** `place` says which screen of which cluster, `name` what about it. What was kept in another shape than `initial` counts as not kept. */
export function useViewState<T>(place: string, name: string, initial: T): [T, (next: T) => void] {
  const kept = useSyncExternalStore(subscribe, () => store.get(place, name))
  const set = useCallback((next: T) => store.set(place, name, next), [place, name])
  return [kept !== undefined && fits(kept, initial) ? (kept as T) : initial, set]
}

/** For what is not drawn: the same values outside of a component. */
export const readViewState = <T>(place: string, name: string, initial: T): T => {
  const kept = store.get(place, name)
  return kept !== undefined && fits(kept, initial) ? (kept as T) : initial
}

export const writeViewState = <T>(place: string, name: string, value: T): void => store.set(place, name, value)
