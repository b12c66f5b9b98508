import { expect, it } from 'vitest'
import type { AccessRule } from '../../../../core/contract/broker-security.ts'
import { operationsOf, RESOURCE_TYPES, ruleText } from '../../../../renderer/features/local-broker/rule-words.ts'

const rule: AccessRule = { permissionType: 'ALLOW', principal: 'User:alice', host: '*', operation: 'READ', resourceType: 'TOPIC', patternType: 'LITERAL', resourceName: 'orders' }

it.each<[Partial<AccessRule>, string]>([
  [{}, 'ALLOW User:alice READ on TOPIC orders from any address'],
  [{ patternType: 'PREFIXED', permissionType: 'DENY' }, 'DENY User:alice READ on TOPIC orders… from any address'],
  [{ host: '10.0.0.1', resourceType: 'GROUP', resourceName: '*' }, 'ALLOW User:alice READ on GROUP * from 10.0.0.1'],
])('says a rule with %j', (change, text) => {
  expect(ruleText({ ...rule, ...change })).toBe(text)
})

it('offers the operations that are asked of each type of resource', () => {
  for (const { value } of RESOURCE_TYPES) expect(operationsOf(value)).toContain('ALL')
  expect(operationsOf('TRANSACTIONAL_ID')).toEqual(['ALL', 'WRITE', 'DESCRIBE'])
})
