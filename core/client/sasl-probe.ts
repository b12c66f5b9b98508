// Asks a listener whether it wants a sign-in, and which mechanisms it offers. Sends no credentials.
import { ErrorCode } from '../protocol/error-codes.ts'
import { SaslHandshake } from '../protocol/messages/sasl-handshake.ts'
import type { BrokerAddress } from './bootstrap-address.ts'
import { BrokerSocket, type SocketOptions } from './broker-socket.ts'

/** Which SaslAuthenticate follows (KIP-152). */
const VERSION = 1

/** null = it takes no sign-in, or does not say. */
export async function offeredMechanisms(to: BrokerAddress, options: SocketOptions): Promise<readonly string[] | null> {
  const socket = new BrokerSocket(to, { ...options, security: { ...options.security, sasl: null } })
  try {
    await socket.open()
    const answer = await socket.send(SaslHandshake.key, VERSION, false, SaslHandshake.encodeRequest(VERSION, { mechanism: 'PLAIN' }))
    const { errorCode, mechanisms } = SaslHandshake.decodeResponse(VERSION, answer)
    return errorCode === ErrorCode.ILLEGAL_SASL_STATE ? null : mechanisms.toSorted()
  } catch {
    // Only a hint is looked for: what is wrong with the connection is being told already.
    return null
  } finally {
    await socket.destroy()
  }
}
