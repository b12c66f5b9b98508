// Which broker coordinates a group: one question for many groups where the cluster takes it.
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { FindCoordinator } from '../../protocol/messages/find-coordinator.ts'
import type { ClusterConnection } from '../cluster-connection.ts'

const GROUP_KEY = 0
const TRANSACTION_KEY = 1

/** Several keys in one request (KIP-699). */
const ForMany = { ...FindCoordinator, minDecodable: 4 }

export async function findCoordinator(cluster: ClusterConnection, groupId: string): Promise<number> {
  const response = await cluster.request('any', FindCoordinator, { key: groupId, keyType: GROUP_KEY, coordinatorKeys: [groupId] })
  return nodeOf(response.coordinators[0] ?? response)
}

export async function findTransactionCoordinator(cluster: ClusterConnection, transactionalId: string): Promise<number> {
  const response = await cluster.request('any', FindCoordinator, { key: transactionalId, keyType: TRANSACTION_KEY, coordinatorKeys: [transactionalId] })
  return nodeOf(response.coordinators[0] ?? response)
}

/** An error in the place of a group whose coordinator is not known. */
export async function findCoordinators(cluster: ClusterConnection, groupIds: readonly string[]): Promise<Map<string, number | Error>> {
  try {
    const { coordinators } = await cluster.request('any', ForMany, { key: '', keyType: GROUP_KEY, coordinatorKeys: [...groupIds] })
    const answered = new Map(coordinators.map((answer) => [answer.key, answer]))
    return new Map(groupIds.map((groupId) => [groupId, orError(() => nodeOf(answered.get(groupId)))]))
  } catch (error) {
    if (!(error instanceof KafkaError && error.errorName === 'UNSUPPORTED_VERSION')) throw error
    return new Map(await Promise.all(groupIds.map(async (groupId) => [groupId, await findCoordinator(cluster, groupId).catch(kafkaErrorOnly)] as const)))
  }
}

function nodeOf(answer: { readonly errorCode: number; readonly errorMessage: string | null; readonly nodeId: number } | undefined): number {
  const { errorCode = -1, errorMessage = null, nodeId = -1 } = answer ?? {}
  if (errorCode !== 0) throw new KafkaError(errorOf(errorCode), errorMessage || errorOf(errorCode).sentence)
  return nodeId
}

function orError<T>(attempt: () => T): T | Error {
  try {
    return attempt()
  } catch (error) {
    return kafkaErrorOnly(error)
  }
}

/** Stands for the one thing that it concerns; a cluster that cannot be reached fails the whole question. */
export function kafkaErrorOnly(error: unknown): KafkaError {
  if (error instanceof KafkaError) return error
  throw error
}
