// The page's only door to time: the wall clock, timers, and hooks that tick.
import { useEffect, useEffectEvent, useRef, useState } from 'react'

export const now = (): number => Date.now()

/** Resolves after the time, or early when the signal aborts. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}

type Beat = (timeMs: number) => void

/** By period. One timer tells all who wait for it, so that a hundred ages in a list are one drawing and not a hundred. */
const beats = new Map<number, { listeners: Set<Beat>; timer: ReturnType<typeof setInterval> }>()

function everyBeat(everyMs: number, listener: Beat): () => void {
  let beat = beats.get(everyMs)
  if (!beat) {
    const listeners = new Set<Beat>()
    const tell = (): void => {
      const timeMs = now()
      for (const each of listeners) each(timeMs)
    }
    beat = { listeners, timer: setInterval(tell, everyMs) }
    beats.set(everyMs, beat)
  }
  const { listeners, timer } = beat
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    beats.delete(everyMs)
  }
}

/** The time, told anew every `everyMs`, to all at once. */
export function useNow(everyMs: number): number {
  const [time, setTime] = useState(now)
  useEffect(() => everyBeat(everyMs, setTime), [everyMs])
  return time
}

/** True once the component has been there for `ms`: no sign of waiting flashes for what comes at once. */
export function useHasLasted(ms: number): boolean {
  const [lasted, setLasted] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLasted(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return lasted
}

/** The value as it was when it last stood still for `ms`. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** The value, taken over at once and then at most every `ms`: what changes without a pause is followed, but not at every step. */
export function usePaced<T>(value: T, ms: number): T {
  const [paced, setPaced] = useState(value)
  const last = useRef(0)
  useEffect(() => {
    const timer = setTimeout(() => {
      last.current = now()
      setPaced(value)
    }, Math.max(0, last.current + ms - now()))
    return () => clearTimeout(timer)
  }, [value, ms])
  return paced
}

/** Runs `action` when `ms` have passed since `restart` last changed. */
export function useAfter(ms: number, restart: unknown, action: () => void): void {
  const act = useEffectEvent(action)
  useEffect(() => {
    const timer = setTimeout(() => act(), ms)
    return () => clearTimeout(timer)
  }, [ms, restart])
}
