import { describe, expect, it, onTestFinished } from 'vitest'
import { createAcls } from '../../../../core/broker/handlers/create-acls.ts'
import { AclOperation, PatternType, PermissionType, ResourceType } from '../../../../core/protocol/acl-words.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { CreateAcls } from '../../../../core/protocol/messages/create-acls.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users': 'User:root' }
const rule = {
  resourceType: ResourceType.TOPIC as number,
  resourceName: 'orders',
  resourcePatternType: PatternType.LITERAL as number,
  principal: 'User:alice',
  host: '*',
  operation: AclOperation.READ as number,
  permissionType: PermissionType.ALLOW as number,
}

async function open(settings: Record<string, string> = AUTHORIZER): Promise<TestContext> {
  const test = await openTestContext(settings)
  onTestFinished(() => test.close())
  test.caller.principal = 'User:root'
  return test
}

describe.each(versions(CreateAcls))('CreateAcls v%i', (version) => {
  it('adds rules, which are in force at once and after a restart', async () => {
    const test = await open()
    const prefix = { ...rule, resourceName: 'ord', resourcePatternType: PatternType.PREFIXED, operation: AclOperation.WRITE }
    const answer = await test.call(CreateAcls, createAcls, version, { creations: [rule, prefix, rule] })
    expect(answer.results).toEqual([0, 0, 0].map(() => ({ errorCode: ErrorCode.NONE, errorMessage: null })))
    expect([...test.context.acls.all()]).toHaveLength(2)
    expect(test.context.authorizer!.isAllowed({ principal: 'User:alice', host: '127.0.0.1' }, 'WRITE', 'TOPIC', 'orders')).toBe(true)
  })

  it.each<[string, Partial<typeof rule>, string]>([
    ['no type of resource', { resourceType: ResourceType.ANY }, 'A rule is about one type of resource, not ANY.'],
    ['an unknown type of resource', { resourceType: 99 }, 'A rule is about one type of resource, not UNKNOWN.'],
    ['no name', { resourceName: '' }, 'The name of the resource is empty.'],
    ['another cluster', { resourceType: ResourceType.CLUSTER, resourceName: 'mine' }, 'The only resource of type CLUSTER is "kafka-cluster", not "mine".'],
    ['a filter’s pattern', { resourcePatternType: PatternType.MATCH }, "A rule's pattern is LITERAL or PREFIXED, not MATCH."],
    ['any operation', { operation: AclOperation.ANY }, 'A rule is about one operation or ALL, not ANY.'],
    ['any permission', { permissionType: PermissionType.ANY }, "A rule's permission is ALLOW or DENY, not ANY."],
    ['a principal without type', { principal: 'alice' }, 'Principal "alice" has no type; write User:alice.'],
  ])('refuses %s, and takes the others', async (_what, change, message) => {
    const test = await open()
    const { results } = await test.call(CreateAcls, createAcls, version, { creations: [{ ...rule, ...change }, rule] })
    expect(results).toEqual([
      { errorCode: ErrorCode.INVALID_REQUEST, errorMessage: message },
      { errorCode: ErrorCode.NONE, errorMessage: null },
    ])
  })

  it('needs an authorizer', async () => {
    const test = await open({})
    const { results } = await test.call(CreateAcls, createAcls, version, { creations: [rule] })
    expect(results).toEqual([{ errorCode: ErrorCode.SECURITY_DISABLED, errorMessage: 'No authorizer is on; set authorizer.class.name to have one.' }])
  })

  it('needs ALTER of the cluster', async () => {
    const test = await open()
    test.caller.principal = 'User:alice'
    const { results } = await test.call(CreateAcls, createAcls, version, { creations: [rule] })
    expect(results.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.CLUSTER_AUTHORIZATION_FAILED])
    expect([...test.context.acls.all()]).toEqual([])
  })
})
