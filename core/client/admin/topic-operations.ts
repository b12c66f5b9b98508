// What whoever is signed in may do with topics and groups, as the cluster says it (authorized operations, KIP-430).
import { AclOperation } from '../../protocol/acl-words.ts'
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { DescribeGroups } from '../../protocol/messages/describe-groups.ts'
import { Metadata } from '../../protocol/messages/metadata.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { findCoordinator } from './find-coordinators.ts'

/** null: the cluster does not tell (it is too old, or has no authorizer). */
export type Operations = ReadonlySet<AclOperation> | null

const NOT_TOLD = -0x8000_0000
/** Later versions answer a group that does not exist with an error, and no operations (KIP-1043). */
const LAST_WITH_DEAD_GROUPS = 5

/** By name; topics that are not there are left out. Never creates one. */
export async function topicOperations(cluster: ClusterConnection, names: readonly string[]): Promise<Map<string, Operations>> {
  if (names.length === 0) return new Map()
  const { topics } = await cluster.request('any', Metadata, { topics: names.map((name) => ({ name })), allowAutoTopicCreation: false, includeTopicAuthorizedOperations: true })
  return new Map(topics.flatMap(({ name, errorCode, topicAuthorizedOperations }) => (errorCode === 0 ? [[name ?? '', operationsOf(topicAuthorizedOperations)] as const] : [])))
}

/** Of a group, whether it exists or not. */
export async function groupOperations(cluster: ClusterConnection, groupId: string): Promise<Operations> {
  return cluster.retrying(async () => {
    const coordinator = await findCoordinator(cluster, groupId)
    const { groups } = await cluster.request(coordinator, DescribeGroups, { groups: [groupId], includeAuthorizedOperations: true }, { maxVersion: LAST_WITH_DEAD_GROUPS })
    const { errorCode = 0, authorizedOperations = NOT_TOLD } = groups[0] ?? {}
    if (errorCode !== 0) throw new KafkaError(errorOf(errorCode), errorOf(errorCode).sentence)
    return operationsOf(authorizedOperations)
  })
}

/** A bit per operation, by Kafka's numbers. */
function operationsOf(bits: number): Operations {
  if (bits === NOT_TOLD) return null
  const words = Object.keys(AclOperation) as AclOperation[]
  return new Set(words.filter((word) => (bits & (1 << AclOperation[word])) !== 0))
}
