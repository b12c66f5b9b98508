// Connections of the broker as the programs behind them: one program usually has several.
import type { BrokerClient } from '../../core/contract/local-broker.ts'

export interface ClientProgram {
  key: string
  clientId: string
  /** `kafkajs 2.2.4`; empty when the client did not tell. */
  library: string
  /** Without the port, which is another for each connection. */
  host: string
  isWorkbench: boolean
  /** By the time of their coming. */
  connections: readonly BrokerClient[]
  requests: number
  bytesIn: number
  bytesOut: number
  connectedAtMs: number
  lastRequest: BrokerClient['lastRequest']
  /** Of all its connections, with the highest version of each; by name. */
  apiVersions: BrokerClient['apiVersions']
}

/** Programs other than the workbench itself. */
export function countPrograms(clients: readonly BrokerClient[]): number {
  return programsOf(clients).filter(({ isWorkbench }) => !isWorkbench).length
}

/** Others by name, then the workbench itself. */
export function programsOf(clients: readonly BrokerClient[]): ClientProgram[] {
  const groups = Map.groupBy(clients, (client) => [client.isWorkbench, client.clientId, libraryOf(client), hostOf(client)].join('\n'))
  return Array.from(groups, ([key, connections]) => programOf(key, connections)).toSorted(
    (a, b) => Number(a.isWorkbench) - Number(b.isWorkbench) || (a.key < b.key ? -1 : 1),
  )
}

function programOf(key: string, unsorted: readonly BrokerClient[]): ClientProgram {
  const connections = unsorted.toSorted((a, b) => a.connectedAtMs - b.connectedAtMs || a.id - b.id)
  const first = connections[0]!
  const sum = (of: (client: BrokerClient) => number): number => connections.reduce((total, client) => total + of(client), 0)
  return {
    key,
    clientId: first.clientId,
    library: libraryOf(first),
    host: hostOf(first),
    isWorkbench: first.isWorkbench,
    connections,
    requests: sum(({ requests }) => requests),
    bytesIn: sum(({ bytesIn }) => bytesIn),
    bytesOut: sum(({ bytesOut }) => bytesOut),
    connectedAtMs: first.connectedAtMs,
    lastRequest: connections.reduce<BrokerClient['lastRequest']>((latest, { lastRequest }) => later(latest, lastRequest), null),
    apiVersions: highestVersions(connections),
  }
}

/** A client that tells nothing of itself is `unknown` to the broker. */
function libraryOf({ softwareName, softwareVersion }: BrokerClient): string {
  return [softwareName, softwareVersion].filter((word) => word !== '' && word !== 'unknown').join(' ')
}

function hostOf({ address }: BrokerClient): string {
  return address.replace(/:\d+$/, '')
}

function later(a: BrokerClient['lastRequest'], b: BrokerClient['lastRequest']): BrokerClient['lastRequest'] {
  if (a === null || b === null) return a ?? b
  return b.atMs > a.atMs ? b : a
}

function highestVersions(connections: readonly BrokerClient[]): BrokerClient['apiVersions'] {
  const highest = new Map<string, number>()
  for (const { apiVersions } of connections) {
    for (const { api, version } of apiVersions) highest.set(api, Math.max(version, highest.get(api) ?? 0))
  }
  return Array.from(highest, ([api, version]) => ({ api, version })).toSorted((a, b) => (a.api < b.api ? -1 : 1))
}
