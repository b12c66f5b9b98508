// Why a cluster cannot be spoken to: how far the attempt came, at which address, and what to do about it.
import { AuthenticationError, findErrorBy } from '@platformatic/kafka'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'

export type ConnectionStep = 'resolve' | 'connect' | 'tls' | 'sasl' | 'api-versions' | 'metadata' | 'request'

export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed'
  readonly step: ConnectionStep
  /** `host:port` that was spoken to. */
  readonly address: string
  readonly remedy: string

  constructor(step: ConnectionStep, address: string, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.step = step
    this.address = address
    this.remedy = remedy
  }
}

/** Before a socket was open. */
export function connectFailed(to: BrokerAddress, cause: unknown): ConnectionFailed {
  const address = formatBrokerAddress(to)
  const fail = (step: ConnectionStep, message: string, remedy: string): ConnectionFailed => new ConnectionFailed(step, address, message, remedy, cause)
  const { code, message } = rootOf(cause)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL') {
    return fail('resolve', `The host name "${to.host}" cannot be resolved (${code}).`, 'Check the spelling, and whether this computer is in the network (VPN) that knows the name.')
  }
  if (code === 'ECONNREFUSED') {
    return fail('connect', `Nothing listens on ${address} (ECONNREFUSED).`, 'Check the port, and whether the broker is running.')
  }
  if (isTimeout(cause, code)) {
    return fail('connect', `${address} does not answer: the connection timed out.`, 'Check host and port, and whether a firewall or a missing VPN drops the packets.')
  }
  if (findErrorBy(cause as Error, 'code', AuthenticationError.code)) {
    return fail('sasl', `${address} refused the SASL sign-in: ${message}`, 'Check mechanism, user name and password.')
  }
  if (isTls(code, message)) {
    return fail('tls', `The TLS handshake with ${address} failed: ${message}`, 'Check whether the listener speaks TLS, and whether its certificate is trusted for this host name.')
  }
  return fail('connect', `${address} cannot be reached: ${message}`, 'Check host and port.')
}

/** After the socket was open: the connection broke, or the answer did not come or could not be read. */
export function requestFailed(step: 'api-versions' | 'request', to: BrokerAddress, apiName: string, cause: unknown): ConnectionFailed {
  const address = formatBrokerAddress(to)
  const { code, message } = rootOf(cause)
  if (isTls(code, message)) {
    return new ConnectionFailed('tls', address, `${address} speaks TLS, and the connection was opened without it.`, 'Use the port of a plaintext listener.', cause)
  }
  if (step === 'api-versions') {
    const what = cause instanceof ProtocolError ? 'gave an answer that is not of the Kafka protocol' : isTimeout(cause, code) ? 'did not answer the first request' : 'closed the connection at the first request'
    const remedy = 'Check that the port is one of a Kafka broker, and that the listener wants neither TLS nor SASL.'
    return new ConnectionFailed(step, address, `${address} accepted the connection but ${what} (ApiVersions).`, remedy, cause)
  }
  if (cause instanceof ProtocolError) return new ConnectionFailed(step, address, `${address} answered ${apiName} with bytes that cannot be read: ${message}`, '', cause)
  const what = isTimeout(cause, code) ? `${apiName} was not answered in time` : `the connection broke before ${apiName} was answered: ${message}`
  return new ConnectionFailed(step, address, `${address}: ${what}.`, 'Try again; check whether the broker is running.', cause)
}

/** The bootstrap server answered, but named a broker that this computer cannot reach there. */
export function advertisedUnreachable(nodeId: number, to: BrokerAddress, cause: ConnectionFailed): ConnectionFailed {
  const address = formatBrokerAddress(to)
  const message = `Broker ${nodeId} says that clients reach it at ${address}, and that does not work from here: ${cause.message}`
  const remedy = `Make ${address} reachable from this computer, or change advertised.listeners of broker ${nodeId}.`
  return new ConnectionFailed('metadata', address, message, remedy, cause)
}

/** The innermost cause says most: the library wraps the socket's error once or twice. */
function rootOf(error: unknown): { code: string; message: string } {
  let root = error
  while (root instanceof Error) {
    const inner: unknown = root instanceof AggregateError && root.errors.length > 0 ? root.errors[0] : root.cause
    if (!(inner instanceof Error)) break
    root = inner
  }
  const { code, message } = root as { code?: unknown; message?: unknown }
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' && message !== '' ? message : String(root) }
}

function isTimeout(error: unknown, code: string): boolean {
  return code === 'ETIMEDOUT' || (error instanceof Error && /timed out/i.test(error.message))
}

function isTls(code: string, message: string): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO)/.test(code) || /\bTLS\b|\bSSL\b|certificate/i.test(message)
}
