// ListConfigResources (key 74): names of resources that have configs of their own (KIP-1142).
import { defineApi } from '../define-api.ts'
import { array, int16, int32, int8, string } from '../schema.ts'

export const ListConfigResources = defineApi({
  key: 74,
  name: 'ListConfigResources',
  versions: [0, 1],
  flexibleSince: 0,
  request: {
    resourceTypes: array(int8).since(1),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16,
    configResources: array({
      resourceName: string,
      resourceType: int8.or(16).since(1),
    }),
  },
})
