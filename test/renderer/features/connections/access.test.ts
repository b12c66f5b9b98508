// What a cluster allows is said in words.
import { expect, it } from 'vitest'
import { accessOf, clockTime, warningsOf } from '../../../../renderer/features/connections/access.ts'

const remote = (armedUntilMs: number | null) => ({
  id: 'r',
  name: 'r',
  kind: 'remote' as const,
  bootstrapServers: [],
  hue: null,
  security: { tls: null, sasl: null },
  missingSecrets: [],
  armedUntilMs,
})

it.each([
  [
    { ...remote(null), kind: 'local' as const },
    { place: 'LOCAL', writable: true, word: null },
  ],
  [remote(null), { place: 'REMOTE', writable: false, word: 'READ-ONLY' }],
  [remote(1_000_000 + 581_000), { place: 'REMOTE', writable: true, word: 'ARMED 09:41' }],
  [remote(1_000_000), { place: 'REMOTE', writable: false, word: 'READ-ONLY' }],
])('describes %j', (connection, access) => {
  expect(accessOf(connection, 1_000_000)).toEqual(access)
})

it('warns of certificates that nobody verifies, and of secrets that are not known any more', () => {
  const tls = { ca: null, certificate: null, hasKey: false, serverName: null, acceptAnyCertificate: true }
  expect(warningsOf({ missingSecrets: [], security: { tls: { ...tls, acceptAnyCertificate: false }, sasl: null } })).toEqual([])
  expect(warningsOf({ missingSecrets: ['password', 'key'], security: { tls, sasl: null } })).toMatchObject([
    { word: 'SIGN IN', meaning: 'The password and private key have to be entered again before the cluster can be spoken to.' },
    { word: 'NOT VERIFIED', tone: 'warn' },
  ])
})

it('says until when a cluster is armed by the clock', () => {
  const atMs = new Date(2026, 10, 21, 14, 5, 59).getTime()
  expect(clockTime(atMs, atMs)).toBe('14:05')
})
