// What a cluster allows is said in words.
import { expect, it } from 'vitest'
import { accessOf } from '../../../../renderer/features/connections/access.ts'

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
