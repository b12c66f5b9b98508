// Gathers what the palette offers: the command registry, where the person has been, and names that are read when it opens, never polled.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { SETTING_NAMES } from '../features/settings/setting-names.ts'
import { type Failure, failureOf } from '../rpc/failure.ts'
import { useRpc } from '../rpc/rpc-context.ts'
import { groupOf, keyLabel, useAllCommands } from '../ui/commands.ts'
import { keysThatArrive } from '../ui/keys.ts'
import type { PaletteEntry } from './palette-entries.ts'
import { placeSentence } from './place-words.ts'
import { go, usePlaces } from './places.ts'
import { LOCAL, parseRoute, type Screen } from './route.ts'

const FRESH_MS = 10_000
const MOST_RECENT = 8

export interface PaletteSource {
  entries: readonly PaletteEntry[]
  isReading: boolean
  failures: readonly { what: string; failure: Failure }[]
}

export function usePaletteSource(connection: Connection | undefined, connections: readonly Connection[], onOpenSetting: (title: string) => void): PaletteSource {
  const { queries } = useRpc()
  const input = { connectionId: connection?.id ?? '' }
  const how = { enabled: connection !== undefined, staleTime: FRESH_MS, refetchOnWindowFocus: false }
  const topics = useQuery({ ...queries.topics.list.queryOptions({ input: { ...input, includeInternal: true } }), ...how })
  const groups = useQuery({ ...queries.groups.list.queryOptions({ input }), ...how })
  const topicEntries = useMemo(() => topicPlaces(topics.data?.topics ?? NONE, connection), [topics.data, connection])
  const groupEntries = useMemo(() => groupPlaces(groups.data?.groups ?? NONE, connection), [groups.data, connection])
  const recent = useRecentEntries(connections)
  const commands = useCommandEntries()
  const clusters = connections.map(({ id, name, bootstrapServers }): PaletteEntry => {
    const run = (): void => go({ connectionId: id, screen: { name: 'topics' } })
    return { id: `cluster ${id}`, kind: 'cluster', title: name, detail: bootstrapServers.join(', '), run }
  })
  const settings = SETTING_NAMES.map((title): PaletteEntry => ({ id: `setting ${title}`, kind: 'setting', title, detail: 'Settings', run: () => onOpenSetting(title) }))
  return {
    entries: [...recent, ...commands, ...topicEntries, ...groupEntries, ...clusters, ...settings],
    isReading: topics.isFetching || groups.isFetching,
    failures: [
      { what: 'topics', error: topics.error },
      { what: 'groups', error: groups.error },
    ].flatMap(({ what, error }) => (error ? [{ what, failure: failureOf(error) }] : [])),
  }
}

const NONE: readonly never[] = []

function topicPlaces(topics: readonly { name: string }[], connection: Connection | undefined): PaletteEntry[] {
  return topics.map(({ name }) => placeEntry('topic', name, { name: 'topic', topic: name, side: 'messages', record: null }, connection))
}

function groupPlaces(groups: readonly { groupId: string }[], connection: Connection | undefined): PaletteEntry[] {
  return groups.map(({ groupId }) => placeEntry('group', groupId, { name: 'group', groupId }, connection))
}

function placeEntry(kind: 'topic' | 'group', title: string, screen: Screen, connection: Connection | undefined): PaletteEntry {
  return { id: `${kind} ${title}`, kind, title, detail: connection?.name, run: () => go({ connectionId: connection?.id ?? LOCAL, screen }) }
}

/** The place on the screen itself is no place to go to. */
function useRecentEntries(connections: readonly Connection[]): PaletteEntry[] {
  const recent = usePlaces((places) => places.recent)
  return recent.slice(1, MOST_RECENT + 1).flatMap((hash) => {
    const route = parseRoute(hash)
    return route ? [{ id: `recent ${hash}`, kind: 'recent' as const, title: placeSentence(route, connections), run: () => go(route) }] : []
  })
}

/** Where two layers declare one command, the later one is in force. */
function useCommandEntries(): PaletteEntry[] {
  const commands = new Map(useAllCommands().map((command) => [command.id, command]))
  return [...commands.values()].map((command) => ({
    id: `command ${command.id}`,
    kind: 'command',
    title: command.title,
    detail: groupOf(command),
    keys: command.keys.length === 0 ? undefined : keyLabel(keysThatArrive(command.keys, window.desktop === undefined)[0]!),
    disabled: command.disabled,
    run: command.run,
  }))
}
