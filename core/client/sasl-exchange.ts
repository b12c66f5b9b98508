// The client's side of SASL PLAIN (RFC 4616) and SCRAM (RFC 5802, 7677), as messages to send and answers to check.
import { timingSafeEqual } from 'node:crypto'
import type { Random } from '../base/random.ts'
import { escapeScramName, MIN_SCRAM_ITERATIONS, saltPassword, scramFields, scramHmac, scramKeys, type ScramMechanism, xor } from '../base/scram.ts'
import type { SaslSettings } from './cluster-security.ts'

/** The server answered something that the mechanism does not allow; the message names no secret. */
export class SaslExchangeError extends Error {
  override readonly name = 'SaslExchangeError'
}

/** Sends one message of the client and resolves to the server's answer. */
export type SaslRound = (message: Buffer) => Promise<Buffer>

/** Kafka makes 4096 to 16384. A server may not make us work for minutes. */
const MAX_ITERATIONS = 10_000_000
const GS2_HEADER = 'n,,'

/** Rejects SaslExchangeError, or with whatever a round rejects with. */
export async function signIn({ mechanism, username, password }: SaslSettings, random: Random, round: SaslRound): Promise<void> {
  if (mechanism === 'PLAIN') await round(Buffer.from(`\0${username}\0${password}`))
  else await scram(mechanism, username, password, random.bytes(24).toString('base64url'), round)
}

async function scram(mechanism: ScramMechanism, username: string, password: string, nonce: string, round: SaslRound): Promise<void> {
  const firstBare = `n=${escapeScramName(username)},r=${nonce}`
  const serverFirst = (await round(Buffer.from(GS2_HEADER + firstBare))).toString()
  const { salt, iterations, combined } = readServerFirst(serverFirst, nonce)
  const { clientKey, storedKey, serverKey } = scramKeys(mechanism, await saltPassword(mechanism, password, salt, iterations))
  const finalBare = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${combined}`
  const signed = `${firstBare},${serverFirst},${finalBare}`
  const proof = xor(clientKey, scramHmac(mechanism, storedKey, signed))
  const serverFinal = (await round(Buffer.from(`${finalBare},p=${proof.toString('base64')}`))).toString()
  checkServerFinal(serverFinal, scramHmac(mechanism, serverKey, signed))
}

function readServerFirst(text: string, nonce: string): { salt: Buffer; iterations: number; combined: string } {
  const fields = scramFields(text)
  const combined = fields.get('r') ?? ''
  const salt = Buffer.from(fields.get('s') ?? '', 'base64')
  const iterations = Number(fields.get('i'))
  if (!combined.startsWith(nonce) || combined.length === nonce.length || salt.length === 0) throw new SaslExchangeError('its first SCRAM message cannot be read')
  if (!(iterations >= MIN_SCRAM_ITERATIONS && iterations <= MAX_ITERATIONS)) {
    throw new SaslExchangeError(`it asks for ${fields.get('i')} SCRAM iterations; between ${MIN_SCRAM_ITERATIONS} and ${MAX_ITERATIONS} are accepted`)
  }
  return { salt, iterations, combined }
}

function checkServerFinal(text: string, expected: Buffer): void {
  const fields = scramFields(text)
  const refusal = fields.get('e')
  if (refusal !== undefined) throw new SaslExchangeError(`it says "${refusal}"`)
  const verifier = Buffer.from(fields.get('v') ?? '', 'base64')
  if (verifier.length !== expected.length || !timingSafeEqual(verifier, expected)) throw new SaslExchangeError('it could not prove that it knows the password')
}
