// The server's side of one SCRAM exchange (RFC 5802, 7677): a challenge for whoever asks, and a check that costs the same for users who do not exist.
import { timingSafeEqual } from 'node:crypto'
import type { Random } from '../base/random.ts'
import { scramFields, scramHash, scramHmac, type ScramMechanism, unescapeScramName, xor } from '../base/scram.ts'
import type { ScramCredential, ScramCredentials } from './scram-credentials.ts'

/** One step's answer; `user` once the exchange has succeeded. null = it has failed, for whatever reason. */
export type ExchangeStep = { readonly message: Buffer; readonly user?: string } | null

export interface SaslExchange {
  next(message: Buffer): ExchangeStep | Promise<ExchangeStep>
}

interface Challenge {
  readonly user: string
  readonly isKnown: boolean
  readonly credential: ScramCredential
  readonly gs2Header: string
  /** Our part of the nonce. */
  readonly serverNonce: string
  /** What both sides sign, but for the last message. */
  readonly signed: string
}

/** No channel binding, an authorization id at most; extensions such as delegation tokens (`tokenauth`) are not taken. */
const CLIENT_FIRST = /^(n,(?:a=([^,]+))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+))$/
const CLIENT_FINAL = /^(c=([A-Za-z0-9+/=]+),r=([\x21-\x2b\x2d-\x7e]+)),p=[A-Za-z0-9+/=]+$/
const NONCE_BYTES = 24

export class ScramExchange implements SaslExchange {
  readonly #mechanism: ScramMechanism
  readonly #credentials: ScramCredentials
  readonly #random: Random
  #challenge: Challenge | null = null

  constructor(mechanism: ScramMechanism, credentials: ScramCredentials, random: Random) {
    this.#mechanism = mechanism
    this.#credentials = credentials
    this.#random = random
  }

  next(message: Buffer): ExchangeStep {
    const text = message.toString()
    return this.#challenge === null ? this.#first(text) : this.#final(text, this.#challenge)
  }

  #first(text: string): ExchangeStep {
    const [, gs2Header, authorizationId, bare, name, clientNonce] = CLIENT_FIRST.exec(text) ?? []
    const user = unescapeScramName(name ?? '')
    if (gs2Header === undefined || user === undefined) return null
    if (authorizationId !== undefined && unescapeScramName(authorizationId) !== user) return null
    const known = this.#credentials.get(user, this.#mechanism)
    const credential = known ?? this.#credentials.pretended(user, this.#mechanism)
    const serverNonce = this.#random.bytes(NONCE_BYTES).toString('base64url')
    const serverFirst = `r=${clientNonce}${serverNonce},s=${credential.salt.toString('base64')},i=${credential.iterations}`
    this.#challenge = { user, isKnown: known !== undefined, credential, gs2Header, serverNonce, signed: `${bare},${serverFirst}` }
    return { message: Buffer.from(serverFirst) }
  }

  #final(text: string, { user, isKnown, credential, gs2Header, serverNonce, signed }: Challenge): ExchangeStep {
    const [, withoutProof, binding = '', shownNonce] = CLIENT_FINAL.exec(text) ?? []
    // As in Kafka, its end is what counts: librdkafka before 2.6.1 repeats its own part. The proof covers whatever was sent.
    if (!withoutProof || !shownNonce?.endsWith(serverNonce) || Buffer.from(binding, 'base64').toString() !== gs2Header) return null
    const mechanism = this.#mechanism
    const proof = Buffer.from(scramFields(text).get('p')!, 'base64')
    if (proof.length !== credential.storedKey.length) return null
    const toSign = `${signed},${withoutProof}`
    const clientKey = xor(proof, scramHmac(mechanism, credential.storedKey, toSign))
    const isProven = timingSafeEqual(scramHash(mechanism, clientKey), credential.storedKey)
    if (!isProven || !isKnown) return null
    return { message: Buffer.from(`v=${scramHmac(mechanism, credential.serverKey, toSign).toString('base64')}`), user }
  }
}
