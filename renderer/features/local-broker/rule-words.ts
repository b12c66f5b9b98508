// The words of access rules: what can be chosen, and a rule as a sentence.
import type { AccessRule } from '../../../core/contract/broker-security.ts'

const optionsOf = <V extends string>(...values: readonly V[]): { value: V; label: string }[] => values.map((value) => ({ value, label: value }))

export const PERMISSIONS = optionsOf<AccessRule['permissionType']>('ALLOW', 'DENY')
export const PATTERNS = optionsOf<AccessRule['patternType']>('LITERAL', 'PREFIXED')
/** Users and delegation tokens too can have rules; nothing here asks those. */
export const RESOURCE_TYPES = optionsOf<AccessRule['resourceType']>('TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID')
export const OPERATIONS = optionsOf<AccessRule['operation']>(
  'ALL', 'READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'CLUSTER_ACTION', 'IDEMPOTENT_WRITE',
)

/** What Kafka ever asks of a resource of that type. */
const ASKED: Partial<Record<AccessRule['resourceType'], readonly AccessRule['operation'][]>> = {
  TOPIC: ['ALL', 'READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  GROUP: ['ALL', 'READ', 'DELETE', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  CLUSTER: ['ALL', 'CREATE', 'ALTER', 'DESCRIBE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'],
  TRANSACTIONAL_ID: ['ALL', 'WRITE', 'DESCRIBE'],
}

export function operationsOf(resourceType: AccessRule['resourceType']): readonly AccessRule['operation'][] {
  return ASKED[resourceType] ?? ['ALL']
}

/** `ALLOW User:alice READ on TOPIC orders… from any address`; the dots stand for whatever follows a prefix. */
export function ruleText({ permissionType, principal, host, operation, resourceType, patternType, resourceName }: AccessRule): string {
  const name = patternType === 'PREFIXED' ? `${resourceName}…` : resourceName
  return `${permissionType} ${principal} ${operation} on ${resourceType} ${name} from ${host === '*' ? 'any address' : host}`
}
