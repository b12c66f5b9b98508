import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { type Acl, type AclFilter, Acls } from '../../../core/security/acls.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const rule: Acl = { resourceType: 'TOPIC', resourceName: 'orders', patternType: 'LITERAL', principal: 'User:alice', host: '*', operation: 'READ', permissionType: 'ALLOW' }
const prefix: Acl = { ...rule, resourceName: 'ord', patternType: 'PREFIXED' }
const everything: Acl = { ...rule, resourceName: '*' }
const group: Acl = { ...rule, resourceType: 'GROUP', resourceName: 'billing', principal: 'User:bob' }
const any: AclFilter = { resourceType: 'ANY', resourceName: null, patternType: 'ANY', principal: null, host: null, operation: 'ANY', permissionType: 'ANY' }

it('keeps rules, each once, over a restart', async () => {
  const store = new MemoryStore()
  const acls = Acls.load(store, seededRandom(1))
  await acls.create([rule, group, rule])
  await acls.create([rule])
  expect(store.commits).toBe(1)
  expect(Acls.load(store, seededRandom(2)).matching(any)).toEqual(expect.arrayContaining([rule, group]))
  expect(Acls.load(store, seededRandom(2)).matching(any)).toHaveLength(2)
})

it('a failed commit leaves everything as it was', async () => {
  const store = new MemoryStore()
  const acls = Acls.load(store, seededRandom(1))
  store.fail()
  await expect(acls.create([rule])).rejects.toThrow('The disk is full.')
  store.recover()
  expect(acls.matching(any)).toEqual([])
  await acls.create([rule])
  expect(acls.matching(any)).toEqual([rule])
})

it.each<[string, Partial<AclFilter>, Acl[]]>([
  ['everything', {}, [rule, prefix, everything, group]],
  ['a type', { resourceType: 'GROUP' }, [group]],
  ['a name in any pattern', { resourceName: 'orders' }, [rule]],
  ['a literal name', { resourceName: 'orders', patternType: 'LITERAL' }, [rule]],
  ['a prefix as written', { resourceName: 'ord', patternType: 'PREFIXED' }, [prefix]],
  ['whatever applies to a name', { resourceName: 'orders', resourceType: 'TOPIC', patternType: 'MATCH' }, [rule, prefix, everything]],
  ['a principal', { principal: 'User:bob' }, [group]],
  ['an operation', { operation: 'WRITE' }, []],
  ['a host as written', { host: '10.0.0.1' }, []],
  ['a permission', { permissionType: 'DENY' }, []],
])('a filter finds %s', async (_what, filter, expected) => {
  const acls = Acls.load(new MemoryStore(), seededRandom(1))
  await acls.create([rule, prefix, everything, group])
  expect(acls.matching({ ...any, ...filter })).toEqual(expected)
})

it('deletes what filters match, and says which', async () => {
  const store = new MemoryStore()
  const acls = Acls.load(store, seededRandom(1))
  await acls.create([rule, prefix, group])
  const deleted = await acls.delete([{ ...any, resourceType: 'TOPIC' }, { ...any, resourceName: 'orders' }, { ...any, principal: 'User:nobody' }])
  expect(deleted).toEqual([[rule, prefix], [rule], []])
  expect(Acls.load(store, seededRandom(1)).matching(any)).toEqual([group])
})
