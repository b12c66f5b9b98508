import { describe, expect, it, onTestFinished } from 'vitest'
import { saslAuthenticate } from '../../../../core/broker/handlers/sasl-authenticate.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { SaslAuthenticate } from '../../../../core/protocol/messages/sasl-authenticate.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

const NOTHING = Buffer.alloc(0)

async function open(settings: Record<string, string> = {}): Promise<TestContext> {
  const test = await openTestContext({ 'connection.failed.authentication.delay.ms': '0', ...settings })
  onTestFinished(() => test.close())
  await test.context.credentials.setPassword('alice', 'secret')
  test.caller.sasl = test.newSession()
  return test
}

const token = (user: string, password: string) => ({ authBytes: Buffer.from(`\0${user}\0${password}`) })

describe.each(versions(SaslAuthenticate))('SaslAuthenticate v%i', (version) => {
  it('tells who is there from then on, and how long', async () => {
    const test = await open({ 'connections.max.reauth.ms': '60000' })
    test.caller.sasl!.handshake('PLAIN', 1)
    const answer = await test.call(SaslAuthenticate, saslAuthenticate, version, token('alice', 'secret'))
    expect(answer).toEqual({ errorCode: ErrorCode.NONE, errorMessage: null, authBytes: NOTHING, sessionLifetimeMs: version === 0 ? 0 : 60_000 })
    expect(test.caller.principal).toBe('User:alice')
  })

  it.each([
    ['a wrong password', 'alice', 'wrong'],
    ['a user that there is not', 'mallory', 'secret'],
    ['no password', 'alice', ''],
  ])('answers %s with the same sentence', async (_what, user, password) => {
    const test = await open()
    test.caller.sasl!.handshake('PLAIN', 1)
    expect(await test.call(SaslAuthenticate, saslAuthenticate, version, token(user, password))).toEqual({
      errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED,
      errorMessage: 'Authentication failed: Invalid username or password',
      authBytes: NOTHING,
      sessionLifetimeMs: 0,
    })
    expect(test.caller.principal).toBe('User:ANONYMOUS')
  })

  it('needs a handshake', async () => {
    const test = await open()
    expect(await test.call(SaslAuthenticate, saslAuthenticate, version, token('alice', 'secret'))).toMatchObject({ errorCode: ErrorCode.ILLEGAL_SASL_STATE })
  })

  it('has no place on a listener without SASL', async () => {
    const test = await open()
    delete test.caller.sasl
    expect(await test.call(SaslAuthenticate, saslAuthenticate, version, token('alice', 'secret'))).toMatchObject({ errorCode: ErrorCode.ILLEGAL_SASL_STATE })
  })
})

it('tells a failure only when its delay is over, so that guessing takes time', async () => {
  const test = await open({ 'connection.failed.authentication.delay.ms': '100' })
  test.caller.sasl!.handshake('PLAIN', 1)
  let isAnswered = false
  const answer = test.call(SaslAuthenticate, saslAuthenticate, 2, token('alice', 'wrong')).finally(() => (isAnswered = true))
  while (test.store.time.pending === 0) await new Promise((resolve) => setImmediate(resolve))
  await test.store.time.advance(99)
  expect(isAnswered).toBe(false)
  await test.store.time.advance(1)
  expect((await answer).errorCode).toBe(ErrorCode.SASL_AUTHENTICATION_FAILED)
})
