// The clusters that the workbench knows: kept, tried out, connected to when first used, and armed for writing for a while.
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { AddressError, type BrokerAddress, formatBrokerAddress, parseBrokerAddress } from '../client/bootstrap-address.ts'
import type { ClientIdentity } from '../client/broker-socket.ts'
import { checkCluster, type ClusterCheck } from '../client/cluster-check.ts'
import { ClusterConnection, type ClusterConnectionOptions } from '../client/cluster-connection.ts'
import type { ClusterSecurity } from '../client/cluster-security.ts'
import { ConnectionFailed } from '../client/connection-errors.ts'
import type { Connection, ConnectionReport, SecurityInput } from '../contract/connections.ts'
import { clusterSecurity, missingSecrets, secretsOf, shownSecurity, storedSecurity } from './connection-security.ts'
import { ConnectionStore, NO_SECURITY, type StoredConnection } from './connection-store.ts'
import type { ConnectionSecrets, SecretStore } from './ports.ts'
import { invalidInput, notFound, readOnly } from './service-error.ts'

export const LOCAL_CONNECTION_ID = 'local'

export interface ConnectionsOptions {
  readonly directory: string
  /** Where the broker inside Headwater listens; it is spoken to like any other cluster. */
  readonly localAddress: BrokerAddress
  /** The workbench's own way in, where everybody else must sign in at `localAddress`. */
  readonly localAccess?: LocalAccess | null
  readonly secrets: SecretStore
  readonly identity: ClientIdentity
  /** As which the local broker tells this workbench from every other client, another Headwater included. */
  readonly localIdentity?: ClientIdentity
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

/** Its password lives in memory, made by the broker at each start. */
export interface LocalAccess {
  readonly address: BrokerAddress
  readonly username: string
  readonly password: string
}

/** A cluster as it is entered: `security` may leave out secrets that are kept already. */
export interface ConnectionProfile {
  readonly name: string
  readonly bootstrapServers: readonly string[]
  readonly hue: number | null
  readonly security: SecurityInput
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
  #secrets: ReadonlyMap<string, ConnectionSecrets>
  #changing: Promise<void> = Promise.resolve()

  static async load(options: ConnectionsOptions): Promise<ConnectionsService> {
    const store = new ConnectionStore(options.directory)
    const remotes = await store.load(options.clock, options.logger)
    return new ConnectionsService(options, store, remotes, await options.secrets.load())
  }

  private constructor(options: ConnectionsOptions, store: ConnectionStore, remotes: readonly StoredConnection[], secrets: ReadonlyMap<string, ConnectionSecrets>) {
    this.#options = options
    this.#store = store
    this.#remotes = remotes
    this.#secrets = secrets
    const bootstrapServers = [formatBrokerAddress(options.localAddress)]
    this.#local = { id: LOCAL_CONNECTION_ID, name: 'Local broker', bootstrapServers, hue: null, security: NO_SECURITY }
  }

  list(): { connections: Connection[]; secretsKept: string } {
    return { connections: [this.#local, ...this.#remotes].map((connection) => this.#shown(connection)), secretsKept: this.#options.secrets.kept }
  }

  async add(profile: ConnectionProfile): Promise<Connection> {
    this.#refuseTakenName(profile.name)
    const added = storedOf(this.#options.random.uuid(), profile)
    const secrets = secretsOf(profile.security, {})
    refuseIncomplete(added, secrets)
    await this.#refuseUnreachable(added, secrets)
    await this.#change(added.id, secrets, (remotes) => {
      // Somebody else may have taken the name while the cluster was tried out.
      this.#refuseTakenName(profile.name)
      return [...remotes, added]
    })
    return this.#shown(added)
  }

  /** Connects first, unless only name and colour change: that must work for a cluster that is down. */
  async update(connectionId: string, profile: ConnectionProfile): Promise<Connection> {
    const before = this.#remote(connectionId)
    this.#refuseTakenName(profile.name, connectionId)
    const after = storedOf(connectionId, profile)
    const secretsBefore = this.#secrets.get(connectionId) ?? {}
    const secrets = secretsOf(profile.security, secretsBefore)
    const isSameCluster = isDeepStrictEqual([before.bootstrapServers, before.security, secretsBefore], [after.bootstrapServers, after.security, secrets])
    if (!isSameCluster) {
      refuseIncomplete(after, secrets)
      await this.#refuseUnreachable(after, secrets)
    }
    await this.#change(connectionId, secrets, (remotes) => {
      this.#remote(connectionId)
      this.#refuseTakenName(profile.name, connectionId)
      return remotes.map((connection) => (connection.id === connectionId ? after : connection))
    })
    this.#armedUntilMs.delete(connectionId)
    if (!isSameCluster) await this.#disconnect(connectionId)
    return this.#shown(after)
  }

  async remove(connectionId: string): Promise<void> {
    this.#remote(connectionId)
    await this.#change(connectionId, null, (remotes) => remotes.filter(({ id }) => id !== connectionId))
    this.#armedUntilMs.delete(connectionId)
    await this.#disconnect(connectionId)
  }

  /** `connectionId`: whose kept secrets stand in for those left out. */
  async test(bootstrapServers: readonly string[], security: SecurityInput, connectionId: string | null): Promise<ConnectionReport> {
    const kept = connectionId === null ? {} : (this.#secrets.get(this.#remote(connectionId).id) ?? {})
    const tried = storedOf('', { name: '', bootstrapServers, hue: null, security })
    const secrets = secretsOf(security, kept)
    refuseIncomplete(tried, secrets)
    const { steps, clusterId, brokers } = await this.#check(tried, secrets)
    return {
      steps: [...steps],
      clusterId,
      brokers: brokers.map(({ nodeId, host, port, error }) => ({ nodeId, host, port, error: error?.message ?? null })),
    }
  }

  async enterSecrets(connectionId: string, entered: ConnectionSecrets): Promise<Connection> {
    const connection = this.#remote(connectionId)
    const secrets = { ...this.#secrets.get(connectionId), ...entered }
    refuseIncomplete(connection, secrets)
    await this.#refuseUnreachable(connection, secrets)
    await this.#change(connectionId, secrets, (remotes) => remotes)
    await this.#disconnect(connectionId)
    return this.#shown(this.#remote(connectionId))
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

  /** Connects when first used. Throws ConnectionFailed while a secret is missing. */
  cluster(connectionId: string): ClusterConnection {
    const connection = this.#known(connectionId)
    const open = this.#clusters.get(connectionId)
    if (open) return open
    const secrets = this.#secrets.get(connectionId) ?? {}
    const [missing] = missingSecrets(connection.security, secrets)
    if (missing) throw secretMissing(connection, missing)
    const cluster = new ClusterConnection(this.#clusterOptions(connection, secrets))
    this.#clusters.set(connectionId, cluster)
    return cluster
  }

  /** To the local broker under a name of its own; whoever opens it closes it. */
  openLocal(identity: ClientIdentity): ClusterConnection {
    return new ClusterConnection({ ...this.#clusterOptions(this.#local, {}), identity })
  }

  name(connectionId: string): string {
    return this.#known(connectionId).name
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clusters.values()].map(async (cluster) => cluster.close()))
  }

  async #disconnect(connectionId: string): Promise<void> {
    const cluster = this.#clusters.get(connectionId)
    this.#clusters.delete(connectionId)
    await cluster?.close()
  }

  #clusterOptions(connection: StoredConnection, secrets: ConnectionSecrets): ClusterConnectionOptions & { security: ClusterSecurity } {
    const { clock, timers, random, localIdentity } = this.#options
    const { bootstrapServers, security } = connection
    const identity = connection === this.#local && localIdentity ? localIdentity : this.#options.identity
    const { localAccess } = this.#options
    if (connection === this.#local && localAccess) return { ...insiderOptions(localAccess), identity, clock, timers, random }
    return { bootstrapServers: bootstrapServers.map(parseBrokerAddress), security: clusterSecurity(security, secrets), identity, clock, timers, random }
  }

  async #check(connection: StoredConnection, secrets: ConnectionSecrets): Promise<ClusterCheck> {
    return checkCluster(this.#clusterOptions(connection, secrets))
  }

  async #refuseUnreachable(connection: StoredConnection, secrets: ConnectionSecrets): Promise<void> {
    const { failure } = await this.#check(connection, secrets)
    if (failure) throw failure
  }

  /** One change at a time, each on what the one before has stored. `secrets` null: they are forgotten. */
  #change(connectionId: string, secrets: ConnectionSecrets | null, update: (remotes: readonly StoredConnection[]) => readonly StoredConnection[]): Promise<void> {
    const changed = this.#changing.then(async () => {
      const remotes = update(this.#remotes)
      await this.#store.save(remotes)
      this.#remotes = remotes
      await this.#keepSecrets(connectionId, secrets)
    })
    // A change that failed is told to its caller; the next one is tried all the same.
    this.#changing = changed.catch(() => {})
    return changed
  }

  async #keepSecrets(connectionId: string, secrets: ConnectionSecrets | null): Promise<void> {
    const known = new Map(this.#secrets)
    if (secrets && Object.keys(secrets).length > 0) known.set(connectionId, secrets)
    else known.delete(connectionId)
    this.#secrets = known
    await this.#options.secrets.save(known)
  }

  #shown(connection: StoredConnection): Connection {
    const { id, name, bootstrapServers, hue } = connection
    const isLocal = connection === this.#local
    const secrets = this.#secrets.get(id) ?? {}
    return {
      id,
      name,
      kind: isLocal ? 'local' : 'remote',
      bootstrapServers,
      hue,
      security: shownSecurity(connection.security, secrets),
      missingSecrets: missingSecrets(connection.security, secrets),
      armedUntilMs: isLocal ? null : this.#armedUntil(id),
    }
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

  #refuseTakenName(name: string, besides = ''): void {
    const taken = [this.#local, ...this.#remotes].some((connection) => connection.id !== besides && connection.name.toLowerCase() === name.toLowerCase())
    if (taken) throw invalidInput('name', `There is a cluster named "${name}" already.`, 'Choose another name.')
  }
}

function insiderOptions({ address, username, password }: LocalAccess): Pick<ClusterConnectionOptions, 'bootstrapServers'> & { security: ClusterSecurity } {
  return { bootstrapServers: [address], security: { tls: null, sasl: { mechanism: 'SCRAM-SHA-256', username, password } } }
}

function storedOf(id: string, { name, bootstrapServers, hue, security }: ConnectionProfile): StoredConnection {
  return { id, name, bootstrapServers: parseAll(bootstrapServers).map(formatBrokerAddress), hue, security: storedSecurity(security) }
}

function refuseIncomplete({ security }: StoredConnection, secrets: ConnectionSecrets): void {
  const [missing] = missingSecrets(security, secrets)
  if (missing === 'password') throw invalidInput('password', `The password of "${security.sasl!.username}" is missing.`, 'Enter it.')
  if (missing === 'key') throw invalidInput('key', 'The private key of the client certificate is missing.', 'Paste it, in PEM.')
}

function secretMissing({ name, security, bootstrapServers }: StoredConnection, missing: 'password' | 'key'): ConnectionFailed {
  const [step, what] = missing === 'password' ? (['sasl', `password of "${security.sasl!.username}"`] as const) : (['tls', 'private key of the client certificate'] as const)
  return new ConnectionFailed(step, bootstrapServers[0]!, { message: `The ${what} for the cluster "${name}" is not known any more.`, remedy: 'Enter it again in the cluster menu.' })
}

function parseAll(bootstrapServers: readonly string[]): BrokerAddress[] {
  try {
    return bootstrapServers.map(parseBrokerAddress)
  } catch (error) {
    if (error instanceof AddressError) throw invalidInput('bootstrapServers', error.message)
    throw error
  }
}
