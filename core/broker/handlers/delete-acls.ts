// DeleteAcls (31), versions 1-3: removes the access rules that match filters, and names them.
// Behaviour: each filter answers with what it has matched; matching nothing is no error. Without an authorizer SECURITY_DISABLED. ALTER of the
// cluster is needed. All filters are one commit.
// Versions: v1 prefixed patterns (KIP-290); v2 flexible; v3 users as resources (KIP-373).
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { DeleteAcls } from '../../protocol/messages/delete-acls.ts'
import type { Acl, AclFilter } from '../../security/acls.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { filterOf, patternFields, ruleFields, securityDisabled } from '../acl-fields.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

type Response = ResponseOf<typeof DeleteAcls>
type Result = Response['filterResults'][number]

export const deleteAcls = handler(DeleteAcls, async ({ filters }, context): Promise<Response> => {
  const { authorizer, acls } = context.broker
  const refusal = !isAuthorized(context, 'ALTER', 'CLUSTER') ? kafkaError('CLUSTER_AUTHORIZATION_FAILED') : authorizer === undefined ? securityDisabled() : null
  if (refusal !== null) return { filterResults: filters.map(() => failed(refusal)) }
  const checked = filters.map(check)
  try {
    const matched = (await acls.delete(checked.filter((one): one is AclFilter => !(one instanceof KafkaError)))).values()
    return { filterResults: checked.map((one) => (one instanceof KafkaError ? failed(one) : deleted(matched.next().value ?? []))) }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const unwritten = kafkaError('KAFKA_STORAGE_ERROR', error.message)
    return { filterResults: checked.map((one) => failed(one instanceof KafkaError ? one : unwritten)) }
  }
})

function check(filter: RequestOf<typeof DeleteAcls>['filters'][number]): AclFilter | KafkaError {
  try {
    return filterOf(filter)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return error
  }
}

function deleted(acls: readonly Acl[]): Result {
  const matchingAcls = acls.map((acl) => ({ errorCode: ErrorCode.NONE, errorMessage: null, ...patternFields(acl), ...ruleFields(acl) }))
  return { errorCode: ErrorCode.NONE, errorMessage: null, matchingAcls }
}

const failed = ({ code, message }: KafkaError): Result => ({ errorCode: code, errorMessage: message, matchingAcls: [] })
