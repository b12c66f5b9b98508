// The client's side of SASL PLAIN (RFC 4616) and SCRAM (RFC 5802, 7677), as messages to send and answers to check.
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Random } from '../base/random.ts'
import type { SaslSettings } from './cluster-security.ts'

/** The server answered something that the mechanism does not allow; the message names no secret. */
export class SaslExchangeError extends Error {
  override readonly name = 'SaslExchangeError'
}

/** Sends one message of the client and resolves to the server's answer. */
export type SaslRound = (message: Buffer) => Promise<Buffer>

const HASHES = { 'SCRAM-SHA-256': { algorithm: 'sha256', bytes: 32 }, 'SCRAM-SHA-512': { algorithm: 'sha512', bytes: 64 } } as const
/** RFC 7677 asks for 4096; Kafka makes 4096 to 16384. A server may not make us work for minutes. */
const MIN_ITERATIONS = 4_096
const MAX_ITERATIONS = 10_000_000
const GS2_HEADER = 'n,,'

const derive = promisify(pbkdf2)

/** Rejects SaslExchangeError, or with whatever a round rejects with. */
export async function signIn({ mechanism, username, password }: SaslSettings, random: Random, round: SaslRound): Promise<void> {
  if (mechanism === 'PLAIN') await round(Buffer.from(`\0${username}\0${password}`))
  else await scram(HASHES[mechanism], username, password, random.bytes(24).toString('base64url'), round)
}

async function scram(hash: (typeof HASHES)[keyof typeof HASHES], username: string, password: string, nonce: string, round: SaslRound): Promise<void> {
  const firstBare = `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`
  const serverFirst = (await round(Buffer.from(GS2_HEADER + firstBare))).toString()
  const { salt, iterations, combined } = readServerFirst(serverFirst, nonce)
  const salted = await derive(password, salt, iterations, hash.bytes, hash.algorithm)
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash.algorithm, key).update(text).digest()
  const clientKey = hmac(salted, 'Client Key')
  const finalBare = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${combined}`
  const signed = `${firstBare},${serverFirst},${finalBare}`
  const signature = hmac(createHash(hash.algorithm).update(clientKey).digest(), signed)
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ signature[at]!))
  const serverFinal = (await round(Buffer.from(`${finalBare},p=${proof.toString('base64')}`))).toString()
  checkServerFinal(serverFinal, hmac(hmac(salted, 'Server Key'), signed))
}

function readServerFirst(text: string, nonce: string): { salt: Buffer; iterations: number; combined: string } {
  const fields = fieldsOf(text)
  const combined = fields.get('r') ?? ''
  const salt = Buffer.from(fields.get('s') ?? '', 'base64')
  const iterations = Number(fields.get('i'))
  if (!combined.startsWith(nonce) || combined.length === nonce.length || salt.length === 0) throw new SaslExchangeError('its first SCRAM message cannot be read')
  if (!(iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS)) {
    throw new SaslExchangeError(`it asks for ${fields.get('i')} SCRAM iterations; between ${MIN_ITERATIONS} and ${MAX_ITERATIONS} are accepted`)
  }
  return { salt, iterations, combined }
}

function checkServerFinal(text: string, expected: Buffer): void {
  const fields = fieldsOf(text)
  const refusal = fields.get('e')
  if (refusal !== undefined) throw new SaslExchangeError(`it says "${refusal}"`)
  const verifier = Buffer.from(fields.get('v') ?? '', 'base64')
  if (verifier.length !== expected.length || !timingSafeEqual(verifier, expected)) throw new SaslExchangeError('it could not prove that it knows the password')
}

function fieldsOf(text: string): ReadonlyMap<string, string> {
  return new Map(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]))
}
