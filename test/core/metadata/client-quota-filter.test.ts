import { expect, it } from 'vitest'
import type { EntityType, QuotaEntity } from '../../../core/metadata/client-quota-entity.ts'
import { entityFilter, type FilterComponent } from '../../../core/metadata/client-quota-filter.ts'

const entity = (...parts: [EntityType, string | null][]): QuotaEntity => new Map(parts)
const ENTITIES: Readonly<Record<string, QuotaEntity>> = {
  alice: entity(['user', 'alice']),
  'alice/app': entity(['user', 'alice'], ['client-id', 'app']),
  'alice/*': entity(['user', 'alice'], ['client-id', null]),
  '*': entity(['user', null]),
  '-/app': entity(['client-id', 'app']),
  'ip': entity(['ip', '10.0.0.1']),
}

const exact = (entityType: string, match: string | null): FilterComponent => ({ entityType, matchType: 0, match })
const byDefault = (entityType: string, match: string | null = null): FilterComponent => ({ entityType, matchType: 1, match })
const any = (entityType: string, match: string | null = null): FilterComponent => ({ entityType, matchType: 2, match })

it.each<[string, FilterComponent[], boolean, string[]]>([
  ['no components: everything', [], false, Object.keys(ENTITIES)],
  ['no components, strictly: nothing', [], true, []],
  ['a name', [exact('user', 'alice')], false, ['alice', 'alice/app', 'alice/*']],
  ['a name and nothing else', [exact('user', 'alice')], true, ['alice']],
  ['the default', [byDefault('user')], false, ['*']],
  ['any name or the default', [any('user')], false, ['alice', 'alice/app', 'alice/*', '*']],
  ['both parts', [exact('user', 'alice'), any('client-id')], true, ['alice/app', 'alice/*']],
  ['the default client id of a user', [exact('user', 'alice'), byDefault('client-id')], false, ['alice/*']],
  ['an ip', [any('ip')], true, ['ip']],
  ['a name that nobody has', [exact('user', 'bob')], false, []],
])('%s', (_, components, strict, names) => {
  const matches = entityFilter(components, strict)
  expect(Object.keys(ENTITIES).filter((name) => matches(ENTITIES[name]!))).toEqual(names)
})

it.each<[FilterComponent[], string, string]>([
  [[any('')], 'INVALID_REQUEST', 'A component of the filter has an empty entity type.'],
  [[any('group')], 'UNSUPPORTED_VERSION', 'There is no quota entity of type "group".'],
  [[any('user'), exact('user', 'alice')], 'INVALID_REQUEST', 'Entity type user appears more than once in the filter.'],
  [[exact('user', null)], 'INVALID_REQUEST', 'The filter names no user to match exactly.'],
  [[byDefault('user', 'alice')], 'INVALID_REQUEST', 'The filter names "alice", but does not match exactly.'],
  [[any('user', 'alice')], 'INVALID_REQUEST', 'The filter names "alice", but does not match exactly.'],
  [[{ entityType: 'user', matchType: 3, match: null }], 'INVALID_REQUEST', 'Match type 3 is unknown; 0 (exact), 1 (default) and 2 (any) are not.'],
  [[any('ip'), any('user')], 'INVALID_REQUEST', 'A filter by ip cannot be one by user or client id too.'],
])('%o is refused', (components, errorName, message) => {
  expect(() => entityFilter(components, false)).toThrow(expect.objectContaining({ errorName, message }) as Error)
})
