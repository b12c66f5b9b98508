import { describe, expect, it, onTestFinished } from 'vitest'
import { saslHandshake } from '../../../../core/broker/handlers/sasl-handshake.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { SaslHandshake } from '../../../../core/protocol/messages/sasl-handshake.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

async function open(settings: Record<string, string> = {}): Promise<TestContext> {
  const test = await openTestContext(settings)
  onTestFinished(() => test.close())
  return test
}

describe.each(versions(SaslHandshake))('SaslHandshake v%i', (version) => {
  it('is answered with what the listener offers', async () => {
    const test = await open({ 'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512' })
    test.caller.sasl = test.newSession()
    expect(await test.call(SaslHandshake, saslHandshake, version, { mechanism: 'PLAIN' })).toEqual({ errorCode: ErrorCode.NONE, mechanisms: ['PLAIN', 'SCRAM-SHA-512'] })
    expect(test.caller.sasl.expectsRawToken).toBe(version === 0)
  })

  it.each(['GSSAPI', 'SCRAM-SHA-256', ''])('refuses %j, which is not offered', async (mechanism) => {
    const test = await open({ 'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512' })
    test.caller.sasl = test.newSession()
    const answer = await test.call(SaslHandshake, saslHandshake, version, { mechanism })
    expect(answer).toEqual({ errorCode: ErrorCode.UNSUPPORTED_SASL_MECHANISM, mechanisms: ['PLAIN', 'SCRAM-SHA-512'] })
  })

  it('has no place on a listener without SASL', async () => {
    const test = await open()
    expect(await test.call(SaslHandshake, saslHandshake, version, { mechanism: 'PLAIN' })).toEqual({ errorCode: ErrorCode.ILLEGAL_SASL_STATE, mechanisms: [] })
  })
})
