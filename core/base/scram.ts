// What both sides of SCRAM compute (RFC 5802, 7677): keys of a password, signatures, and user names as its messages write them.
import { createHash, createHmac, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'

export const SCRAM_HASHES = { 'SCRAM-SHA-256': { algorithm: 'sha256', bytes: 32 }, 'SCRAM-SHA-512': { algorithm: 'sha512', bytes: 64 } } as const
export type ScramMechanism = keyof typeof SCRAM_HASHES

/** RFC 7677's least, and Kafka's default. */
export const MIN_SCRAM_ITERATIONS = 4_096

export interface ScramKeys {
  readonly clientKey: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

const derive = promisify(pbkdf2)

/** The expensive step, on another thread. As in Kafka, the password is not prepared by SASLprep. */
export function saltPassword(mechanism: ScramMechanism, password: string, salt: Buffer, iterations: number): Promise<Buffer> {
  const { algorithm, bytes } = SCRAM_HASHES[mechanism]
  return derive(password, salt, iterations, bytes, algorithm)
}

export function scramKeys(mechanism: ScramMechanism, saltedPassword: Buffer): ScramKeys {
  const clientKey = scramHmac(mechanism, saltedPassword, 'Client Key')
  return { clientKey, storedKey: scramHash(mechanism, clientKey), serverKey: scramHmac(mechanism, saltedPassword, 'Server Key') }
}

export function scramHmac(mechanism: ScramMechanism, key: Buffer, text: string): Buffer {
  return createHmac(SCRAM_HASHES[mechanism].algorithm, key).update(text).digest()
}

export function scramHash(mechanism: ScramMechanism, bytes: Buffer): Buffer {
  return createHash(SCRAM_HASHES[mechanism].algorithm).update(bytes).digest()
}

/** Of equal lengths. */
export function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, at) => byte ^ b[at]!))
}

export function escapeScramName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C')
}

/** undefined where it holds an equals sign that begins neither of the two escapes. */
export function unescapeScramName(text: string): string | undefined {
  if (/=(?!2C|3D)/.test(text)) return undefined
  return text.replaceAll('=2C', ',').replaceAll('=3D', '=')
}

/** `r=abc,s=def,i=4096` by its letters. */
export function scramFields(text: string): ReadonlyMap<string, string> {
  return new Map(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]))
}
