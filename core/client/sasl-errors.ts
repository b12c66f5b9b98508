// Why signing in failed, in sentences. A password is never part of one.
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Attempt, Told } from './connection-errors.ts'
import { type ErrorRoot, isTimeout } from './error-root.ts'
import { SaslExchangeError } from './sasl-exchange.ts'

/** Kafka's answer to SaslHandshake or SaslAuthenticate. */
export class SaslRefused extends Error {
  override readonly name = 'SaslRefused'
  readonly errorCode: number
  /** What the listener offers instead; empty where it did not say. */
  readonly mechanisms: readonly string[]

  constructor(errorCode: number, message: string, mechanisms: readonly string[] = []) {
    super(message)
    this.errorCode = errorCode
    this.mechanisms = mechanisms
  }
}

const { UNSUPPORTED_SASL_MECHANISM, ILLEGAL_SASL_STATE } = ErrorCode

export function saslFailure(address: string, { sasl, cause }: Attempt, { error, message }: ErrorRoot): Told {
  const { mechanism = 'SASL', username = '' } = sasl ?? {}
  if (error instanceof SaslRefused) return refusal(address, mechanism, username, error)
  if (error instanceof SaslExchangeError) {
    return { message: `${address} broke off the ${mechanism} exchange: ${message}.`, remedy: 'Check that this address is the cluster that you mean, and the mechanism.' }
  }
  if (isTimeout(cause)) return { message: `${address} did not answer the ${mechanism} sign-in in time.`, remedy: 'Try again; check whether the broker is overloaded.' }
  return {
    message: `${address} closed the connection during the ${mechanism} sign-in.`,
    remedy: 'Check user name, password and mechanism, and whether the listener takes SASL (and TLS).',
    reason: 'hung-up',
  }
}

function refusal(address: string, mechanism: string, username: string, { errorCode, message, mechanisms }: SaslRefused): Told {
  if (errorCode === UNSUPPORTED_SASL_MECHANISM) {
    const offered = mechanisms.length > 0 ? `it offers ${mechanisms.join(', ')}` : 'it offers none'
    return { message: `${address} does not offer ${mechanism}; ${offered}.`, remedy: mechanisms.length > 0 ? `Choose ${mechanisms.join(' or ')}.` : 'Switch SASL off.' }
  }
  if (errorCode === ILLEGAL_SASL_STATE) {
    return { message: `${address} takes no sign-in: the listener is without SASL.`, remedy: 'Switch SASL off, or use the port of a SASL listener.' }
  }
  return { message: `${address} refused the user "${username}" (${mechanism}): ${message}`, remedy: 'Check user name, password and mechanism.' }
}
