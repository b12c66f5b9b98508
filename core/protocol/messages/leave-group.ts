// LeaveGroup (key 13): members leave a classic group; several at once since version 3.
import { defineApi } from '../define-api.ts'
import { array, int16, int32, string } from '../schema.ts'

export const LeaveGroup = defineApi({
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 5],
  flexibleSince: 4,
  request: {
    groupId: string,
    memberId: string.until(2),
    members: array({
      memberId: string,
      groupInstanceId: string.nullable().or(null),
      reason: string.nullable().or(null).since(5),
    }).since(3),
  },
  response: {
    throttleTimeMs: int32.or(0).since(1),
    errorCode: int16,
    members: array({
      memberId: string,
      groupInstanceId: string.nullable(),
      errorCode: int16,
    }).since(3),
  },
})
