import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { describeAcls } from '../../../../core/broker/handlers/describe-acls.ts'
import { AclOperation, PatternType, PermissionType, ResourceType } from '../../../../core/protocol/acl-words.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeAcls } from '../../../../core/protocol/messages/describe-acls.ts'
import { type Acl } from '../../../../core/security/acls.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users': 'User:root' }
const ANY = {
  resourceTypeFilter: ResourceType.ANY as number,
  resourceNameFilter: null as string | null,
  patternTypeFilter: PatternType.ANY as number,
  principalFilter: null,
  hostFilter: null,
  operation: AclOperation.ANY as number,
  permissionType: PermissionType.ANY,
}
const rule: Acl = { resourceType: 'TOPIC', resourceName: 'orders', patternType: 'LITERAL', principal: 'User:alice', host: '*', operation: 'READ', permissionType: 'ALLOW' }
const shown = { principal: 'User:alice', host: '*', operation: AclOperation.READ, permissionType: PermissionType.ALLOW }

let test: TestContext
beforeEach(async () => {
  test = await openTestContext(AUTHORIZER)
  onTestFinished(() => test.close())
  test.caller.principal = 'User:root'
  await test.context.acls.create([rule, { ...rule, operation: 'WRITE' }, { ...rule, resourceName: 'ord', patternType: 'PREFIXED' }, { ...rule, resourceType: 'GROUP', resourceName: 'billing' }])
})

describe.each(versions(DescribeAcls))('DescribeAcls v%i', (version) => {
  it('tells the rules by the resources that they are about', async () => {
    expect(await test.call(DescribeAcls, describeAcls, version, { ...ANY, resourceTypeFilter: ResourceType.TOPIC })).toEqual({
      throttleTimeMs: 0,
      errorCode: ErrorCode.NONE,
      errorMessage: null,
      resources: [
        { resourceType: ResourceType.TOPIC, resourceName: 'orders', patternType: PatternType.LITERAL, acls: [shown, { ...shown, operation: AclOperation.WRITE }] },
        { resourceType: ResourceType.TOPIC, resourceName: 'ord', patternType: PatternType.PREFIXED, acls: [shown] },
      ],
    })
  })

  it('finds by MATCH what applies to a name', async () => {
    const { resources } = await test.call(DescribeAcls, describeAcls, version, { ...ANY, resourceNameFilter: 'orders-2', patternTypeFilter: PatternType.MATCH })
    expect(resources.map(({ resourceName }) => resourceName)).toEqual(['ord'])
  })

  it('refuses a filter that means nothing', async () => {
    const answer = await test.call(DescribeAcls, describeAcls, version, { ...ANY, operation: 99 })
    expect(answer).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, errorMessage: "The filter's operation is unknown.", resources: [] })
  })

  it('needs DESCRIBE of the cluster', async () => {
    test.caller.principal = 'User:alice'
    expect(await test.call(DescribeAcls, describeAcls, version, ANY)).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, resources: [] })
  })

  it('needs an authorizer', async () => {
    const open = await openTestContext()
    onTestFinished(() => open.close())
    expect(await open.call(DescribeAcls, describeAcls, version, ANY)).toMatchObject({ errorCode: ErrorCode.SECURITY_DISABLED, resources: [] })
  })
})
