// What a group has committed for one partition, once no transaction can change it any more.
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { OffsetFetch } from '../../protocol/messages/offset-fetch.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import { DeliveryDeadline } from '../delivery-deadline.ts'
import { findCoordinator } from './find-coordinators.ts'

export interface StableOffset {
  readonly offset: number
  readonly metadata: string
}

export interface StableOffsetQuestion {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  /** While a transaction is ending the broker does not tell (UNSTABLE_OFFSET_COMMIT): asked again for so long. */
  readonly deliveryTimeoutMs: number
  readonly signal?: AbortSignal
}

/** The first to know of stable offsets (KIP-447); an older broker would tell what may still be undone. */
const Stable = { ...OffsetFetch, minDecodable: 7 }
/** Version 10 names topics by id. */
const LAST_BY_NAME = 9

/** null where nothing is committed. */
export async function stableOffset(cluster: ClusterConnection, { groupId, topic, partition, deliveryTimeoutMs, signal }: StableOffsetQuestion): Promise<StableOffset | null> {
  return new DeliveryDeadline(cluster, deliveryTimeoutMs, signal).retrying(async () => {
    const topics = [{ name: topic, partitionIndexes: [partition] }]
    const body = { groupId, topics, groups: [{ groupId, topics }], requireStable: true }
    const response = await cluster.request(await findCoordinator(cluster, groupId), Stable, body, { maxVersion: LAST_BY_NAME })
    const answer = response.groups[0] ?? response
    const found = answer.topics[0]?.partitions[0]
    const code = answer.errorCode || (found?.errorCode ?? 0)
    if (code !== 0) throw new KafkaError(errorOf(code), `What group "${groupId}" has committed cannot be read: ${errorOf(code).sentence}`)
    return found && found.committedOffset >= 0 ? { offset: found.committedOffset, metadata: found.metadata ?? '' } : null
  })
}
