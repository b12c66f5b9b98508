// A closer look at a connection that failed: who really listens there. Costs one more connection, so it is for trials only.
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'
import { BrokerSocket, type SocketOptions } from './broker-socket.ts'
import { PLAINTEXT } from './cluster-security.ts'
import { ConnectionFailed, speaksTls, type Told } from './connection-errors.ts'
import { offeredMechanisms } from './sasl-probe.ts'
import { certificateOf, describeCertificate } from './tls-probe.ts'

/** The same failure, or one that says more. */
export async function diagnosed(failure: ConnectionFailed, to: BrokerAddress, options: SocketOptions): Promise<ConnectionFailed> {
  const quiet: SocketOptions = { ...options, onStep: () => {} }
  const { tls, sasl } = options.security
  if (failure.reason === 'untrusted') return withCertificate(failure, to, quiet)
  if (failure.reason === 'not-tls') return plainListener(failure, to, quiet)
  if (failure.reason !== 'hung-up') return failure
  if (failure.step === 'api-versions' && !tls) return tlsListener(failure, to, quiet)
  if (failure.step === 'request' && !sasl) return saslListener(failure, to, quiet)
  return failure
}

async function withCertificate(failure: ConnectionFailed, to: BrokerAddress, { security, timers, connectTimeoutMs }: SocketOptions): Promise<ConnectionFailed> {
  const certificate = await certificateOf(to, security.tls?.serverName ?? null, timers, connectTimeoutMs)
  if (!certificate) return failure
  return replaced(failure, 'tls', { message: `${failure.message} It is ${describeCertificate(certificate)}.`, remedy: failure.remedy })
}

async function plainListener(failure: ConnectionFailed, to: BrokerAddress, options: SocketOptions): Promise<ConnectionFailed> {
  const address = formatBrokerAddress(to)
  const socket = new BrokerSocket(to, { ...options, security: PLAINTEXT })
  try {
    await socket.open()
    return replaced(failure, 'tls', { message: `${address} is a Kafka listener without TLS.`, remedy: 'Switch TLS off, or use the port of a TLS listener.' })
  } catch (error) {
    const isForeign = error instanceof ConnectionFailed && error.message.includes('is not a Kafka broker')
    return isForeign ? replaced(failure, 'tls', error) : failure
  } finally {
    await socket.destroy()
  }
}

async function tlsListener(failure: ConnectionFailed, to: BrokerAddress, { timers, connectTimeoutMs }: SocketOptions): Promise<ConnectionFailed> {
  const certificate = await certificateOf(to, null, timers, connectTimeoutMs)
  return certificate ? replaced(failure, 'tls', speaksTls(formatBrokerAddress(to))) : failure
}

async function saslListener(failure: ConnectionFailed, to: BrokerAddress, options: SocketOptions): Promise<ConnectionFailed> {
  const mechanisms = await offeredMechanisms(to, options)
  if (mechanisms === null) return failure
  const listed = mechanisms.join(', ')
  return replaced(failure, 'sasl', {
    message: `${formatBrokerAddress(to)} wants clients to sign in (SASL); it offers ${listed}.`,
    remedy: `Choose ${mechanisms.join(' or ')}, and enter user name and password.`,
  })
}

function replaced(failure: ConnectionFailed, step: 'tls' | 'sasl', told: Told): ConnectionFailed {
  return new ConnectionFailed(step, failure.address, told, failure)
}
