// What a person has taught Headwater: which topics are what, and how frameworks of their own write failures. Kept in the workbench's file.
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { topicMappingsTable, userDialectsTable } from '../../storage/workbench-tables.ts'
import type { FailureDialect } from '../dialects/dialect.ts'
import { userDialect, type UserDialectData } from '../dialects/user-dialect.ts'
import type { TopicMapping } from './topic-mapping.ts'

export class RulesStore {
  readonly #store: WorkbenchStore
  #dialects: readonly FailureDialect[] | undefined

  constructor(store: WorkbenchStore) {
    this.#store = store
  }

  mappings(clusterId: string): TopicMapping[] {
    const found: TopicMapping[] = []
    this.#store.visit(topicMappingsTable, `${clusterId}/`, `${clusterId}0`, (_, mapping) => void found.push(mapping as unknown as TopicMapping))
    return found
  }

  async setMapping(clusterId: string, mapping: TopicMapping): Promise<TopicMapping[]> {
    await this.#store.commit([topicMappingsTable.put(`${clusterId}/${mapping.id}`, { ...mapping })])
    return this.mappings(clusterId)
  }

  async removeMapping(clusterId: string, id: string): Promise<TopicMapping[]> {
    await this.#store.commit([topicMappingsTable.remove(`${clusterId}/${id}`)])
    return this.mappings(clusterId)
  }

  ownDialects(): UserDialectData[] {
    return this.#store.entries(userDialectsTable).map(([, data]) => data as unknown as UserDialectData)
  }

  dialects(): readonly FailureDialect[] {
    this.#dialects ??= this.ownDialects().map(userDialect)
    return this.#dialects
  }

  async setDialect(data: UserDialectData): Promise<UserDialectData[]> {
    const id = userDialect(data).id
    await this.#store.commit([userDialectsTable.put(id, { ...data, id })])
    this.#dialects = undefined
    return this.ownDialects()
  }

  async removeDialect(id: string): Promise<UserDialectData[]> {
    await this.#store.commit([userDialectsTable.remove(id)])
    this.#dialects = undefined
    return this.ownDialects()
  }
}
