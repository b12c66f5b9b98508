// Why a cluster cannot be spoken to: how far the attempt came, at which address, and what to do about it.
import { ProtocolError } from '../protocol/protocol-error.ts'
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'
import { type ErrorRoot, isTimeout, rootOf } from './error-root.ts'
import { saslFailure } from './sasl-errors.ts'
import { closedRemedy, isCertificateRefusal, isTlsCode, tlsFailure } from './tls-errors.ts'

/** What one socket goes through, in order; `tls` and `sasl` where they are part of the connection. */
export type SocketStep = 'resolve' | 'connect' | 'tls' | 'sasl' | 'api-versions' | 'request'
export type ConnectionStep = SocketStep | 'metadata' | 'advertised'

/** What a closer look may tell more about. */
export type FailureReason = 'untrusted' | 'not-tls' | 'hung-up' | 'other'

export interface Told {
  readonly message: string
  readonly remedy: string
  readonly reason?: FailureReason
}

export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed'
  readonly step: ConnectionStep
  /** `host:port` that was spoken to. */
  readonly address: string
  readonly remedy: string
  readonly reason: FailureReason

  constructor(step: ConnectionStep, address: string, { message, remedy, reason = 'other' }: Told, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.step = step
    this.address = address
    this.remedy = remedy
    this.reason = reason
  }
}

/** What is known about an attempt that failed; no secret is. */
export interface Attempt {
  readonly to: BrokerAddress
  /** What was under way. */
  readonly step: SocketStep
  readonly tls: { readonly hasCa: boolean; readonly hasCertificate: boolean } | null
  readonly sasl: { readonly mechanism: string; readonly username: string } | null
  /** The first bytes that came, decrypted. */
  readonly heard: Buffer | null
  /** Of the request that was not answered. */
  readonly apiName: string
  readonly cause: unknown
}

export function attemptFailed(attempt: Attempt): ConnectionFailed {
  const address = formatBrokerAddress(attempt.to)
  const root = rootOf(attempt.cause)
  // A server that wants another certificate from us says so only after TLS 1.3 has let us through.
  const step = attempt.tls && isCertificateRefusal(root.code) ? 'tls' : attempt.step
  // Without TLS asked for, a TLS alert is the answer of a listener that wanted it.
  if (!attempt.tls && (isTlsCode(root) || startsTls(attempt.heard))) return new ConnectionFailed('tls', address, speaksTls(address), attempt.cause)
  const told: Record<SocketStep, () => Told> = {
    resolve: () => resolveFailure(attempt.to, root),
    connect: () => connectFailure(address, root, attempt.cause),
    tls: () => tlsFailure(address, attempt, root),
    sasl: () => saslFailure(address, attempt, root),
    'api-versions': () => versionsFailure(address, attempt),
    request: () => requestFailure(address, attempt, root),
  }
  return new ConnectionFailed(step, address, told[step](), attempt.cause)
}

/** The bootstrap server answered, but named a broker that this computer cannot reach there. */
export function advertisedUnreachable(nodeId: number, to: BrokerAddress, cause: ConnectionFailed): ConnectionFailed {
  const address = formatBrokerAddress(to)
  const message = `Broker ${nodeId} says that clients reach it at ${address}, and that does not work from here: ${cause.message}`
  const remedy = `Make ${address} reachable from this computer, or change advertised.listeners of broker ${nodeId}.`
  return new ConnectionFailed('advertised', address, { message, remedy }, cause)
}

export function speaksTls(address: string): Told {
  return { message: `${address} speaks TLS, and the connection was opened without it.`, remedy: 'Switch TLS on, or use the port of a plaintext listener.' }
}

function resolveFailure({ host }: BrokerAddress, { code, message }: ErrorRoot): Told {
  return {
    message: `The host name "${host}" cannot be resolved (${code || message}).`,
    remedy: 'Check the spelling, and whether this computer is in the network (VPN) that knows the name.',
  }
}

function connectFailure(address: string, { code, message }: ErrorRoot, cause: unknown): Told {
  if (code === 'ECONNREFUSED') return { message: `Nothing listens on ${address} (ECONNREFUSED).`, remedy: 'Check the port, and whether the broker is running.' }
  if (isTimeout(cause)) {
    return { message: `${address} does not answer: the connection timed out.`, remedy: 'Check host and port, and whether a firewall or a missing VPN drops the packets.' }
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return { message: `There is no way from here to ${address} (${code}).`, remedy: 'Check the address, and whether this computer is in the right network (VPN).' }
  }
  return { message: `${address} cannot be reached: ${message}`, remedy: 'Check host and port.' }
}

function versionsFailure(address: string, { heard, cause, tls }: Attempt): Told {
  const protocol = foreignProtocol(heard)
  if (protocol !== null) return { message: `${address} is not a Kafka broker: ${protocol} answers there.`, remedy: 'Use the port of a Kafka listener.' }
  const plainRemedy = `Check that the port is one of a Kafka broker${tls ? '' : ', and whether the listener wants TLS'}.`
  const remedy = tls?.hasCertificate ? closedRemedy : plainRemedy
  const accepted = `${address} accepted the connection but`
  if (cause instanceof ProtocolError) return { message: `${accepted} gave an answer that is not of the Kafka protocol (ApiVersions).`, remedy }
  const isSilent = isTimeout(cause)
  return { message: `${accepted} ${isSilent ? 'did not answer the first request' : 'closed the connection at the first request'} (ApiVersions).`, remedy, reason: 'hung-up' }
}

function requestFailure(address: string, { apiName, cause }: Attempt, { message }: ErrorRoot): Told {
  if (cause instanceof ProtocolError) {
    return { message: `${address} answered ${apiName} with bytes that cannot be read: ${message}`, remedy: 'Please report this, with the version of the cluster.' }
  }
  const remedy = 'Try again; check whether the broker is running.'
  if (isTimeout(cause)) return { message: `${address}: ${apiName} was not answered in time.`, remedy }
  return { message: `${address}: the connection broke before ${apiName} was answered: ${message}.`, remedy, reason: 'hung-up' }
}

/** A TLS record of version 3.x: an alert, or a handshake. */
function startsTls(heard: Buffer | null): boolean {
  return heard !== null && heard.length >= 3 && (heard[0] === 0x15 || heard[0] === 0x16) && heard[1] === 3
}

/** What speaks first, or answers a Kafka request, in words of its own. */
const GREETINGS: readonly (readonly [RegExp, string])[] = [
  [/^HTTP\/\d/, 'an HTTP server'],
  [/^SSH-/, 'an SSH server'],
  [/^-ERR/, 'a Redis server'],
  [/^220[ -]/, 'a mail or FTP server'],
  [/^AMQP/, 'an AMQP broker'],
]

function foreignProtocol(heard: Buffer | null): string | null {
  const text = heard?.toString('latin1', 0, 40) ?? ''
  return GREETINGS.find(([greeting]) => greeting.test(text))?.[1] ?? null
}
