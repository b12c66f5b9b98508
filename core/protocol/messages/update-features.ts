// UpdateFeatures (key 57): raises and lowers finalized feature levels (KIP-584).
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int8, string } from '../schema.ts'

export const UpdateFeatures = defineApi({
  key: 57,
  name: 'UpdateFeatures',
  versions: [0, 2],
  flexibleSince: 0,
  request: {
    timeoutMs: int32.or(60000),
    featureUpdates: array({
      feature: string,
      maxVersionLevel: int16,
      allowDowngrade: bool.until(0),
      upgradeType: int8.or(1).since(1),
    }),
    validateOnly: bool.or(false).since(1),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16,
    errorMessage: string.nullable(),
    results: array({
      feature: string,
      errorCode: int16,
      errorMessage: string.nullable(),
    }).until(1),
  },
})
