// FindCoordinator (key 10): the broker that coordinates a group, a transactional id or a share partition; many keys since version 4.
import { defineApi } from '../define-api.ts'
import { array, int16, int32, int8, string } from '../schema.ts'

export const FindCoordinator = defineApi({
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 6],
  flexibleSince: 3,
  request: {
    key: string.until(3),
    keyType: int8.or(0).since(1),
    coordinatorKeys: array(string).since(4),
  },
  response: {
    throttleTimeMs: int32.or(0).since(1),
    errorCode: int16.until(3),
    errorMessage: string.nullable().since(1).until(3),
    nodeId: int32.until(3),
    host: string.until(3),
    port: int32.until(3),
    coordinators: array({
      key: string,
      nodeId: int32,
      host: string,
      port: int32,
      errorCode: int16,
      errorMessage: string.nullable(),
    }).since(4),
  },
})
