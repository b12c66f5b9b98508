import { beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { PlainPasswords } from '../../../core/security/plain-exchange.ts'
import { SaslFailed } from '../../../core/security/sasl-failed.ts'
import { SASL_MECHANISMS } from '../../../core/security/sasl-mechanism.ts'
import { SaslSession } from '../../../core/security/sasl-session.ts'
import { ScramCredentials } from '../../../core/security/scram-credentials.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const random = seededRandom(5)
let time: FakeTime
let maxReauthMs: number
let session: SaslSession

beforeEach(async () => {
  time = new FakeTime()
  maxReauthMs = 0
  const credentials = ScramCredentials.load(new MemoryStore(), random)
  await credentials.setPassword('alice', 'secret')
  const passwords = new PlainPasswords(new Map([['bob', 'hunter2']]), credentials, random)
  session = new SaslSession({ mechanisms: SASL_MECHANISMS, credentials, passwords, maxReauthMs: () => maxReauthMs, clock: time, random })
})

const plain = (user: string, password: string, authorizationId = '') => Buffer.from(`${authorizationId}\0${user}\0${password}`)

async function failure(token: Buffer): Promise<string> {
  const error: unknown = await session.token(token).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(SaslFailed)
  return (error as SaslFailed).message
}

describe('a session', () => {
  it.each([
    ['with SCRAM credentials', 'alice', 'secret'],
    ['from the settings', 'bob', 'hunter2'],
  ])('signs in a user %s with PLAIN', async (_from, user, password) => {
    expect(session.handshake('PLAIN', 1)).toBeNull()
    expect(await session.token(plain(user, password))).toEqual({ token: Buffer.alloc(0), sessionLifetimeMs: 0, user })
    expect([session.isSignedIn, session.isExpired]).toEqual([true, false])
  })

  it.each([
    ['the name alone', Buffer.from('alice')],
    ['four parts', Buffer.from('\0alice\0secret\0')],
    ['another identity', plain('alice', 'secret', 'bob')],
    ['no name', plain('', 'secret')],
  ])('fails for %s, and takes nothing any more', async (_what, token) => {
    session.handshake('PLAIN', 1)
    expect(await failure(token)).toBe('Authentication failed: Invalid username or password')
    expect(session.handshake('PLAIN', 1)).toBe('ILLEGAL_SASL_STATE')
    expect(session.isSignedIn).toBe(false)
  })

  it('takes no second handshake before the tokens of the first', () => {
    session.handshake('PLAIN', 1)
    expect(session.handshake('PLAIN', 1)).toBe('ILLEGAL_SASL_STATE')
  })

  it('takes no tokens after a mechanism that is not offered', () => {
    expect(session.handshake('GSSAPI', 1)).toBe('UNSUPPORTED_SASL_MECHANISM')
    expect([session.expectsToken, session.handshake('PLAIN', 1)]).toEqual([false, 'ILLEGAL_SASL_STATE'])
  })
})

describe('a session with a lifetime', () => {
  beforeEach(async () => {
    maxReauthMs = 10_000
    session.handshake('PLAIN', 1)
    expect((await session.token(plain('alice', 'secret'))).sessionLifetimeMs).toBe(10_000)
  })

  it('expires', async () => {
    await time.advance(10_000)
    expect(session.isExpired).toBe(false)
    await time.advance(1)
    expect(session.isExpired).toBe(true)
  })

  it('begins again with the same user and mechanism', async () => {
    await time.advance(9_000)
    expect(session.handshake('PLAIN', 1)).toBeNull()
    expect((await session.token(plain('alice', 'secret'))).sessionLifetimeMs).toBe(10_000)
    await time.advance(9_000)
    expect(session.isExpired).toBe(false)
  })

  it('cannot begin again twice in a second', async () => {
    await time.advance(5_000)
    session.handshake('PLAIN', 1)
    await session.token(plain('alice', 'secret'))
    expect(session.handshake('PLAIN', 1)).toBe('ILLEGAL_SASL_STATE')
    expect(session.isSignedIn).toBe(true)
  })

  it('cannot change its user', async () => {
    session.handshake('PLAIN', 1)
    expect(await failure(plain('bob', 'hunter2'))).toBe('Cannot change principals during re-authentication from User.alice: User.bob')
  })

  it('cannot change its mechanism', async () => {
    expect(session.handshake('SCRAM-SHA-256', 1)).toBeNull()
    expect(await failure(Buffer.from('n,,n=alice,r=abc'))).toBe(
      "SASL mechanism 'SCRAM-SHA-256' requested by client is not supported for re-authentication of mechanism 'PLAIN'",
    )
  })
})
