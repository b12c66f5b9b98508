// SCRAM credentials of users: kept salted and iterated (KIP-84, KIP-554), so that no password can be read from the data folder.
import { createHmac } from 'node:crypto'
import type { Random } from '../base/random.ts'
import { MIN_SCRAM_ITERATIONS, saltPassword, SCRAM_HASHES, scramKeys, type ScramMechanism } from '../base/scram.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { type ScramCredentialRecord, scramCredentialsTable, type Write } from '../storage/tables.ts'
import { SCRAM_MECHANISMS } from './sasl-mechanism.ts'

export interface ScramCredential {
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
  readonly iterations: number
}

/** `credential` null: it is deleted. */
export interface ScramChange {
  readonly user: string
  readonly mechanism: ScramMechanism
  readonly credential: ScramCredential | null
}

const SALT_BYTES = 24

export class ScramCredentials {
  readonly #store: MetadataStore
  readonly #random: Random
  readonly #byUser = new Map<string, Map<ScramMechanism, ScramCredential>>()
  /** Of users that exist in this process only: they are neither kept nor listed. */
  readonly #transient = new Map<string, Map<ScramMechanism, ScramCredential>>()
  /** From it come the salts of users that do not exist: the same ones at every attempt, as for those that do. */
  readonly #pretence: Buffer

  static load(store: MetadataStore, random: Random): ScramCredentials {
    return new ScramCredentials(store, random)
  }

  private constructor(store: MetadataStore, random: Random) {
    this.#store = store
    this.#random = random
    this.#pretence = random.bytes(32)
    for (const [key, record] of store.entries(scramCredentialsTable)) {
      const slash = key.indexOf('/')
      this.#remember(this.#byUser, { user: key.slice(slash + 1), mechanism: key.slice(0, slash) as ScramMechanism, credential: credentialOf(record) })
    }
  }

  /** A transient user comes first: nobody takes its place by being given the same name. */
  get(user: string, mechanism: ScramMechanism): ScramCredential | undefined {
    return (this.#transient.get(user) ?? this.#byUser.get(user))?.get(mechanism)
  }

  isTransient(user: string): boolean {
    return this.#transient.has(user)
  }

  /** What a user that does not exist seems to have; nobody knows its password. */
  pretended(user: string, mechanism: ScramMechanism): ScramCredential {
    const of = (what: string): Buffer => createHmac('sha512', this.#pretence).update(`${what}\0${mechanism}\0${user}`).digest()
    const { bytes } = SCRAM_HASHES[mechanism]
    return {
      salt: of('salt').subarray(0, SALT_BYTES),
      storedKey: of('stored').subarray(0, bytes),
      serverKey: of('server').subarray(0, bytes),
      iterations: MIN_SCRAM_ITERATIONS,
    }
  }

  /** Names in order. */
  users(): string[] {
    return [...this.#byUser.keys()].sort()
  }

  of(user: string): ReadonlyMap<ScramMechanism, ScramCredential> {
    return this.#byUser.get(user) ?? new Map()
  }

  /** What a password becomes, with a salt of its own. */
  async derive(mechanism: ScramMechanism, password: string, iterations = MIN_SCRAM_ITERATIONS): Promise<ScramCredential> {
    const salt = this.#random.bytes(SALT_BYTES)
    const { storedKey, serverKey } = scramKeys(mechanism, await saltPassword(mechanism, password, salt, iterations))
    return { salt, storedKey, serverKey, iterations }
  }

  /** All or none of it, durable when resolved; rejects with StorageError. */
  async change(changes: readonly ScramChange[]): Promise<void> {
    await this.#store.commit({ writes: changes.map(writeOf) })
    for (const change of changes) this.#remember(this.#byUser, change)
  }

  /** Gives a user every SCRAM mechanism, and with them PLAIN. */
  async setPassword(user: string, password: string): Promise<void> {
    await this.change(await this.#forAllMechanisms(user, password))
  }

  async setTransientPassword(user: string, password: string): Promise<void> {
    for (const change of await this.#forAllMechanisms(user, password)) this.#remember(this.#transient, change)
  }

  #forAllMechanisms(user: string, password: string): Promise<ScramChange[]> {
    return Promise.all(SCRAM_MECHANISMS.map(async (mechanism) => ({ user, mechanism, credential: await this.derive(mechanism, password) })))
  }

  #remember(users: Map<string, Map<ScramMechanism, ScramCredential>>, { user, mechanism, credential }: ScramChange): void {
    const known = users.get(user) ?? new Map<ScramMechanism, ScramCredential>()
    if (credential === null) known.delete(mechanism)
    else known.set(mechanism, credential)
    if (known.size === 0) users.delete(user)
    else users.set(user, known)
  }
}

function writeOf({ user, mechanism, credential }: ScramChange): Write {
  const key = `${mechanism}/${user}`
  return credential === null ? scramCredentialsTable.remove(key) : scramCredentialsTable.put(key, recordOf(credential))
}

function recordOf({ salt, storedKey, serverKey, iterations }: ScramCredential): ScramCredentialRecord {
  return { salt: salt.toString('base64'), storedKey: storedKey.toString('base64'), serverKey: serverKey.toString('base64'), iterations }
}

function credentialOf({ salt, storedKey, serverKey, iterations }: ScramCredentialRecord): ScramCredential {
  return { salt: Buffer.from(salt, 'base64'), storedKey: Buffer.from(storedKey, 'base64'), serverKey: Buffer.from(serverKey, 'base64'), iterations }
}
