import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { describeUserScramCredentials } from '../../../../core/broker/handlers/describe-user-scram-credentials.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeUserScramCredentials } from '../../../../core/protocol/messages/describe-user-scram-credentials.ts'
import { openTestContext, refuseEverything, type TestContext } from '../../../support/handler-context.ts'

let test: TestContext
beforeEach(async () => {
  test = await openTestContext()
  onTestFinished(() => test.close())
  await test.context.credentials.setPassword('bob', 'secret')
  await test.context.credentials.setPassword('alice', 'secret')
  await test.context.credentials.setTransientPassword('insider', 'secret')
})

const ask = (users: { name: string }[] | null) => test.call(DescribeUserScramCredentials, describeUserScramCredentials, 0, { users })
const credentialInfos = [{ mechanism: 1, iterations: 4_096 }, { mechanism: 2, iterations: 4_096 }]

describe('DescribeUserScramCredentials', () => {
  it.each([null, []])('tells of all users for %j, and of none that live in this process only', async (users) => {
    expect((await ask(users)).results).toEqual(['alice', 'bob'].map((user) => ({ user, errorCode: ErrorCode.NONE, errorMessage: null, credentialInfos })))
  })

  it('tells of those named, and which there are not', async () => {
    expect((await ask([{ name: 'bob' }, { name: 'carol' }, { name: 'alice' }, { name: 'alice' }])).results).toEqual([
      { user: 'bob', errorCode: ErrorCode.NONE, errorMessage: null, credentialInfos },
      { user: 'carol', errorCode: ErrorCode.RESOURCE_NOT_FOUND, errorMessage: 'User "carol" has no SCRAM credentials.', credentialInfos: [] },
      { user: 'alice', errorCode: ErrorCode.DUPLICATE_RESOURCE, errorMessage: 'User "alice" appears twice in the request.', credentialInfos: [] },
    ])
  })

  it('needs DESCRIBE of the cluster', async () => {
    refuseEverything(test)
    expect(await ask(null)).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, results: [] })
  })
})
