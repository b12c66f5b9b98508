import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import type { AclOperation, ResourceType } from '../../../core/protocol/acl-words.ts'
import { type Acl, Acls } from '../../../core/security/acls.ts'
import { type AuthorizerOptions, StandardAuthorizer } from '../../../core/security/authorizer.ts'
import { MemoryStore } from '../../support/memory-store.ts'

type Words = [permission: 'ALLOW' | 'DENY', operation: AclOperation, resource: string, who?: string, host?: string]

/** `topic:orders`, `topic:ord*` (prefix), `topic:*` (all). */
function acl([permissionType, operation, resource, principal = 'User:alice', host = '*']: Words): Acl {
  const [type, name] = resource.split(':') as [string, string]
  const isPrefix = name.length > 1 && name.endsWith('*')
  return {
    resourceType: type.toUpperCase() as ResourceType,
    resourceName: isPrefix ? name.slice(0, -1) : name,
    patternType: isPrefix ? 'PREFIXED' : 'LITERAL',
    principal,
    host,
    operation,
    permissionType,
  }
}

async function authorizer(rules: readonly Words[], options: Partial<AuthorizerOptions> = {}): Promise<StandardAuthorizer> {
  const acls = Acls.load(new MemoryStore(), seededRandom(1))
  const made = new StandardAuthorizer({ acls, superUsers: new Set(['User:root']), allowsWithoutAcls: false, ...options })
  await acls.create(rules.map(acl))
  return made
}

const alice = { principal: 'User:alice', host: '127.0.0.1' }

describe('a rule decides', () => {
  it.each<[string, Words[], AclOperation, string, boolean]>([
    ['nothing is allowed without a rule', [], 'READ', 'orders', false],
    ['what is allowed by name', [['ALLOW', 'READ', 'topic:orders']], 'READ', 'orders', true],
    ['not what is allowed elsewhere', [['ALLOW', 'READ', 'topic:payments']], 'READ', 'orders', false],
    ['not what is allowed to others', [['ALLOW', 'READ', 'topic:orders', 'User:bob']], 'READ', 'orders', false],
    ['what is allowed to everybody', [['ALLOW', 'READ', 'topic:orders', 'User:*']], 'READ', 'orders', true],
    ['not from another address', [['ALLOW', 'READ', 'topic:orders', 'User:alice', '10.0.0.1']], 'READ', 'orders', false],
    ['from its own address', [['ALLOW', 'READ', 'topic:orders', 'User:alice', '127.0.0.1']], 'READ', 'orders', true],
    ['what is allowed for all names', [['ALLOW', 'READ', 'topic:*']], 'READ', 'orders', true],
    ['what is allowed by prefix', [['ALLOW', 'READ', 'topic:ord*']], 'READ', 'orders', true],
    ['a name that is its own prefix', [['ALLOW', 'READ', 'topic:orders*']], 'READ', 'orders', true],
    ['not what only begins like the prefix', [['ALLOW', 'READ', 'topic:orders*']], 'READ', 'order', false],
    ['a denial over a grant', [['ALLOW', 'ALL', 'topic:*'], ['DENY', 'READ', 'topic:orders']], 'READ', 'orders', false],
    ['a denial by prefix over a grant by name', [['ALLOW', 'READ', 'topic:orders'], ['DENY', 'READ', 'topic:ord*']], 'READ', 'orders', false],
    ['a denial of everybody over a grant', [['ALLOW', 'READ', 'topic:orders'], ['DENY', 'ALL', 'topic:*', 'User:*']], 'READ', 'orders', false],
    ['no denial of others', [['ALLOW', 'READ', 'topic:orders'], ['DENY', 'READ', 'topic:orders', 'User:bob']], 'READ', 'orders', true],
    ['ALL for every operation', [['ALLOW', 'ALL', 'topic:orders']], 'ALTER_CONFIGS', 'orders', true],
    ['READ for DESCRIBE', [['ALLOW', 'READ', 'topic:orders']], 'DESCRIBE', 'orders', true],
    ['WRITE for DESCRIBE', [['ALLOW', 'WRITE', 'topic:orders']], 'DESCRIBE', 'orders', true],
    ['DELETE for DESCRIBE', [['ALLOW', 'DELETE', 'topic:orders']], 'DESCRIBE', 'orders', true],
    ['ALTER for DESCRIBE', [['ALLOW', 'ALTER', 'topic:orders']], 'DESCRIBE', 'orders', true],
    ['not CREATE for DESCRIBE', [['ALLOW', 'CREATE', 'topic:orders']], 'DESCRIBE', 'orders', false],
    ['ALTER_CONFIGS for DESCRIBE_CONFIGS', [['ALLOW', 'ALTER_CONFIGS', 'topic:orders']], 'DESCRIBE_CONFIGS', 'orders', true],
    ['not DESCRIBE for READ', [['ALLOW', 'DESCRIBE', 'topic:orders']], 'READ', 'orders', false],
    ['a denied READ leaves DESCRIBE', [['DENY', 'READ', 'topic:orders'], ['ALLOW', 'WRITE', 'topic:orders']], 'DESCRIBE', 'orders', true],
    ['not a group’s rule for a topic', [['ALLOW', 'READ', 'group:orders']], 'READ', 'orders', false],
  ])('%s', async (_rule, rules, operation, topic, expected) => {
    expect((await authorizer(rules)).isAllowed(alice, operation, 'TOPIC', topic)).toBe(expected)
  })

  it('for super users, whatever is denied', async () => {
    const made = await authorizer([['DENY', 'ALL', 'topic:*', 'User:*']])
    expect(made.isAllowed({ ...alice, principal: 'User:root' }, 'READ', 'TOPIC', 'orders')).toBe(true)
  })

  it('at once when rules come and go', async () => {
    const acls = Acls.load(new MemoryStore(), seededRandom(1))
    const made = new StandardAuthorizer({ acls, superUsers: new Set(), allowsWithoutAcls: false })
    await acls.create([acl(['ALLOW', 'READ', 'topic:orders'])])
    expect(made.isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(true)
    await acls.delete([{ resourceType: 'ANY', resourceName: null, patternType: 'ANY', principal: null, host: null, operation: 'ANY', permissionType: 'ANY' }])
    expect(made.isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(false)
  })
})

describe('allow.everyone.if.no.acl.found', () => {
  it.each<[string, Words[], boolean]>([
    ['opens what no rule speaks of', [], true],
    ['opens nothing that a rule of somebody else speaks of', [['ALLOW', 'READ', 'topic:orders', 'User:bob']], false],
    ['opens nothing that a prefix speaks of', [['ALLOW', 'READ', 'topic:ord*', 'User:bob']], false],
    ['opens what rules of other names leave', [['ALLOW', 'READ', 'topic:payments', 'User:bob']], true],
  ])('%s', async (_rule, rules, expected) => {
    expect((await authorizer(rules, { allowsWithoutAcls: true })).isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(expected)
  })
})

describe('there is a topic that alice may write', () => {
  it.each<[string, Words[], boolean]>([
    ['with no rule: none', [], false],
    ['with a grant by name', [['ALLOW', 'WRITE', 'topic:orders']], true],
    ['with a grant of everything', [['ALLOW', 'ALL', 'topic:*']], true],
    ['with a grant of something else: none', [['ALLOW', 'READ', 'topic:orders']], false],
    ['not where that one is denied', [['ALLOW', 'WRITE', 'topic:orders'], ['DENY', 'WRITE', 'topic:orders']], false],
    ['not where its prefix is denied', [['ALLOW', 'WRITE', 'topic:orders'], ['DENY', 'WRITE', 'topic:ord*']], false],
    ['where another prefix is denied', [['ALLOW', 'WRITE', 'topic:orders'], ['DENY', 'WRITE', 'topic:pay*']], true],
    ['where one name of a granted prefix is denied', [['ALLOW', 'WRITE', 'topic:ord*'], ['DENY', 'WRITE', 'topic:orders']], true],
    ['not where everything is denied', [['ALLOW', 'WRITE', 'topic:orders'], ['DENY', 'WRITE', 'topic:*']], false],
  ])('%s', async (_rule, rules, expected) => {
    expect((await authorizer(rules)).isAllowedOnAny(alice, 'WRITE', 'TOPIC')).toBe(expected)
  })
})
