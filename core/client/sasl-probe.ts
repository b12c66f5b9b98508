// Asks a listener whether it wants a sign-in, and which mechanisms it offers. Sends no credentials.
import { defineApi } from '../protocol/define-api.ts'
import { array, int16, string } from '../protocol/schema.ts'
import type { BrokerAddress } from './bootstrap-address.ts'
import { BrokerSocket, type SocketOptions } from './broker-socket.ts'

/** Version 1, which SaslAuthenticate follows (KIP-152); the broker of this product has no part of it yet. */
export const SaslHandshake = defineApi({
  key: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  flexibleSince: 99,
  request: { mechanism: string },
  response: { errorCode: int16, mechanisms: array(string) },
})

const ILLEGAL_SASL_STATE = 34

/** null = it takes no sign-in, or does not say. */
export async function offeredMechanisms(to: BrokerAddress, options: SocketOptions): Promise<readonly string[] | null> {
  const socket = new BrokerSocket(to, { ...options, security: { ...options.security, sasl: null } })
  try {
    await socket.open()
    const answer = await socket.send(SaslHandshake.key, 1, false, SaslHandshake.encodeRequest(1, { mechanism: 'PLAIN' }))
    const { errorCode, mechanisms } = SaslHandshake.decodeResponse(1, answer)
    return errorCode === ILLEGAL_SASL_STATE ? null : mechanisms.toSorted()
  } catch {
    // Only a hint is looked for: what is wrong with the connection is being told already.
    return null
  } finally {
    await socket.destroy()
  }
}
