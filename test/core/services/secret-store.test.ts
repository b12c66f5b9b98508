import { expect, it } from 'vitest'
import type { SealedText } from '../../../core/services/ports.ts'
import { KEPT_IN_MEMORY, memorySecretStore, sealedSecretStore } from '../../../core/services/secret-store.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'

function host(text: string | null, kept: string | null): SealedText & { text: string | null } {
  return {
    text,
    async load() {
      return { text: this.text, kept }
    },
    async save(next) {
      this.text = next
      return { kept }
    },
  }
}

const secrets = new Map([['1', { password: 'open sesame' }], ['2', { key: 'PEM' }]])

it('keeps nothing anywhere but in memory where there is no keychain, and says so', async () => {
  const store = memorySecretStore()
  await store.save(secrets)
  expect([...(await store.load())]).toEqual([])
  expect(store.kept).toBe(KEPT_IN_MEMORY)
})

it('gives back what a host keeps, and says where', async () => {
  const sealed = host(null, 'In the keychain.')
  const store = sealedSecretStore(sealed, collectingLogger())
  expect(store.kept).toBe(KEPT_IN_MEMORY)
  await store.save(secrets)
  expect(store.kept).toBe('In the keychain.')
  expect(await sealedSecretStore(sealed, collectingLogger()).load()).toEqual(secrets)
})

it('says that they are in memory only when the host cannot keep them', async () => {
  const store = sealedSecretStore(host(null, null), collectingLogger())
  expect(await store.load()).toEqual(new Map())
  await store.save(secrets)
  expect(store.kept).toBe(KEPT_IN_MEMORY)
})

it.each(['open sesame', '{"version":2,"secrets":{}}', '{"version":1,"secrets":{"1":{"password":7}}}'])('starts without them when the text is %s, and logs none of it', async (text) => {
  const logger = collectingLogger()
  expect(await sealedSecretStore(host(text, 'In the keychain.'), logger).load()).toEqual(new Map())
  expect(logger.lines).toEqual(['warn The kept passwords are not in a form that this version of Headwater reads; they are asked for again.'])
})
