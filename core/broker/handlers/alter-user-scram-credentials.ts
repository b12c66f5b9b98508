// AlterUserScramCredentials (51), version 0: sets and deletes SCRAM credentials of users (KIP-554).
// Behaviour: the client sends a salted password and never the password. A user succeeds or fails as a whole, all users are one commit, and the next
// sign-in meets the new credentials; connections stay. 4096 to 16384 iterations. ALTER of the cluster is needed.
import { MIN_SCRAM_ITERATIONS, SCRAM_HASHES, scramKeys, type ScramMechanism } from '../../base/scram.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { AlterUserScramCredentials } from '../../protocol/messages/alter-user-scram-credentials.ts'
import type { ScramChange, ScramCredentials } from '../../security/scram-credentials.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'
import { scramMechanismOf } from '../scram-mechanism-id.ts'

type Request = RequestOf<typeof AlterUserScramCredentials>
type Response = ResponseOf<typeof AlterUserScramCredentials>
type Alteration = Request['upsertions'][number] | Request['deletions'][number]

const MAX_ITERATIONS = 16_384
/** What a key of the store has room for. */
const MAX_NAME_BYTES = 1_000

export const alterUserScramCredentials = handler(AlterUserScramCredentials, async ({ deletions, upsertions }, context): Promise<Response> => {
  const alterations: Alteration[] = [...deletions, ...upsertions]
  const byUser = Map.groupBy(alterations, ({ name }) => name)
  if (!isAuthorized(context, 'ALTER', 'CLUSTER')) return { results: [...byUser.keys()].map((user) => failed(user, kafkaError('CLUSTER_AUTHORIZATION_FAILED'))) }
  const { credentials } = context.broker
  const checked = Array.from(byUser, ([user, wanted]) => ({ user, changes: check(wanted, credentials) }))
  try {
    await credentials.change(checked.flatMap(({ changes }) => (changes instanceof KafkaError ? [] : changes)))
    return { results: checked.map(({ user, changes }) => (changes instanceof KafkaError ? failed(user, changes) : succeeded(user))) }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const unwritten = kafkaError('KAFKA_STORAGE_ERROR', error.message)
    return { results: checked.map(({ user, changes }) => failed(user, changes instanceof KafkaError ? changes : unwritten)) }
  }
})

function check(wanted: readonly Alteration[], credentials: ScramCredentials): ScramChange[] | KafkaError {
  try {
    const changes = wanted.map((alteration) => changeOf(alteration, credentials))
    if (new Set(changes.map(({ mechanism }) => mechanism)).size === changes.length) return changes
    return kafkaError('DUPLICATE_RESOURCE', `A credential of user "${changes[0]!.user}" is altered twice in the request.`)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return error
  }
}

function changeOf(alteration: Alteration, credentials: ScramCredentials): ScramChange {
  const { name: user } = alteration
  const mechanism = scramMechanismOf(alteration.mechanism)
  if (user === '') throw kafkaError('UNACCEPTABLE_CREDENTIAL', 'The user name is empty.')
  if (Buffer.byteLength(user) > MAX_NAME_BYTES) throw kafkaError('UNACCEPTABLE_CREDENTIAL', `The user name is longer than ${MAX_NAME_BYTES} bytes.`)
  if (credentials.isTransient(user)) throw kafkaError('UNACCEPTABLE_CREDENTIAL', `User "${user}" is Headwater itself.`)
  if (mechanism === undefined) throw kafkaError('UNSUPPORTED_SASL_MECHANISM', `SCRAM mechanism ${alteration.mechanism} is unknown.`)
  if ('saltedPassword' in alteration) return upsertion(alteration, mechanism)
  if (credentials.of(user).has(mechanism)) return { user, mechanism, credential: null }
  throw kafkaError('RESOURCE_NOT_FOUND', `User "${user}" has no ${mechanism} credentials.`)
}

function upsertion({ name: user, iterations, salt, saltedPassword }: Request['upsertions'][number], mechanism: ScramMechanism): ScramChange {
  if (iterations < MIN_SCRAM_ITERATIONS || iterations > MAX_ITERATIONS) {
    throw kafkaError('UNACCEPTABLE_CREDENTIAL', `${iterations} iterations cannot be: there must be ${MIN_SCRAM_ITERATIONS} to ${MAX_ITERATIONS}.`)
  }
  if (salt.length === 0) throw kafkaError('UNACCEPTABLE_CREDENTIAL', 'The salt is empty.')
  const { bytes } = SCRAM_HASHES[mechanism]
  if (saltedPassword.length !== bytes) throw kafkaError('UNACCEPTABLE_CREDENTIAL', `A salted password of ${mechanism} has ${bytes} bytes, not ${saltedPassword.length}.`)
  const { storedKey, serverKey } = scramKeys(mechanism, saltedPassword)
  // The salt is a view of the request, which does not last.
  return { user, mechanism, credential: { salt: Buffer.from(salt), storedKey, serverKey, iterations } }
}

const succeeded = (user: string): Response['results'][number] => ({ user, errorCode: ErrorCode.NONE, errorMessage: null })
const failed = (user: string, { code, message }: KafkaError): Response['results'][number] => ({ user, errorCode: code, errorMessage: message })
