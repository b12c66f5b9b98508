// Which client quotas a DescribeClientQuotas request means (KIP-546).
import { kafkaError } from '../protocol/error-codes.ts'
import { type EntityType, isEntityType, type QuotaEntity } from './client-quota-entity.ts'

export interface FilterComponent {
  readonly entityType: string
  readonly matchType: number
  readonly match: string | null
}

/** Kafka's numbers: this name, the default, or any name and the default. */
const MatchType = { EXACT: 0, DEFAULT: 1, SPECIFIED: 2 } as const

type PartMatches = (name: string | null) => boolean

/** `strict`: the entity may have no other parts. Throws KafkaError for a filter that cannot be. */
export function entityFilter(components: readonly FilterComponent[], strict: boolean): (entity: QuotaEntity) => boolean {
  const parts = new Map<EntityType, PartMatches>()
  for (const component of components) {
    const { entityType } = component
    if (entityType === '') throw kafkaError('INVALID_REQUEST', 'A component of the filter has an empty entity type.')
    if (!isEntityType(entityType)) throw kafkaError('UNSUPPORTED_VERSION', `There is no quota entity of type "${entityType}".`)
    if (parts.has(entityType)) throw kafkaError('INVALID_REQUEST', `Entity type ${entityType} appears more than once in the filter.`)
    parts.set(entityType, partFilter(component))
  }
  if (parts.has('ip') && parts.size > 1) throw kafkaError('INVALID_REQUEST', 'A filter by ip cannot be one by user or client id too.')
  // Kafka: a strict filter without components means the entity without parts, of which there is none.
  return (entity) => (!strict || entity.size === parts.size) && [...parts].every(([type, matches]) => hasPart(entity, type, matches))
}

function hasPart(entity: QuotaEntity, type: EntityType, matches: PartMatches): boolean {
  const name = entity.get(type)
  return name !== undefined && matches(name)
}

function partFilter({ entityType, matchType, match }: FilterComponent): PartMatches {
  switch (matchType) {
    case MatchType.EXACT:
      if (match === null) throw kafkaError('INVALID_REQUEST', `The filter names no ${entityType} to match exactly.`)
      return (name) => name === match
    case MatchType.DEFAULT:
      checkNameless(match)
      return (name) => name === null
    case MatchType.SPECIFIED:
      checkNameless(match)
      return () => true
    default:
      throw kafkaError('INVALID_REQUEST', `Match type ${matchType} is unknown; 0 (exact), 1 (default) and 2 (any) are not.`)
  }
}

function checkNameless(match: string | null): void {
  if (match !== null) throw kafkaError('INVALID_REQUEST', `The filter names "${match}", but does not match exactly.`)
}
