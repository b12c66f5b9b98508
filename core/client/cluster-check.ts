// Tries a cluster out before anyone relies on it: bootstrap, then every address that its brokers tell.
import { Metadata } from '../protocol/messages/metadata.ts'
import type { ClusterBroker } from './cluster-metadata.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import { ConnectionFailed } from './connection-errors.ts'

export interface CheckedBroker extends ClusterBroker {
  /** Why it cannot be reached at the address it tells; null when it can. */
  readonly error: ConnectionFailed | null
}

/** Rejects ConnectionFailed when the bootstrap fails, or when no broker can be reached where it says that it listens. */
export async function checkCluster(cluster: ClusterConnection): Promise<{ clusterId: string | null; brokers: CheckedBroker[] }> {
  const { clusterId, brokers } = await cluster.metadata([])
  const checked = await Promise.all([...brokers.values()].map(async (broker) => ({ ...broker, error: await reachError(cluster, broker.nodeId) })))
  const failed = checked.find((broker) => broker.error !== null)
  if (failed?.error && checked.every((broker) => broker.error !== null)) throw failed.error
  return { clusterId, brokers: checked }
}

async function reachError(cluster: ClusterConnection, nodeId: number): Promise<ConnectionFailed | null> {
  try {
    await cluster.request(nodeId, Metadata, { topics: [] })
    return null
  } catch (error) {
    if (error instanceof ConnectionFailed) return error
    throw error
  }
}
