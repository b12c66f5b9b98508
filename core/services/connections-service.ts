// The clusters that the workbench knows: kept, tried out, connected to when first used, and armed for writing for a while.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { AddressError, type BrokerAddress, formatBrokerAddress, parseBrokerAddress } from '../client/bootstrap-address.ts'
import { checkCluster } from '../client/cluster-check.ts'
import { ClusterConnection } from '../client/cluster-connection.ts'
import type { ClientIdentity } from '../client/request-lane.ts'
import type { BrokerReach, Connection } from '../contract/connections.ts'
import { ConnectionStore, type StoredConnection } from './connection-store.ts'
import { invalidInput, notFound, readOnly } from './service-error.ts'

export const LOCAL_CONNECTION_ID = 'local'

export interface ConnectionsOptions {
  readonly directory: string
  /** Where the broker inside Headwater listens; it is spoken to like any other cluster. */
  readonly localAddress: BrokerAddress
  readonly identity: ClientIdentity
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

const MINUTE_MS = 60_000

export class ConnectionsService {
  readonly #options: ConnectionsOptions
  readonly #store: ConnectionStore
  readonly #local: StoredConnection
  readonly #clusters = new Map<string, ClusterConnection>()
  /** Arming is forgotten when the core stops: a restarted Headwater is read-only. */
  readonly #armedUntilMs = new Map<string, number>()
  #remotes: readonly StoredConnection[]
  #changing: Promise<void> = Promise.resolve()

  static async load(options: ConnectionsOptions): Promise<ConnectionsService> {
    const store = new ConnectionStore(options.directory)
    return new ConnectionsService(options, store, await store.load(options.clock, options.logger))
  }

  private constructor(options: ConnectionsOptions, store: ConnectionStore, remotes: readonly StoredConnection[]) {
    this.#options = options
    this.#store = store
    this.#remotes = remotes
    this.#local = { id: LOCAL_CONNECTION_ID, name: 'Local broker', bootstrapServers: [formatBrokerAddress(options.localAddress)] }
  }

  list(): Connection[] {
    return [this.#local, ...this.#remotes].map((connection) => this.#shown(connection))
  }

  async add(name: string, bootstrapServers: readonly string[]): Promise<Connection> {
    const addresses = parseAll(bootstrapServers)
    this.#refuseTakenName(name)
    const cluster = this.#open(addresses)
    try {
      await checkCluster(cluster)
      const added = { id: this.#options.random.uuid(), name, bootstrapServers: addresses.map(formatBrokerAddress) }
      await this.#change((remotes) => {
        // Somebody else may have taken the name while the cluster was tried out.
        this.#refuseTakenName(name)
        return [...remotes, added]
      })
      this.#clusters.set(added.id, cluster)
      return this.#shown(added)
    } catch (error) {
      await cluster.close()
      throw error
    }
  }

  async remove(connectionId: string): Promise<void> {
    const removed = this.#remote(connectionId)
    await this.#change((remotes) => remotes.filter(({ id }) => id !== removed.id))
    this.#armedUntilMs.delete(connectionId)
    const cluster = this.#clusters.get(connectionId)
    this.#clusters.delete(connectionId)
    await cluster?.close()
  }

  async test(bootstrapServers: readonly string[]): Promise<{ clusterId: string | null; brokers: BrokerReach[] }> {
    const cluster = this.#open(parseAll(bootstrapServers))
    try {
      const { clusterId, brokers } = await checkCluster(cluster)
      return { clusterId, brokers: brokers.map(({ nodeId, host, port, error }) => ({ nodeId, host, port, error: error?.message ?? null })) }
    } finally {
      await cluster.close()
    }
  }

  arm(connectionId: string, confirmName: string, minutes: number): Connection {
    const connection = this.#remote(connectionId)
    if (confirmName !== connection.name) throw invalidInput('confirmName', `"${confirmName}" is not the name of this cluster.`, `Type "${connection.name}".`)
    this.#armedUntilMs.set(connectionId, this.#options.clock.now() + minutes * MINUTE_MS)
    return this.#shown(connection)
  }

  disarm(connectionId: string): Connection {
    const connection = this.#remote(connectionId)
    this.#armedUntilMs.delete(connectionId)
    return this.#shown(connection)
  }

  /** Throws READ_ONLY for a remote cluster that is not armed, NOT_FOUND for one that is not known. */
  refuseUnlessWritable(connectionId: string): void {
    const connection = this.#known(connectionId)
    if (connection !== this.#local && this.#armedUntil(connectionId) === null) throw readOnly(connectionId, connection.name)
  }

  /** Connects when first used. */
  cluster(connectionId: string): ClusterConnection {
    const { bootstrapServers } = this.#known(connectionId)
    const open = this.#clusters.get(connectionId)
    if (open) return open
    const cluster = this.#open(parseAll(bootstrapServers))
    this.#clusters.set(connectionId, cluster)
    return cluster
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clusters.values()].map(async (cluster) => cluster.close()))
  }

  #open(bootstrapServers: readonly BrokerAddress[]): ClusterConnection {
    const { identity, clock, timers, random } = this.#options
    return new ClusterConnection({ bootstrapServers, identity, clock, timers, random })
  }

  /** One change at a time, each on what the one before has stored. */
  #change(update: (remotes: readonly StoredConnection[]) => readonly StoredConnection[]): Promise<void> {
    const changed = this.#changing.then(async () => {
      const remotes = update(this.#remotes)
      await this.#store.save(remotes)
      this.#remotes = remotes
    })
    // A change that failed is told to its caller; the next one is tried all the same.
    this.#changing = changed.catch(() => {})
    return changed
  }

  #shown(connection: StoredConnection): Connection {
    const { id, name, bootstrapServers } = connection
    const isLocal = connection === this.#local
    return { id, name, kind: isLocal ? 'local' : 'remote', bootstrapServers, armedUntilMs: isLocal ? null : this.#armedUntil(id) }
  }

  #armedUntil(connectionId: string): number | null {
    const untilMs = this.#armedUntilMs.get(connectionId) ?? 0
    return untilMs > this.#options.clock.now() ? untilMs : null
  }

  #known(connectionId: string): StoredConnection {
    const known = [this.#local, ...this.#remotes].find(({ id }) => id === connectionId)
    if (!known) throw notFound(`There is no cluster "${connectionId}".`, 'It may have been removed in another window.')
    return known
  }

  #remote(connectionId: string): StoredConnection {
    const connection = this.#known(connectionId)
    if (connection === this.#local) throw invalidInput('connectionId', 'The local broker is always there and always writable.')
    return connection
  }

  #refuseTakenName(name: string): void {
    const taken = [this.#local, ...this.#remotes].some((connection) => connection.name.toLowerCase() === name.toLowerCase())
    if (taken) throw invalidInput('name', `There is a cluster named "${name}" already.`, 'Choose another name.')
  }
}

function parseAll(bootstrapServers: readonly string[]): BrokerAddress[] {
  try {
    return bootstrapServers.map(parseBrokerAddress)
  } catch (error) {
    if (error instanceof AddressError) throw invalidInput('bootstrapServers', error.message)
    throw error
  }
}
