import { describe, expect, it } from 'vitest'
import { checkEntity, partsByType, partsOf, textOf } from '../../../core/metadata/client-quota-entity.ts'

const parts = (...entries: [string, string | null][]): ReadonlyMap<string, string | null> => new Map(entries)

describe('an entity', () => {
  it('is the same however its parts are ordered', () => {
    expect(textOf(parts(['user', 'alice'], ['client-id', null]))).toBe(textOf(parts(['client-id', null], ['user', 'alice'])))
    expect(textOf(parts(['user', null]))).not.toBe(textOf(parts(['user', 'null'])))
  })

  it('of a type that comes twice has the last', () => {
    const twice = [{ entityType: 'user', entityName: 'alice' }, { entityType: 'user', entityName: 'bob' }]
    expect(partsOf(partsByType(twice))).toEqual([{ entityType: 'user', entityName: 'bob' }])
  })

  it.each([
    [parts(['user', 'alice'])],
    [parts(['user', null])],
    [parts(['client-id', 'app'])],
    [parts(['user', null], ['client-id', null])],
    [parts(['ip', null])],
    [parts(['ip', '10.0.0.1'])],
    [parts(['ip', '::1'])],
    [parts(['ip', 'localhost'])],
  ])('can be %o', async (wanted) => {
    expect(await checkEntity(wanted)).toEqual(wanted)
  })

  it.each([
    [parts(), 'A quota needs a user, a client id or an ip to be for.'],
    [parts(['group', 'a']), 'There is no quota entity of type "group".'],
    [parts(['user', '']), 'The name of a quota entity of type user must not be empty.'],
    [parts(['user', 'alice'], ['ip', '10.0.0.1']), 'A quota for an ip cannot be for a user or a client id too.'],
    [parts(['ip', null], ['client-id', null]), 'A quota for an ip cannot be for a user or a client id too.'],
    [parts(['ip', '999.0.0.1 nowhere']), '"999.0.0.1 nowhere" is neither an ip nor a host that can be resolved.'],
  ])('cannot be %o', async (wanted, message) => {
    await expect(checkEntity(wanted)).rejects.toMatchObject({ errorName: 'INVALID_REQUEST', message })
  })
})
