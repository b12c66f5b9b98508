// The access rules (ACLs) of the cluster: kept one row each, changed durably first, found again by what they say.
import { assert } from '../base/assert.ts'
import type { Random } from '../base/random.ts'
import type { AclOperation, PatternType, PermissionType, ResourceType } from '../protocol/acl-words.ts'
import { WILDCARD } from '../protocol/acl-words.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { type AclRecord, aclsTable } from '../storage/tables.ts'

export interface Acl {
  readonly resourceType: ResourceType
  readonly resourceName: string
  readonly patternType: PatternType
  /** `User:alice`, or `User:*`. */
  readonly principal: string
  /** An address, or `*`. */
  readonly host: string
  readonly operation: AclOperation
  readonly permissionType: PermissionType
}

/** ANY and null match everything. A pattern of MATCH finds what applies to the name: itself, prefixes of it, and the wildcard. */
export interface AclFilter {
  readonly resourceType: ResourceType
  readonly resourceName: string | null
  readonly patternType: PatternType
  readonly principal: string | null
  readonly host: string | null
  readonly operation: AclOperation
  readonly permissionType: PermissionType
}

export class Acls {
  readonly #store: MetadataStore
  readonly #random: Random
  /** Ids by what a rule says. */
  readonly #ids = new Map<string, string>()
  readonly #byId = new Map<string, Acl>()
  #changing: Promise<unknown> = Promise.resolve()
  /** Called after every change. */
  onChanged: () => void = () => {}

  static load(store: MetadataStore, random: Random): Acls {
    return new Acls(store, random)
  }

  private constructor(store: MetadataStore, random: Random) {
    this.#store = store
    this.#random = random
    for (const [id, record] of store.entries(aclsTable)) this.#remember(id, record as Acl & AclRecord)
  }

  all(): Iterable<Acl> {
    return this.#byId.values()
  }

  matching(filter: AclFilter): Acl[] {
    return [...this.#byId.values()].filter((acl) => matches(filter, acl))
  }

  /** What is there already stays as it is. Durable when resolved; rejects with StorageError. */
  create(acls: readonly Acl[]): Promise<void> {
    return this.#inTurn(async () => {
      const added = new Map(acls.filter((acl) => !this.#ids.has(wordsOf(acl))).map((acl) => [wordsOf(acl), { id: this.#random.uuid(), acl }]))
      if (added.size === 0) return
      await this.#store.commit({ writes: [...added.values()].map(({ id, acl }) => aclsTable.put(id, { ...acl })) })
      for (const { id, acl } of added.values()) this.#remember(id, acl)
      this.onChanged()
    })
  }

  /** What each filter has matched; a rule that several match is gone all the same. */
  delete(filters: readonly AclFilter[]): Promise<Acl[][]> {
    return this.#inTurn(async () => {
      const found = filters.map((filter) => this.matching(filter))
      const ids = [...new Set(found.flat().map((acl) => this.#idOf(acl)))]
      if (ids.length === 0) return found
      await this.#store.commit({ writes: ids.map((id) => aclsTable.remove(id)) })
      for (const id of ids) this.#forget(id)
      this.onChanged()
      return found
    })
  }

  /** Each change sees what the one before has left. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#changing.then(change, change)
    this.#changing = turn
    return turn
  }

  #idOf(acl: Acl): string {
    const id = this.#ids.get(wordsOf(acl))
    assert(id !== undefined, 'a rule that was found is known')
    return id
  }

  #remember(id: string, acl: Acl): void {
    this.#byId.set(id, acl)
    this.#ids.set(wordsOf(acl), id)
  }

  #forget(id: string): void {
    const acl = this.#byId.get(id)
    if (acl) this.#ids.delete(wordsOf(acl))
    this.#byId.delete(id)
  }
}

function wordsOf({ resourceType, resourceName, patternType, principal, host, operation, permissionType }: Acl): string {
  return JSON.stringify([resourceType, resourceName, patternType, principal, host, operation, permissionType])
}

function matches(filter: AclFilter, acl: Acl): boolean {
  return (
    (filter.resourceType === 'ANY' || filter.resourceType === acl.resourceType) &&
    matchesName(filter, acl) &&
    (filter.principal === null || filter.principal === acl.principal) &&
    (filter.host === null || filter.host === acl.host) &&
    (filter.operation === 'ANY' || filter.operation === acl.operation) &&
    (filter.permissionType === 'ANY' || filter.permissionType === acl.permissionType)
  )
}

function matchesName({ resourceName, patternType }: AclFilter, acl: Acl): boolean {
  if (patternType !== 'ANY' && patternType !== 'MATCH' && patternType !== acl.patternType) return false
  if (resourceName === null) return true
  if (patternType !== 'MATCH') return resourceName === acl.resourceName
  if (acl.patternType === 'PREFIXED') return resourceName.startsWith(acl.resourceName)
  return resourceName === acl.resourceName || acl.resourceName === WILDCARD
}
