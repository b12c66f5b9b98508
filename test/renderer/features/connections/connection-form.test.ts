// A form becomes what the contract wants, and never asks a kept secret back.
import { expect, it } from 'vitest'
import type { Connection } from '../../../../core/contract/connections.ts'
import { EMPTY_FORM, formOf, nameOf, obstacleOf, protocolOf, securityOf, withConfig } from '../../../../renderer/features/connections/connection-form.ts'

const connection: Connection = {
  id: '1',
  name: 'prod',
  kind: 'remote',
  bootstrapServers: ['a:9092', 'b:9092'],
  hue: 3,
  security: {
    tls: { ca: 'CA', certificate: 'CERT', hasKey: true, serverName: null, acceptAnyCertificate: false },
    sasl: { mechanism: 'SCRAM-SHA-256', username: 'alice', hasPassword: true },
  },
  missingSecrets: [],
  armedUntilMs: null,
}

it('leaves secrets out that were not typed again', () => {
  const form = formOf(connection)
  expect([form.password, form.key]).toEqual(['', ''])
  expect(securityOf(form)).toEqual({
    tls: { ca: 'CA', certificate: 'CERT', serverName: null, acceptAnyCertificate: false },
    sasl: { mechanism: 'SCRAM-SHA-256', username: 'alice' },
  })
  expect(securityOf({ ...form, password: 'new', key: ' KEY\n' })).toMatchObject({ tls: { key: 'KEY' }, sasl: { password: 'new' } })
})

it('forgets what is switched off', () => {
  expect(securityOf({ ...formOf(connection), tls: false, mechanism: 'none' })).toEqual({ tls: null, sasl: null })
})

it.each([
  [false, 'none', 'PLAINTEXT'],
  [true, 'none', 'SSL'],
  [false, 'PLAIN', 'SASL_PLAINTEXT'],
  [true, 'SCRAM-SHA-512', 'SASL_SSL'],
] as const)('names the protocol in Kafka’s words (TLS %s, sign-in %s)', (tls, mechanism, name) => {
  expect(protocolOf({ tls, mechanism })).toBe(name)
})

it('says what is missing before it can be tried out', () => {
  expect(obstacleOf(EMPTY_FORM)).toBe('Enter at least one bootstrap server.')
  expect(obstacleOf({ ...EMPTY_FORM, servers: 'a', mechanism: 'PLAIN' })).toBe('Enter a user name.')
  expect(obstacleOf({ ...EMPTY_FORM, servers: 'a' })).toBeNull()
})

it('names a cluster after its first server until somebody names it', () => {
  expect(nameOf({ ...EMPTY_FORM, servers: 'a, b' })).toBe('a:9092')
  expect(nameOf({ ...EMPTY_FORM, servers: 'a', name: ' prod ' })).toBe('prod')
})

it('takes a configuration over and keeps what it says nothing about', () => {
  const form = withConfig({ ...EMPTY_FORM, servers: 'a', name: 'prod' }, { tls: true, username: 'u', notUnderstood: ['x'] })
  expect(form).toEqual({ ...EMPTY_FORM, servers: 'a', name: 'prod', tls: true, username: 'u' })
})
