// Whom a client quota is for: a user, a client id, both, or an address, each by name or as the default of those without one of their own.
import { lookup } from 'node:dns/promises'
import { type KafkaError, kafkaError } from '../protocol/error-codes.ts'

/** In the order in which Kafka answers them. */
export const ENTITY_TYPES = ['client-id', 'user', 'ip'] as const
export type EntityType = (typeof ENTITY_TYPES)[number]

/** A part as requests and answers write it; a null name is the default of that type. */
export interface EntityPart {
  readonly entityType: string
  readonly entityName: string | null
}

/** By type: the name, or null for the default; what the quota does not look at is absent. */
export type QuotaEntity = ReadonlyMap<EntityType, string | null>

export const isEntityType = (type: string): type is EntityType => (ENTITY_TYPES as readonly string[]).includes(type)

/** Of a type that comes twice the last counts, as in Kafka. */
export function partsByType(parts: readonly EntityPart[]): ReadonlyMap<string, string | null> {
  return new Map(parts.map(({ entityType, entityName }) => [entityType, entityName]))
}

/** In the order of the types. */
export function partsOf(entity: ReadonlyMap<string, string | null>): EntityPart[] {
  return sorted(entity).map(([entityType, entityName]) => ({ entityType, entityName }))
}

/** The same text for the same entity, however its parts are ordered. */
export function textOf(entity: ReadonlyMap<string, string | null>): string {
  return JSON.stringify(sorted(entity))
}

const sorted = (entity: ReadonlyMap<string, string | null>) => [...entity].sort(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))

const rankOf = (type: string): number => (isEntityType(type) ? ENTITY_TYPES.indexOf(type) : ENTITY_TYPES.length)

/** Throws INVALID_REQUEST for what no quota can be for. */
export async function checkEntity(parts: ReadonlyMap<string, string | null>): Promise<QuotaEntity> {
  if (parts.size === 0) throw invalid('A quota needs a user, a client id or an ip to be for.')
  const entity = new Map<EntityType, string | null>()
  for (const [type, name] of parts) {
    if (!isEntityType(type)) throw invalid(`There is no quota entity of type "${type}".`)
    if (name === '') throw invalid(`The name of a quota entity of type ${type} must not be empty.`)
    entity.set(type, name)
  }
  const ip = entity.get('ip')
  if (ip === undefined) return entity
  if (entity.size > 1) throw invalid('A quota for an ip cannot be for a user or a client id too.')
  if (ip !== null && !(await isHost(ip))) throw invalid(`"${ip}" is neither an ip nor a host that can be resolved.`)
  return entity
}

const invalid = (message: string): KafkaError => kafkaError('INVALID_REQUEST', message)

async function isHost(name: string): Promise<boolean> {
  return lookup(name).then(
    () => true,
    () => false,
  )
}
