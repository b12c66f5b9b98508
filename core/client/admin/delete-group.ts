// Forgets a group that has no members, with what it has committed.
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { DeleteGroups } from '../../protocol/messages/delete-groups.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { findCoordinator } from './find-coordinators.ts'

/** Rejects KafkaError NON_EMPTY_GROUP while it has members, GROUP_ID_NOT_FOUND where there is none. */
export async function deleteGroup(cluster: ClusterConnection, groupId: string): Promise<void> {
  await cluster.retrying(async () => {
    const coordinator = await findCoordinator(cluster, groupId)
    const { results } = await cluster.request(coordinator, DeleteGroups, { groupsNames: [groupId] })
    const code = results[0]?.errorCode ?? -1
    if (code !== 0) throw new KafkaError(errorOf(code), `Group "${groupId}" was not deleted: ${results[0]?.errorMessage ?? errorOf(code).sentence}`)
  })
}
