import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { checkCluster } from '../../../core/client/cluster-check.ts'
import type { SaslSettings } from '../../../core/client/cluster-security.ts'
import { advertise } from '../../support/advertise.ts'
import { startTestBroker } from '../../support/broker.ts'
import { clusterOptions } from '../../support/cluster.ts'
import { type SaslFrontOptions, startSaslFront } from '../../support/sasl-front.ts'
import { startRawServer, startScriptedBroker } from '../../support/scripted-broker.ts'
import type { Address } from '../../support/tls-proxy.ts'

const alice: SaslSettings = { mechanism: 'SCRAM-SHA-512', username: 'alice', password: 'open sesame' }

async function front(options: Partial<SaslFrontOptions> = {}): Promise<Address> {
  const broker = await startTestBroker()
  const address = await startSaslFront(broker.address, { users: { alice: alice.password }, ...options })
  advertise(broker, address)
  return address
}

async function failureAt(address: Address, sasl: Partial<SaslSettings> = {}): Promise<[step: string, message: string, remedy: string]> {
  const { failure } = await checkCluster(clusterOptions(address, { security: { tls: null, sasl: { ...alice, ...sasl } }, connectTimeoutMs: 1_000 }))
  expect(inspect(failure, { depth: Infinity })).not.toContain(alice.password)
  return [failure?.step ?? 'none', (failure?.message ?? '').replaceAll(`:${address.port}`, ':PORT'), failure?.remedy ?? '']
}

it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('signs in with %s, and says who', async (mechanism) => {
  const { steps, failure } = await checkCluster(clusterOptions(await front(), { security: { tls: null, sasl: { ...alice, mechanism } } }))
  expect([failure, steps.find(({ step }) => step === 'sasl')?.message]).toEqual([null, `Signed in as "alice" with ${mechanism}.`])
})

it.each(['PLAIN', 'SCRAM-SHA-256'] as const)('says that a password is wrong (%s), or a user not known, in the broker’s words', async (mechanism) => {
  const address = await front()
  const refusal = ['sasl', `127.0.0.1:PORT refused the user "alice" (${mechanism}): Authentication failed: Invalid username or password`, 'Check user name, password and mechanism.']
  expect(await failureAt(address, { mechanism, password: 'wrong' })).toEqual(refusal)
  expect((await failureAt(address, { mechanism, username: 'bob' }))[1]).toContain('refused the user "bob"')
})

it('says which mechanisms are offered when it is not one of them', async () => {
  expect(await failureAt(await front({ mechanisms: ['PLAIN', 'SCRAM-SHA-256'] }))).toEqual([
    'sasl',
    '127.0.0.1:PORT does not offer SCRAM-SHA-512; it offers PLAIN, SCRAM-SHA-256.',
    'Choose PLAIN or SCRAM-SHA-256.',
  ])
})

it('says that a server could not prove who it is, or sends nonsense, and survives it', async () => {
  const impostor = await front({ twist: (answer) => answer.replace(/^v=..../, 'v=AAAA') })
  expect((await failureAt(impostor)).slice(0, 2)).toEqual(['sasl', '127.0.0.1:PORT broke off the SCRAM-SHA-512 exchange: it could not prove that it knows the password.'])
  const nonsense = await front({ twist: () => '%' })
  expect((await failureAt(nonsense))[1]).toBe('127.0.0.1:PORT broke off the SCRAM-SHA-512 exchange: its first SCRAM message cannot be read.')
})

it('says that a listener takes no sign-in, or does not answer it', async () => {
  const plain = await startScriptedBroker([])
  expect((await failureAt(plain.address)).slice(0, 2)).toEqual(['sasl', '127.0.0.1:PORT closed the connection during the SCRAM-SHA-512 sign-in.'])
  const silent = await startRawServer(() => {})
  expect((await failureAt({ ...silent })).slice(0, 2)).toEqual(['sasl', '127.0.0.1:PORT did not answer the SCRAM-SHA-512 sign-in in time.'])
})
