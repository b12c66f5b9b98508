// SyncGroup (key 14): the leader of a classic group hands in the assignments, every member gets its own.
import { defineApi } from '../define-api.ts'
import { array, bytes, int16, int32, string } from '../schema.ts'

export const SyncGroup = defineApi({
  key: 14,
  name: 'SyncGroup',
  versions: [0, 5],
  flexibleSince: 4,
  request: {
    groupId: string,
    generationId: int32,
    memberId: string,
    groupInstanceId: string.nullable().or(null).since(3),
    protocolType: string.nullable().or(null).since(5),
    protocolName: string.nullable().or(null).since(5),
    assignments: array({
      memberId: string,
      assignment: bytes,
    }),
  },
  response: {
    throttleTimeMs: int32.or(0).since(1),
    errorCode: int16,
    protocolType: string.nullable().or(null).since(5),
    protocolName: string.nullable().or(null).since(5),
    assignment: bytes,
  },
})
