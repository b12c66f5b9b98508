// Kafka's numbers for what access rules (ACLs) speak of: operations, kinds of resources, patterns and permissions.

export const AclOperation = {
  UNKNOWN: 0,
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
  TWO_PHASE_COMMIT: 15,
} as const
export type AclOperation = keyof typeof AclOperation

export const ResourceType = { UNKNOWN: 0, ANY: 1, TOPIC: 2, GROUP: 3, CLUSTER: 4, TRANSACTIONAL_ID: 5, DELEGATION_TOKEN: 6, USER: 7 } as const
export type ResourceType = keyof typeof ResourceType

/** MATCH is for filters: every rule that applies to the name, however it is written. */
export const PatternType = { UNKNOWN: 0, ANY: 1, MATCH: 2, LITERAL: 3, PREFIXED: 4 } as const
export type PatternType = keyof typeof PatternType

export const PermissionType = { UNKNOWN: 0, ANY: 1, DENY: 2, ALLOW: 3 } as const
export type PermissionType = keyof typeof PermissionType

/** The one resource of type CLUSTER. */
export const CLUSTER_NAME = 'kafka-cluster'

/** As a pattern's name it means every name, as a host every host. */
export const WILDCARD = '*'

/** Who is connected without having said who it is. */
export const ANONYMOUS = 'User:ANONYMOUS'

/** The word for a number that somebody has sent; UNKNOWN for one that means nothing. */
export function aclWord<W extends Readonly<Record<string, number>>>(words: W, number: number): keyof W & string {
  return (Object.keys(words) as (keyof W & string)[]).find((word) => words[word] === number) ?? 'UNKNOWN'
}
