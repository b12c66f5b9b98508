// Binds a glance store to a screen: what is in sight is kept fresh while the window is looked at, and each row draws itself when it is told of.
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { now, useNow, wait } from '../ui/clock.ts'
import type { Client } from '../../core/contract/rpc-client.ts'
import { type Glanced, type GlanceSource, GlanceStore } from './glance-store.ts'
import { useRpc } from './rpc-context.ts'

const SETTLE_MS = 80
const BEAT_MS = 2_000

export interface GlanceQuestion<Glance> extends Pick<GlanceSource<Glance>, 'batchSize' | 'freshMs' | 'nameOf'> {
  /** Says which list of which cluster; another key is another store. */
  key: string
  ask: (client: Client, names: readonly string[]) => Promise<{ glances: readonly Glance[]; readAtMs: number }>
}

export interface Glances<Glance> {
  store: GlanceStore<Glance>
  /** What is in sight now; may be called at every frame. */
  look: (names: readonly string[]) => void
}

interface Kept {
  store: GlanceStore<unknown>
  /** The newest: an old one is closed after a reconnect. */
  client: Client
}

/** Kept as long as the page's other answers: a list that is come back to shows what it knew. */
const kept = new WeakMap<QueryClient, Map<string, Kept>>()
const NEVER = new AbortController().signal

export function useGlances<Glance>(question: GlanceQuestion<Glance>): Glances<Glance> {
  const cache = useQueryClient()
  const { client } = useRpc()
  const { key } = question
  const [held, setHeld] = useState(() => ({ key, entry: entryOf(cache, question, client) }))
  if (held.key !== key) setHeld({ key, entry: entryOf(cache, question, client) })
  const { entry } = held
  const wanted = useRef<readonly string[]>([])
  const look = (names: readonly string[]): void => {
    wanted.current = names
    if (document.visibilityState === 'visible') entry.store.look(names)
  }
  const lookAgain = useEffectEvent(() => look(wanted.current))
  const beat = useNow(BEAT_MS)
  useEffect(() => {
    entry.client = client
    lookAgain()
  }, [beat, entry, client])
  return { store: entry.store as GlanceStore<Glance>, look }
}

function entryOf<Glance>(cache: QueryClient, { key, ask, ...source }: GlanceQuestion<Glance>, client: Client): Kept {
  const entries = kept.get(cache) ?? new Map<string, Kept>()
  kept.set(cache, entries)
  const known = entries.get(key)
  if (known) return known
  const store = new GlanceStore<Glance>({
    ...source,
    now,
    ask: (names) => ask(entry.client, names),
    settle: (then) => void wait(SETTLE_MS, NEVER).then(then),
  })
  const entry: Kept = { store: store as GlanceStore<unknown>, client }
  entries.set(key, entry)
  return entry
}

export const useGlance = <Glance>(store: GlanceStore<Glance>, name: string): Glanced<Glance> | undefined =>
  useSyncExternalStore(store.subscribe, () => store.get(name))

/** Draws anew with everything that the store is told. */
export const useGlanceVersion = <Glance>(store: GlanceStore<Glance>): number => useSyncExternalStore(store.subscribe, () => store.version)
