// DescribeUserScramCredentials (50), version 0: which users have SCRAM credentials, of which mechanism and with how many iterations (KIP-554).
// Behaviour: null or no users = all. A user without any is RESOURCE_NOT_FOUND, one named twice DUPLICATE_RESOURCE. DESCRIBE of the cluster is needed.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, kafkaError } from '../../protocol/error-codes.ts'
import { DescribeUserScramCredentials } from '../../protocol/messages/describe-user-scram-credentials.ts'
import type { ScramCredentials } from '../../security/scram-credentials.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'
import { SCRAM_MECHANISM_ID } from '../scram-mechanism-id.ts'

type Response = ResponseOf<typeof DescribeUserScramCredentials>
type Result = Response['results'][number]

export const describeUserScramCredentials = handler(DescribeUserScramCredentials, ({ users }, context): Response => {
  if (!isAuthorized(context, 'DESCRIBE', 'CLUSTER')) {
    const { code, message } = kafkaError('CLUSTER_AUTHORIZATION_FAILED')
    return { errorCode: code, errorMessage: message, results: [] }
  }
  const { credentials } = context.broker
  const asked = users === null || users.length === 0 ? credentials.users().map((name) => ({ name })) : users
  const named = Map.groupBy(asked, ({ name }) => name)
  return { errorCode: ErrorCode.NONE, errorMessage: null, results: [...named].map(([user, mentions]) => describe(user, mentions.length > 1, credentials)) }
})

function describe(user: string, isTwice: boolean, credentials: ScramCredentials): Result {
  if (isTwice) return failed(user, 'DUPLICATE_RESOURCE', `User "${user}" appears twice in the request.`)
  const known = credentials.of(user)
  if (known.size === 0) return failed(user, 'RESOURCE_NOT_FOUND', `User "${user}" has no SCRAM credentials.`)
  const credentialInfos = Array.from(known, ([mechanism, { iterations }]) => ({ mechanism: SCRAM_MECHANISM_ID[mechanism], iterations }))
  return { user, errorCode: ErrorCode.NONE, errorMessage: null, credentialInfos: credentialInfos.sort((a, b) => a.mechanism - b.mechanism) }
}

function failed(user: string, name: 'DUPLICATE_RESOURCE' | 'RESOURCE_NOT_FOUND', message: string): Result {
  return { user, errorCode: ErrorCode[name], errorMessage: message, credentialInfos: [] }
}
