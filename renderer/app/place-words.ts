// What a place is called: in its tab, in the palette, in the title of the window.
import type { Connection } from '../../core/contract/connections.ts'
import { isOfCluster, type Route, type Screen } from './route.ts'

const NAMES: Record<Exclude<Screen['name'], 'topic' | 'group'>, string> = {
  home: 'Home',
  topics: 'Topics',
  compose: 'Compose',
  groups: 'Groups',
  'dead-letters': 'Dead letters',
  replay: 'Replay plan',
  jobs: 'Replays',
  job: 'Replay',
  ledger: 'Ledger',
  retries: 'Retries',
  broker: 'Broker',
  settings: 'Settings',
}

export function placeName({ screen }: Route): string {
  if (screen.name === 'topic') return screen.topic
  return screen.name === 'group' ? screen.groupId : NAMES[screen.name]
}

/** `Topic orders on prod` */
export function placeSentence(route: Route, connections: readonly Connection[]): string {
  const { screen, connectionId } = route
  const kind = screen.name === 'topic' ? 'Topic ' : screen.name === 'group' ? 'Group ' : ''
  return `${kind}${placeName(route)}${isOfCluster(screen) ? ` on ${clusterOf(connectionId, connections)?.name ?? connectionId}` : ''}`
}

/** Links may name a cluster by its name; an id counts for more. */
export function clusterOf(idOrName: string, connections: readonly Connection[]): Connection | undefined {
  return (
    connections.find(({ id }) => id === idOrName) ??
    connections.find(({ name }) => name === idOrName) ??
    connections.find(({ name }) => name.toLowerCase() === idOrName.toLowerCase())
  )
}
