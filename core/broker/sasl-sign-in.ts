// One token of a client's sign-in: who it turns out to be, or a failure that is told late, and always equally late.
import type { Timers } from '../base/timers.ts'
import { SaslFailed } from '../security/sasl-failed.ts'
import type { SaslSession, TokenAnswer } from '../security/sasl-session.ts'
import type { BrokerContext } from './broker-context.ts'
import type { ConnectionInfo } from './handler.ts'
import { peerOf } from './network/connection-registry.ts'

/** Rejects SaslFailed; the connection is to be closed then. */
export async function takeToken(sasl: SaslSession, token: Buffer, connection: ConnectionInfo, broker: BrokerContext): Promise<TokenAnswer> {
  const { clock, timers, logger, configs } = broker
  const startedMs = clock.monotonic()
  try {
    const answer = await sasl.token(token)
    if (answer.user !== undefined) connection.principal = `User:${answer.user}`
    return answer
  } catch (error) {
    if (!(error instanceof SaslFailed)) throw error
    logger.info(`A sign-in from ${peerOf(connection)} failed: ${error.message}`)
    // Against guessing; counted from the token's arrival, so that the work it took does not show.
    await pause(timers, configs.getInt('connection.failed.authentication.delay.ms') - (clock.monotonic() - startedMs), connection.closed)
    throw error
  }
}

function pause(timers: Timers, delayMs: number, closed: AbortSignal): Promise<void> {
  if (delayMs <= 0 || closed.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const cancel = timers.after(delayMs, resolve)
    closed.addEventListener('abort', () => (cancel(), resolve()), { once: true })
  })
}
