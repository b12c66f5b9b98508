// The place in the workbench as it stands in the address, so that a reload and the back button keep it.
import { useSyncExternalStore } from 'react'

export type Screen =
  | { name: 'topics' }
  | { name: 'messages'; topic: string; record: { partition: number; offset: bigint } | null }
  | { name: 'compose' }
  | { name: 'groups' }
  | { name: 'group'; groupId: string }

export interface Route {
  connectionId: string
  screen: Screen
}

export const LOCAL = 'local'

/** `#/local/topics/orders?record=2:8841` and the like; anything else is the list of topics. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [connectionId, screen, subject] = path.split('/').map(decode)
  return { connectionId: connectionId || LOCAL, screen: parseScreen(screen, subject, new URLSearchParams(query)) }
}

function parseScreen(name: string | undefined, subject: string | undefined, query: URLSearchParams): Screen {
  switch (name) {
    case 'topics':
      return subject ? { name: 'messages', topic: subject, record: parseRecord(query.get('record')) } : { name: 'topics' }
    case 'compose':
      return { name: 'compose' }
    case 'groups':
      return subject ? { name: 'group', groupId: subject } : { name: 'groups' }
    default:
      return { name: 'topics' }
  }
}

function parseRecord(text: string | null): { partition: number; offset: bigint } | null {
  const [, partition, offset] = /^(\d{1,9}):(\d{1,19})$/.exec(text ?? '') ?? []
  return partition === undefined || offset === undefined ? null : { partition: Number(partition), offset: BigInt(offset) }
}

export function formatRoute({ connectionId, screen }: Route): string {
  return `#/${encodeURIComponent(connectionId)}/${formatScreen(screen)}`
}

function formatScreen(screen: Screen): string {
  switch (screen.name) {
    case 'messages': {
      const record = screen.record ? `?record=${screen.record.partition}:${screen.record.offset}` : ''
      return `topics/${encodeURIComponent(screen.topic)}${record}`
    }
    case 'group':
      return `groups/${encodeURIComponent(screen.groupId)}`
    default:
      return screen.name
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A hand-typed address with a stray percent sign names itself.
    return part
  }
}

function listen(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, () => location.hash)
  return parseRoute(hash)
}

/** Goes there. `replace` keeps the back button from stepping through every record that was looked at. */
export function go(route: Route, { replace = false } = {}): void {
  const hash = formatRoute(route)
  if (hash === location.hash) return
  if (!replace) {
    location.hash = hash
    return
  }
  history.replaceState(null, '', hash)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}
