import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { ScramCredentials } from '../../../core/security/scram-credentials.ts'
import { MemoryStore } from '../../support/memory-store.ts'

it('keeps credentials over a restart, salted, and never a password', async () => {
  const store = new MemoryStore()
  const credentials = ScramCredentials.load(store, seededRandom(1))
  await credentials.setPassword('a/b', 'secret')
  const again = ScramCredentials.load(store, seededRandom(2))
  expect(again.users()).toEqual(['a/b'])
  expect(again.get('a/b', 'SCRAM-SHA-512')).toEqual(credentials.get('a/b', 'SCRAM-SHA-512'))
  expect(again.get('a/b', 'SCRAM-SHA-256')?.salt).not.toEqual(again.get('a/b', 'SCRAM-SHA-512')?.salt)
})

it('a failed commit changes nothing', async () => {
  const store = new MemoryStore()
  const credentials = ScramCredentials.load(store, seededRandom(1))
  store.fail()
  await expect(credentials.setPassword('alice', 'secret')).rejects.toThrow('The disk is full.')
  expect(credentials.get('alice', 'SCRAM-SHA-256')).toBeUndefined()
})

it('a transient user signs in, is not listed and ends with the process', async () => {
  const store = new MemoryStore()
  const credentials = ScramCredentials.load(store, seededRandom(1))
  await credentials.setTransientPassword('insider', 'secret')
  expect(credentials.get('insider', 'SCRAM-SHA-256')).toBeDefined()
  expect(credentials.users()).toEqual([])
  expect(ScramCredentials.load(store, seededRandom(1)).get('insider', 'SCRAM-SHA-256')).toBeUndefined()
})

it('nobody takes the place of a transient user by having its name', async () => {
  const credentials = ScramCredentials.load(new MemoryStore(), seededRandom(1))
  await credentials.setTransientPassword('insider', 'secret')
  const own = credentials.get('insider', 'SCRAM-SHA-256')
  await credentials.setPassword('insider', 'stolen')
  expect(credentials.get('insider', 'SCRAM-SHA-256')).toBe(own)
  expect([credentials.isTransient('insider'), credentials.isTransient('alice')]).toEqual([true, false])
})

it('deletes one mechanism, and the user with the last', async () => {
  const credentials = ScramCredentials.load(new MemoryStore(), seededRandom(1))
  await credentials.setPassword('alice', 'secret')
  await credentials.change([{ user: 'alice', mechanism: 'SCRAM-SHA-256', credential: null }])
  expect([...credentials.of('alice').keys()]).toEqual(['SCRAM-SHA-512'])
  await credentials.change([{ user: 'alice', mechanism: 'SCRAM-SHA-512', credential: null }])
  expect(credentials.users()).toEqual([])
})
