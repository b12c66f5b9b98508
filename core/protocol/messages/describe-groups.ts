// DescribeGroups (key 15): state and members of classic groups.
import { defineApi } from '../define-api.ts'
import { array, bool, bytes, int16, int32, string } from '../schema.ts'

export const DescribeGroups = defineApi({
  key: 15,
  name: 'DescribeGroups',
  versions: [0, 6],
  flexibleSince: 5,
  request: {
    groups: array(string),
    includeAuthorizedOperations: bool.since(3),
  },
  response: {
    throttleTimeMs: int32.or(0).since(1),
    groups: array({
      errorCode: int16,
      errorMessage: string.nullable().or(null).since(6),
      groupId: string,
      groupState: string,
      protocolType: string,
      protocolData: string,
      members: array({
        memberId: string,
        groupInstanceId: string.nullable().or(null).since(4),
        clientId: string,
        clientHost: string,
        memberMetadata: bytes,
        memberAssignment: bytes,
      }),
      authorizedOperations: int32.or(-0x8000_0000).since(3),
    }),
  },
})
