// DescribeAcls (29), versions 1-3: the access rules that match a filter, by the resources that they are about.
// Behaviour: without an authorizer SECURITY_DISABLED. DESCRIBE of the cluster is needed. A filter's MATCH finds every rule that applies to the name.
// Versions: v1 prefixed patterns (KIP-290); v2 flexible; v3 users as resources (KIP-373), which no rule here is about.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { DescribeAcls } from '../../protocol/messages/describe-acls.ts'
import type { Acl } from '../../security/acls.ts'
import { filterOf, patternFields, ruleFields, securityDisabled } from '../acl-fields.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

type Response = ResponseOf<typeof DescribeAcls>

export const describeAcls = handler(DescribeAcls, (request, context): Response => {
  const { authorizer, acls } = context.broker
  if (!isAuthorized(context, 'DESCRIBE', 'CLUSTER')) return failed(kafkaError('CLUSTER_AUTHORIZATION_FAILED'))
  if (authorizer === undefined) return failed(securityDisabled())
  try {
    return { errorCode: ErrorCode.NONE, errorMessage: null, resources: byResource(acls.matching(filterOf(request))) }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return failed(error)
  }
})

function byResource(acls: readonly Acl[]): Response['resources'] {
  const groups = Map.groupBy(acls, (acl) => JSON.stringify(patternFields(acl)))
  return [...groups.values()].map((about) => ({ ...patternFields(about[0]!), acls: about.map(ruleFields) }))
}

const failed = ({ code, message }: KafkaError): Response => ({ errorCode: code, errorMessage: message, resources: [] })
