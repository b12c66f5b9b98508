// Access rules and filters as the ACL requests write them, in numbers, and as the broker knows them, in words.
import { AclOperation, aclWord, CLUSTER_NAME, PatternType, PermissionType, ResourceType } from '../protocol/acl-words.ts'
import type { RequestOf } from '../protocol/define-api.ts'
import { kafkaError } from '../protocol/error-codes.ts'
import type { CreateAcls } from '../protocol/messages/create-acls.ts'
import type { DescribeAcls } from '../protocol/messages/describe-acls.ts'
import type { Acl, AclFilter } from '../security/acls.ts'

type Creation = RequestOf<typeof CreateAcls>['creations'][number]
type FilterFields = RequestOf<typeof DescribeAcls>

/** Throws KafkaError where a word means nothing. */
export function filterOf(fields: FilterFields): AclFilter {
  const filter: AclFilter = {
    resourceType: aclWord(ResourceType, fields.resourceTypeFilter),
    resourceName: fields.resourceNameFilter,
    patternType: aclWord(PatternType, fields.patternTypeFilter),
    principal: fields.principalFilter,
    host: fields.hostFilter,
    operation: aclWord(AclOperation, fields.operation),
    permissionType: aclWord(PermissionType, fields.permissionType),
  }
  const unknown = (['resourceType', 'patternType', 'operation', 'permissionType'] as const).find((word) => filter[word] === 'UNKNOWN')
  if (unknown) throw kafkaError('INVALID_REQUEST', `The filter's ${unknown} is unknown.`)
  return filter
}

/** A rule that may be kept; throws KafkaError for any other. */
export function aclOf({ resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType }: Creation): Acl {
  const acl: Acl = {
    resourceType: aclWord(ResourceType, resourceType),
    resourceName,
    patternType: aclWord(PatternType, resourcePatternType),
    principal,
    host,
    operation: aclWord(AclOperation, operation),
    permissionType: aclWord(PermissionType, permissionType),
  }
  const problem = problemOf(acl)
  if (problem !== null) throw kafkaError('INVALID_REQUEST', problem)
  return acl
}

function problemOf({ resourceType, resourceName, patternType, principal, operation, permissionType }: Acl): string | null {
  if (resourceType === 'UNKNOWN' || resourceType === 'ANY') return `A rule is about one type of resource, not ${resourceType}.`
  if (resourceName === '') return 'The name of the resource is empty.'
  if (resourceType === 'CLUSTER' && resourceName !== CLUSTER_NAME) return `The only resource of type CLUSTER is "${CLUSTER_NAME}", not "${resourceName}".`
  if (patternType !== 'LITERAL' && patternType !== 'PREFIXED') return `A rule's pattern is LITERAL or PREFIXED, not ${patternType}.`
  if (operation === 'UNKNOWN' || operation === 'ANY') return `A rule is about one operation or ALL, not ${operation}.`
  if (permissionType !== 'ALLOW' && permissionType !== 'DENY') return `A rule's permission is ALLOW or DENY, not ${permissionType}.`
  return /^[^:]+:/.test(principal) ? null : `Principal "${principal}" has no type; write User:${principal}.`
}

/** What a rule is about itself, in the numbers of the answers. */
export function ruleFields({ principal, host, operation, permissionType }: Acl) {
  return { principal, host, operation: AclOperation[operation], permissionType: PermissionType[permissionType] }
}

/** Which resources it is about. */
export function patternFields({ resourceType, resourceName, patternType }: Acl) {
  return { resourceType: ResourceType[resourceType], resourceName, patternType: PatternType[patternType] }
}

export const securityDisabled = () => kafkaError('SECURITY_DISABLED', 'No authorizer is on; set authorizer.class.name to have one.')
