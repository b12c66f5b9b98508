// Which committed offsets have been kept long enough (KIP-211).
import type { OffsetKey } from '../../storage/tables.ts'
import { CONSUMER_PROTOCOL_TYPE } from '../consumer-protocol.ts'
import type { Group } from '../group.ts'
import type { CommittedOffset, GroupOffsets } from './group-offsets.ts'
import { isSubscribedTo } from './group-subscription.ts'
import type { PendingOffsets } from './pending-offsets.ts'

export interface ExpiryRules {
  readonly nowMs: number
  readonly retentionMs: number
  readonly offsets: GroupOffsets
  readonly pending: PendingOffsets
}

/** Never one that a commit or a transaction is about to renew. */
export function expiredOffsets(group: Group, { nowMs, retentionMs, offsets, pending }: ExpiryRules): OffsetKey[] {
  const { groupId } = group
  const keys: OffsetKey[] = []
  const isExpired = (offset: CommittedOffset): boolean => {
    const since = expiresSince(group, offset)
    return since !== undefined && nowMs - since >= retentionMs && !isSubscribedTo(group, offset.topic)
  }
  for (const offset of offsets.of(groupId)) {
    const key = { groupId, topic: offset.topic, partition: offset.partition }
    if (isExpired(offset) && !offsets.isInFlight(key) && !pending.has(key)) keys.push(key)
  }
  return keys
}

/** When the time of an offset began to run; undefined while it does not. */
function expiresSince(group: Group, { record }: CommittedOffset): number | undefined {
  // Simple groups, and consumer groups, which write down no other time.
  if (group.type === 'consumer' || group.protocolType === null) return record.commitTimestampMs
  if (group.state === 'Empty') return group.stateSinceMs
  // Of a topic that no member reads any more.
  if (group.state === 'Stable' && group.protocolType === CONSUMER_PROTOCOL_TYPE) return record.commitTimestampMs
  return undefined
}
