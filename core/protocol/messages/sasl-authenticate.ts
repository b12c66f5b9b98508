// SaslAuthenticate (key 36): one step of a SASL exchange.
import { defineApi } from '../define-api.ts'
import { bytes, int16, int64, string } from '../schema.ts'

export const SaslAuthenticate = defineApi({
  key: 36,
  name: 'SaslAuthenticate',
  versions: [0, 2],
  flexibleSince: 2,
  request: {
    authBytes: bytes,
  },
  response: {
    errorCode: int16,
    errorMessage: string.nullable(),
    authBytes: bytes,
    sessionLifetimeMs: int64.or(0).since(1),
  },
})
