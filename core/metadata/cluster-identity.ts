// Who this broker is: a cluster id made once per data folder, and a node id.
import type { Random } from '../base/random.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { clusterTable } from '../storage/tables.ts'
import { randomUuid } from './random-uuid.ts'

export const NODE_ID = 1

const CLUSTER_ID_KEY = 'clusterId'

export class ClusterIdentity {
  /** 22 characters; clients notice when it changes (KIP-1242), so it lives as long as the data. */
  readonly clusterId: string
  readonly nodeId: number

  constructor(clusterId: string, nodeId: number = NODE_ID) {
    this.clusterId = clusterId
    this.nodeId = nodeId
  }

  static async load(store: MetadataStore, random: Random): Promise<ClusterIdentity> {
    const known = store.get(clusterTable, CLUSTER_ID_KEY)
    if (typeof known === 'string') return new ClusterIdentity(known)
    const clusterId = randomUuid(random)
    await store.commit({ writes: [clusterTable.put(CLUSTER_ID_KEY, clusterId)] })
    return new ClusterIdentity(clusterId)
  }
}
