import { expect, it } from 'vitest'
import { aclOf, filterOf, patternFields, ruleFields, securityDisabled } from '../../../core/broker/acl-fields.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'

const numbers = { resourceType: 2, resourceName: 'orders', resourcePatternType: 4, principal: 'User:alice', host: '*', operation: 3, permissionType: 2 }

it('a rule in numbers and in words is the same', () => {
  const acl = aclOf(numbers)
  expect(acl).toEqual({ resourceType: 'TOPIC', resourceName: 'orders', patternType: 'PREFIXED', principal: 'User:alice', host: '*', operation: 'READ', permissionType: 'DENY' })
  expect({ ...patternFields(acl), ...ruleFields(acl) }).toEqual({ resourceType: 2, resourceName: 'orders', patternType: 4, principal: 'User:alice', host: '*', operation: 3, permissionType: 2 })
})

it('a filter may leave everything open, and name a resource UNKNOWN', () => {
  const open = { resourceTypeFilter: 1, resourceNameFilter: 'UNKNOWN', patternTypeFilter: 2, principalFilter: null, hostFilter: null, operation: 1, permissionType: 1 }
  expect(filterOf(open)).toEqual({ resourceType: 'ANY', resourceName: 'UNKNOWN', patternType: 'MATCH', principal: null, host: null, operation: 'ANY', permissionType: 'ANY' })
  expect(() => filterOf({ ...open, patternTypeFilter: 9 })).toThrow("The filter's patternType is unknown.")
})

it('has an answer for who asks without an authorizer', () => {
  expect(securityDisabled().code).toBe(ErrorCode.SECURITY_DISABLED)
})
