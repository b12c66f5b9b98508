// CreateAcls (30), versions 1-3: adds access rules, which are in force as soon as they are durable.
// Behaviour: each rule succeeds or fails on its own; one that is there already succeeds. Without an authorizer SECURITY_DISABLED. ALTER of the
// cluster is needed. Rules name one resource, LITERAL (`*` = all) or PREFIXED.
// Versions: v1 prefixed patterns (KIP-290); v2 flexible; v3 users as resources (KIP-373), kept and without effect: there are no delegation tokens.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { CreateAcls } from '../../protocol/messages/create-acls.ts'
import type { Acl } from '../../security/acls.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { aclOf, securityDisabled } from '../acl-fields.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

type Response = ResponseOf<typeof CreateAcls>
type Result = Response['results'][number]

export const createAcls = handler(CreateAcls, async ({ creations }, context): Promise<Response> => {
  const { authorizer, acls } = context.broker
  const refusal = !isAuthorized(context, 'ALTER', 'CLUSTER') ? kafkaError('CLUSTER_AUTHORIZATION_FAILED') : authorizer === undefined ? securityDisabled() : null
  if (refusal !== null) return { results: creations.map(() => failed(refusal)) }
  const checked = creations.map(check)
  try {
    await acls.create(checked.filter((one): one is Acl => !(one instanceof KafkaError)))
    return { results: checked.map((one) => (one instanceof KafkaError ? failed(one) : SUCCESS)) }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const unwritten = kafkaError('KAFKA_STORAGE_ERROR', error.message)
    return { results: checked.map((one) => failed(one instanceof KafkaError ? one : unwritten)) }
  }
})

function check(creation: RequestOf<typeof CreateAcls>['creations'][number]): Acl | KafkaError {
  try {
    return aclOf(creation)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return error
  }
}

const SUCCESS: Result = { errorCode: ErrorCode.NONE, errorMessage: null }
const failed = ({ code, message }: KafkaError): Result => ({ errorCode: code, errorMessage: message })
