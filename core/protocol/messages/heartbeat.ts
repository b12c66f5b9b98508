// Heartbeat (key 12): a classic member says that it is alive.
import { defineApi } from '../define-api.ts'
import { int16, int32, string } from '../schema.ts'

export const Heartbeat = defineApi({
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexibleSince: 4,
  request: {
    groupId: string,
    generationId: int32,
    memberId: string,
    groupInstanceId: string.nullable().or(null).since(3),
  },
  response: {
    throttleTimeMs: int32.or(0).since(1),
    errorCode: int16,
  },
})
