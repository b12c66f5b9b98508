// The quotas of clients (KIP-13, 55, 546, 612): set and removed durably, kept in memory, and found for the client that a request comes from.
import { createHash } from 'node:crypto'
import { kafkaError, KafkaError } from '../protocol/error-codes.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { type ClientQuotaRecord, clientQuotasTable, type Write } from '../storage/tables.ts'
import { checkEntity, isEntityType, type QuotaEntity, textOf } from './client-quota-entity.ts'
import { type ByteRateKey, checkQuota } from './client-quota-keys.ts'
import { SerialByKey } from './serial-by-key.ts'

export interface ClientQuota {
  readonly entity: QuotaEntity
  readonly values: ReadonlyMap<string, number>
}

export interface QuotaAlteration {
  /** By type, as the request has it. */
  readonly entity: ReadonlyMap<string, string | null>
  /** A null value removes the quota. */
  readonly changes: readonly { readonly key: string; readonly value: number | null }[]
}

export interface QuotaAlterationResult {
  readonly entity: ReadonlyMap<string, string | null>
  readonly error: KafkaError | null
}

interface CheckedAlteration extends QuotaAlteration {
  readonly checkedEntity: QuotaEntity | KafkaError
}

/** A limit, and who spends it together: every client that it matched by the same names. */
export interface QuotaLimit {
  readonly limit: number
  readonly spender: string
}

/** Limits by user, then by client id; null stands for the default, undefined for a quota that does not look at it. */
type Limits = Map<string | null | undefined, Map<string | null | undefined, number>>

const TURN = 'quotas'

export class ClientQuotas {
  readonly #store: MetadataStore
  readonly #quotas = new Map<string, ClientQuota>()
  readonly #limits: Record<ByteRateKey, Limits> = { producer_byte_rate: new Map(), consumer_byte_rate: new Map() }
  /** Alterations are decided one after the other, each on what the one before has made durable. */
  readonly #turns = new SerialByKey()

  private constructor(store: MetadataStore) {
    this.#store = store
    for (const [, record] of store.entries(clientQuotasTable)) this.#remember(quotaOf(record))
    this.#indexLimits()
  }

  static load(store: MetadataStore): ClientQuotas {
    return new ClientQuotas(store)
  }

  /** In the order of their entities. */
  all(): ClientQuota[] {
    return [...this.#quotas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, quota]) => quota)
  }

  /**
   * Entities succeed and fail on their own, in one commit. As in Kafka an entity that comes again is INVALID_REQUEST, while what came first is done.
   * One result per entity, in the order of the request.
   */
  async alter(alterations: readonly QuotaAlteration[], validateOnly: boolean): Promise<QuotaAlterationResult[]> {
    const checked: CheckedAlteration[] = []
    // One after the other, and before anybody has to wait for it: hosts are looked up.
    for (const alteration of alterations) checked.push({ ...alteration, checkedEntity: await checkedEntity(alteration) })
    return this.#turns.run(TURN, () => this.#alter(checked, validateOnly))
  }

  /** Whether there is such a limit for anybody. */
  hasLimits(key: ByteRateKey): boolean {
    return this.#limits[key].size > 0
  }

  /** The most specific limit there is for a client; undefined when nothing limits it. */
  limitOf(key: ByteRateKey, user: string, clientId: string): QuotaLimit | undefined {
    const limits = this.#limits[key]
    for (const userLevel of [user, null, undefined]) {
      const byClientId = limits.get(userLevel)
      if (byClientId === undefined) continue
      for (const clientLevel of [clientId, null, undefined]) {
        const limit = byClientId.get(clientLevel)
        if (limit === undefined) continue
        return { limit, spender: JSON.stringify([userLevel === undefined ? null : user, clientLevel === undefined ? null : clientId]) }
      }
    }
    return undefined
  }

  async #alter(alterations: readonly CheckedAlteration[], validateOnly: boolean): Promise<QuotaAlterationResult[]> {
    const results = new Map<string, QuotaAlterationResult>()
    const altered: ClientQuota[] = []
    for (const alteration of alterations) {
      const { entity } = alteration
      const text = textOf(entity)
      const outcome = results.has(text) ? kafkaError('INVALID_REQUEST', `The entity ${text} appears twice in the request.`) : this.#decide(alteration)
      results.set(text, { entity, error: outcome instanceof KafkaError ? outcome : null })
      if (!(outcome instanceof KafkaError)) altered.push(outcome)
    }
    if (validateOnly || altered.length === 0) return [...results.values()]
    const failure = await this.#persist(altered)
    if (failure !== null) return [...results.values()].map(({ entity, error }) => ({ entity, error: error ?? failure }))
    for (const quota of altered) this.#remember(quota)
    this.#indexLimits()
    return [...results.values()]
  }

  /** The entity's quotas as they would be. */
  #decide({ checkedEntity: entity, changes }: CheckedAlteration): ClientQuota | KafkaError {
    if (entity instanceof KafkaError) return entity
    try {
      checkNoneTwice(changes)
      const values = new Map(this.#quotas.get(textOf(entity))?.values)
      for (const { key, value } of changes) {
        if (value === null) {
          values.delete(key)
          continue
        }
        checkQuota(entity, key, value)
        values.set(key, value)
      }
      return { entity, values }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return error
    }
  }

  async #persist(altered: readonly ClientQuota[]): Promise<KafkaError | null> {
    try {
      await this.#store.commit({ writes: altered.map(writeOf) })
      return null
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      return kafkaError('KAFKA_STORAGE_ERROR', `The quotas could not be written: ${error.message}`)
    }
  }

  #remember(quota: ClientQuota): void {
    const text = textOf(quota.entity)
    if (quota.values.size === 0) this.#quotas.delete(text)
    else this.#quotas.set(text, quota)
  }

  #indexLimits(): void {
    for (const [key, limits] of Object.entries(this.#limits)) {
      limits.clear()
      for (const { entity, values } of this.#quotas.values()) {
        const limit = values.get(key)
        if (limit === undefined) continue
        const user = entity.get('user')
        if (!limits.has(user)) limits.set(user, new Map())
        limits.get(user)!.set(entity.get('client-id'), limit)
      }
    }
  }
}

async function checkedEntity({ entity }: QuotaAlteration): Promise<QuotaEntity | KafkaError> {
  try {
    return await checkEntity(entity)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return error
  }
}

function checkNoneTwice(changes: QuotaAlteration['changes']): void {
  const seen = new Set<string>()
  for (const { key } of changes) {
    if (seen.has(key)) throw kafkaError('INVALID_REQUEST', `Quota "${key}" appears twice for one entity.`)
    seen.add(key)
  }
}

function quotaOf({ entity, values }: ClientQuotaRecord): ClientQuota {
  const parts = entity.flatMap(([type, name]) => (isEntityType(type) ? [[type, name] as const] : []))
  return { entity: new Map(parts), values: new Map(Object.entries(values)) }
}

function writeOf({ entity, values }: ClientQuota): Write {
  const key = createHash('sha256').update(textOf(entity)).digest('base64url')
  return values.size === 0 ? clientQuotasTable.remove(key) : clientQuotasTable.put(key, { entity: [...entity], values: Object.fromEntries(values) })
}
