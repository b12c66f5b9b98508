// Configs that clients gave to brokers, groups and client metrics: one table, durable first and in force afterwards. Topics keep their own.
import { Event } from '../base/event.ts'
import { kafkaError } from '../protocol/error-codes.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { dynamicConfigsTable, MAX_TEXT_KEY_BYTES } from '../storage/tables.ts'
import type { ConfigResourceType } from './config-resource-type.ts'
import { SerialByKey } from './serial-by-key.ts'
import type { DecideConfigs } from './topics.ts'

export interface DynamicConfigResource {
  readonly type: ConfigResourceType
  readonly name: string
}

export type OwnConfigs = Readonly<Record<string, string>>

const NONE: OwnConfigs = {}

export class DynamicConfigs {
  readonly changed = new Event<DynamicConfigResource>()
  readonly #store: MetadataStore
  readonly #byType = new Map<ConfigResourceType, Map<string, OwnConfigs>>()
  readonly #turns = new SerialByKey()

  private constructor(store: MetadataStore) {
    this.#store = store
    for (const [{ type, name }, own] of store.entries(dynamicConfigsTable)) this.#put({ type: type as ConfigResourceType, name }, own)
  }

  static load(store: MetadataStore): DynamicConfigs {
    return new DynamicConfigs(store)
  }

  own(type: ConfigResourceType, name: string): OwnConfigs {
    return this.#byType.get(type)?.get(name) ?? NONE
  }

  /** Of the resources that have configs of their own. */
  names(type: ConfigResourceType): string[] {
    return [...(this.#byType.get(type)?.keys() ?? [])].sort()
  }

  /** What a resource has from the start without anybody's doing; stored with its first change. */
  presume(resource: DynamicConfigResource, own: OwnConfigs): void {
    this.#put(resource, own)
    this.changed.emit(resource)
  }

  /** Replaces a resource's configs by what `decide` makes of them once its turn has come; what it throws changes nothing. */
  alter(resource: DynamicConfigResource, decide: DecideConfigs, validateOnly: boolean): Promise<void> {
    const { type, name } = resource
    return this.#turns.run(`${type}:${name}`, async () => {
      const next = decide(this.own(type, name))
      if (Buffer.byteLength(name) >= MAX_TEXT_KEY_BYTES) throw kafkaError('INVALID_REQUEST', `The name of the resource has more than ${MAX_TEXT_KEY_BYTES - 1} bytes.`)
      if (validateOnly) return
      await this.#commit(resource, next)
      this.#put(resource, next)
      this.changed.emit(resource)
    })
  }

  async #commit(resource: DynamicConfigResource, own: OwnConfigs): Promise<void> {
    const write = Object.keys(own).length === 0 ? dynamicConfigsTable.remove(resource) : dynamicConfigsTable.put(resource, own)
    try {
      await this.#store.commit({ writes: [write] })
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      throw kafkaError('KAFKA_STORAGE_ERROR', `The configs of "${resource.name}" could not be written: ${error.message}`)
    }
  }

  #put({ type, name }: DynamicConfigResource, own: OwnConfigs): void {
    let named = this.#byType.get(type)
    if (named === undefined) {
      named = new Map()
      this.#byType.set(type, named)
    }
    if (Object.keys(own).length === 0) named.delete(name)
    else named.set(name, own)
  }
}
