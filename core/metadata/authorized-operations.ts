// Which operations Metadata and DescribeCluster say that a client may do (KIP-430): all of them, since there is no authorizer.

/** Kafka's numbers of ACL operations. */
const Operation = {
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
} as const

/** What stands in the field when nobody asked. */
export const OPERATIONS_NOT_REQUESTED = -0x8000_0000

const { READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE } = Operation

export const TOPIC_OPERATIONS = bitsOf(READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS)
export const CLUSTER_OPERATIONS = bitsOf(CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE)

function bitsOf(...operations: number[]): number {
  return operations.reduce((bits, operation) => bits | (1 << operation), 0)
}
