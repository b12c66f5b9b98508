import { beforeEach, expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { PlainExchange, PlainPasswords } from '../../../core/security/plain-exchange.ts'
import { ScramCredentials } from '../../../core/security/scram-credentials.ts'
import { MemoryStore } from '../../support/memory-store.ts'

let exchange: PlainExchange
beforeEach(async () => {
  const random = seededRandom(1)
  const credentials = ScramCredentials.load(new MemoryStore(), random)
  await credentials.setPassword('alice', 'kept')
  await credentials.change([{ user: 'carol', mechanism: 'SCRAM-SHA-512', credential: await credentials.derive('SCRAM-SHA-512', 'kept') }])
  exchange = new PlainExchange(new PlainPasswords(new Map([['alice', 'set'], ['bob', 'set']]), credentials, random))
})

it.each<[string, string, string | null]>([
  ['alice', 'kept', 'alice'],
  ['alice', 'set', 'alice'],
  ['bob', 'set', 'bob'],
  ['carol', 'kept', 'carol'],
  ['bob', 'kept', null],
  ['carol', 'set', null],
  ['alice', 'Kept', null],
  ['mallory', 'kept', null],
  ['mallory', '', null],
])('%s with "%s" is %j', async (user, password, expected) => {
  expect((await exchange.next(Buffer.from(`\0${user}\0${password}`)))?.user ?? null).toBe(expected)
})

it.each<[string, string | null]>([
  ['alice\0alice\0kept', 'alice'],
  ['bob\0alice\0kept', null],
  ['alice\0kept', null],
  ['\0alice\0kept\0', null],
])('the message %j is %j', async (message, expected) => {
  expect((await exchange.next(Buffer.from(message)))?.user ?? null).toBe(expected)
})
