// A client of a cluster, closed when its test is over.
import { onTestFinished } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { seededRandom } from '../../core/base/random.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { ClusterConnection, type ClusterConnectionOptions } from '../../core/client/cluster-connection.ts'
import type { BrokerAddress } from '../../core/client/bootstrap-address.ts'

export const testIdentity = { clientId: 'test', softwareName: 'headwater-test', softwareVersion: '1.0' }

export function connectTo(address: BrokerAddress | readonly BrokerAddress[], options: Partial<ClusterConnectionOptions> = {}): ClusterConnection {
  const cluster = new ClusterConnection(clusterOptions(address, options))
  onTestFinished(async () => cluster.close())
  return cluster
}

export function clusterOptions(address: BrokerAddress | readonly BrokerAddress[], options: Partial<ClusterConnectionOptions> = {}): ClusterConnectionOptions {
  return {
    bootstrapServers: 'host' in address ? [address] : address,
    identity: testIdentity,
    clock: systemClock,
    timers: systemTimers,
    random: seededRandom(1),
    connectTimeoutMs: 2_000,
    ...options,
  }
}
