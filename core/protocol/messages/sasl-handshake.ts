// SaslHandshake (key 17): the client names the SASL mechanism that it is going to use.
import { defineApi } from '../define-api.ts'
import { array, int16, string } from '../schema.ts'

export const SaslHandshake = defineApi({
  key: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  flexibleSince: Infinity,
  request: {
    mechanism: string,
  },
  response: {
    errorCode: int16,
    mechanisms: array(string),
  },
})
