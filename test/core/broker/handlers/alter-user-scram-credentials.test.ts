import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { saltPassword } from '../../../../core/base/scram.ts'
import { alterUserScramCredentials } from '../../../../core/broker/handlers/alter-user-scram-credentials.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AlterUserScramCredentials } from '../../../../core/protocol/messages/alter-user-scram-credentials.ts'
import { openTestContext, refuseEverything, type TestContext } from '../../../support/handler-context.ts'

const SHA_256 = 1
const SHA_512 = 2
const salt = Buffer.from('0123456789abcdef')

let test: TestContext
let saltedPassword: Buffer
beforeEach(async () => {
  test = await openTestContext()
  onTestFinished(() => test.close())
  saltedPassword = await saltPassword('SCRAM-SHA-256', 'secret', salt, 8_192)
})

const upsertion = (name: string, change: Partial<{ mechanism: number; iterations: number; salt: Buffer; saltedPassword: Buffer }> = {}) => ({
  name, mechanism: SHA_256, iterations: 8_192, salt, saltedPassword, ...change,
})

const alter = async (upsertions: ReturnType<typeof upsertion>[], deletions: { name: string; mechanism: number }[] = []) =>
  (await test.call(AlterUserScramCredentials, alterUserScramCredentials, 0, { upsertions, deletions })).results

describe('AlterUserScramCredentials', () => {
  it('sets a password that only its salted form was sent of', async () => {
    expect(await alter([upsertion('alice')])).toEqual([{ user: 'alice', errorCode: ErrorCode.NONE, errorMessage: null }])
    test.caller.sasl = test.newSession()
    test.caller.sasl.handshake('PLAIN', 1)
    expect((await test.caller.sasl.token(Buffer.from('\0alice\0secret'))).user).toBe('alice')
  })

  it('replaces and deletes', async () => {
    await alter([upsertion('alice'), upsertion('bob')])
    await alter([upsertion('alice', { iterations: 4_096 })], [{ name: 'bob', mechanism: SHA_256 }])
    expect(test.context.credentials.users()).toEqual(['alice'])
    expect(test.context.credentials.get('alice', 'SCRAM-SHA-256')?.iterations).toBe(4_096)
  })

  it.each<[string, () => ReturnType<typeof upsertion>, keyof typeof ErrorCode, string]>([
    ['no name', () => upsertion(''), 'UNACCEPTABLE_CREDENTIAL', 'The user name is empty.'],
    ['an endless name', () => upsertion('a'.repeat(1_001)), 'UNACCEPTABLE_CREDENTIAL', 'The user name is longer than 1000 bytes.'],
    ['too few iterations', () => upsertion('a', { iterations: 4_095 }), 'UNACCEPTABLE_CREDENTIAL', '4095 iterations cannot be: there must be 4096 to 16384.'],
    ['too many iterations', () => upsertion('a', { iterations: 16_385 }), 'UNACCEPTABLE_CREDENTIAL', '16385 iterations cannot be: there must be 4096 to 16384.'],
    ['no salt', () => upsertion('a', { salt: Buffer.alloc(0) }), 'UNACCEPTABLE_CREDENTIAL', 'The salt is empty.'],
    ['what is no hash of its mechanism', () => upsertion('a', { mechanism: SHA_512 }), 'UNACCEPTABLE_CREDENTIAL', 'A salted password of SCRAM-SHA-512 has 64 bytes, not 32.'],
    ['an unknown mechanism', () => upsertion('a', { mechanism: 9 }), 'UNSUPPORTED_SASL_MECHANISM', 'SCRAM mechanism 9 is unknown.'],
  ])('refuses %s, and takes other users', async (_what, bad, code, message) => {
    expect(await alter([bad(), upsertion('bob')])).toEqual([
      { user: bad().name, errorCode: ErrorCode[code], errorMessage: message },
      { user: 'bob', errorCode: ErrorCode.NONE, errorMessage: null },
    ])
    expect(test.context.credentials.users()).toEqual(['bob'])
  })

  it('refuses the same credential twice, and a deletion of none', async () => {
    expect(await alter([upsertion('alice'), upsertion('alice')], [{ name: 'bob', mechanism: SHA_256 }])).toEqual([
      { user: 'bob', errorCode: ErrorCode.RESOURCE_NOT_FOUND, errorMessage: 'User "bob" has no SCRAM-SHA-256 credentials.' },
      { user: 'alice', errorCode: ErrorCode.DUPLICATE_RESOURCE, errorMessage: 'A credential of user "alice" is altered twice in the request.' },
    ])
  })

  it('refuses to change a user that lives in this process only', async () => {
    await test.context.credentials.setTransientPassword('insider', 'secret')
    expect(await alter([upsertion('insider')])).toEqual([{ user: 'insider', errorCode: ErrorCode.UNACCEPTABLE_CREDENTIAL, errorMessage: 'User "insider" is Headwater itself.' }])
  })

  it('needs ALTER of the cluster', async () => {
    refuseEverything(test)
    expect((await alter([upsertion('alice')])).map(({ errorCode }) => errorCode)).toEqual([ErrorCode.CLUSTER_AUTHORIZATION_FAILED])
    expect(test.context.credentials.users()).toEqual([])
  })
})
