// JoinGroup (key 11): a classic member joins its group, or joins again in a rebalance.
import { defineApi } from '../define-api.ts'
import { array, bool, bytes, int16, int32, string } from '../schema.ts'

export const JoinGroup = defineApi({
  key: 11,
  name: 'JoinGroup',
  versions: [0, 9],
  flexibleSince: 6,
  request: {
    groupId: string,
    sessionTimeoutMs: int32,
    rebalanceTimeoutMs: int32.or(-1).since(1),
    memberId: string,
    groupInstanceId: string.nullable().or(null).since(5),
    protocolType: string,
    protocols: array({
      name: string,
      metadata: bytes,
    }),
    reason: string.nullable().or(null).since(8),
  },
  response: {
    throttleTimeMs: int32.or(0).since(2),
    errorCode: int16,
    generationId: int32.or(-1),
    protocolType: string.nullable().or(null).since(7),
    protocolName: string.nullable(7),
    leader: string,
    skipAssignment: bool.or(false).since(9),
    memberId: string,
    members: array({
      memberId: string,
      groupInstanceId: string.nullable().or(null).since(5),
      metadata: bytes,
    }),
  },
})
