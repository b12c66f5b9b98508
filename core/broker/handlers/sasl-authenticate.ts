// SaslAuthenticate (36), versions 0-2: one step of a SASL exchange (KIP-152).
// Behaviour: PLAIN takes one step, SCRAM two. A failure is SASL_AUTHENTICATION_FAILED with Kafka's sentence, after
// connection.failed.authentication.delay.ms, and the connection closes behind it. Without a handshake it is ILLEGAL_SASL_STATE.
// Versions: v1 the session's lifetime (KIP-368): connections.max.reauth.ms, 0 for none; who does not sign in again in time is closed.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { SaslAuthenticate } from '../../protocol/messages/sasl-authenticate.ts'
import { SaslFailed } from '../../security/sasl-failed.ts'
import { handler, LastAnswer } from '../handler.ts'
import { takeToken } from '../sasl-sign-in.ts'

const NOTHING = Buffer.alloc(0)

export const saslAuthenticate = handler(SaslAuthenticate, async ({ authBytes }, { broker, connection }) => {
  const { sasl } = connection
  if (!sasl?.expectsToken) {
    const errorMessage = sasl ? 'This connection has signed in already.' : 'This listener takes no sign-in.'
    return { errorCode: ErrorCode.ILLEGAL_SASL_STATE, errorMessage, authBytes: NOTHING }
  }
  try {
    const { token, sessionLifetimeMs } = await takeToken(sasl, authBytes, connection, broker)
    return { errorCode: ErrorCode.NONE, errorMessage: null, authBytes: token, sessionLifetimeMs }
  } catch (error) {
    if (!(error instanceof SaslFailed)) throw error
    return new LastAnswer({ errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED, errorMessage: error.message, authBytes: NOTHING })
  }
})
