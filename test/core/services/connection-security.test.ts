import { expect, it } from 'vitest'
import type { SecurityInput } from '../../../core/contract/connections.ts'
import { clusterSecurity, missingSecrets, secretsOf, shownSecurity, storedSecurity } from '../../../core/services/connection-security.ts'

const entered: SecurityInput = {
  tls: { ca: 'CA', certificate: 'CERT', key: 'KEY', serverName: null, acceptAnyCertificate: false },
  sasl: { mechanism: 'PLAIN', username: 'alice', password: 'open sesame' },
}
const stored = storedSecurity(entered)

it('stores and shows everything but the secrets', () => {
  expect(stored).toEqual({ tls: { ca: 'CA', certificate: 'CERT', serverName: null, acceptAnyCertificate: false }, sasl: { mechanism: 'PLAIN', username: 'alice' } })
  expect(shownSecurity(stored, { password: 'x' })).toEqual({ tls: { ...stored.tls, hasKey: false }, sasl: { ...stored.sasl, hasPassword: true } })
})

it('takes what was entered, else what was kept, and nothing that is of no use', () => {
  expect(secretsOf(entered, { password: 'old', key: 'OLD' })).toEqual({ password: 'open sesame', key: 'KEY' })
  const { password: _left, ...sasl } = entered.sasl!
  expect(secretsOf({ tls: null, sasl }, { password: 'old', key: 'OLD' })).toEqual({ password: 'old' })
  expect(secretsOf({ tls: null, sasl: null }, { password: 'old', key: 'OLD' })).toEqual({})
})

it('says what is missing; an empty password is one', () => {
  expect(missingSecrets(stored, {})).toEqual(['password', 'key'])
  expect(missingSecrets(stored, { password: '', key: 'KEY' })).toEqual([])
  expect(missingSecrets({ tls: { ...stored.tls!, certificate: null }, sasl: null }, {})).toEqual([])
})

it('puts the secrets in where the client needs them', () => {
  expect(clusterSecurity(stored, { password: 'p', key: 'KEY' })).toEqual({ tls: { ...stored.tls, key: 'KEY' }, sasl: { ...stored.sasl, password: 'p' } })
})
