// SaslHandshake (17), versions 0-1: the client names the SASL mechanism that it is going to use (KIP-43).
// Behaviour: answers with the mechanisms of the listener. An unknown one is UNSUPPORTED_SASL_MECHANISM, and the connection closes behind the
// answer. Where there is no SASL, during a sign-in, and again within a second it is ILLEGAL_SASL_STATE; a second one after a sign-in begins
// another (KIP-368).
// Versions: v1 is followed by SaslAuthenticate (KIP-152); v0 by tokens that are frames of their own.
// Not implemented: GSSAPI, OAUTHBEARER, delegation tokens.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { SaslHandshake } from '../../protocol/messages/sasl-handshake.ts'
import { handler, LastAnswer } from '../handler.ts'

export const saslHandshake = handler(SaslHandshake, ({ mechanism }, { apiVersion, connection: { sasl } }) => {
  if (sasl === undefined) return { errorCode: ErrorCode.ILLEGAL_SASL_STATE, mechanisms: [] }
  const refusal = sasl.handshake(mechanism, apiVersion)
  const answer: ResponseOf<typeof SaslHandshake> = { errorCode: ErrorCode[refusal ?? 'NONE'], mechanisms: [...sasl.mechanisms] }
  return refusal === 'UNSUPPORTED_SASL_MECHANISM' ? new LastAnswer(answer) : answer
})
