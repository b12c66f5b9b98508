// The server's side of SASL PLAIN (RFC 4616): one message with user and password, checked against the settings and the SCRAM credentials.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Random } from '../base/random.ts'
import { saltPassword, scramKeys, type ScramMechanism } from '../base/scram.ts'
import type { ExchangeStep, SaslExchange } from './scram-exchange.ts'
import type { ScramCredential, ScramCredentials } from './scram-credentials.ts'
import { Turnstile } from './turnstile.ts'

/** Of the four threads that Node has for such work. */
const SALTED_AT_ONCE = 2

/** Checks passwords as they are, of users from `sasl.jaas.config` and of all that have SCRAM credentials. */
export class PlainPasswords {
  readonly #settings: ReadonlyMap<string, string>
  readonly #credentials: ScramCredentials
  readonly #key: Buffer
  readonly #turnstile = new Turnstile(SALTED_AT_ONCE)

  constructor(settings: ReadonlyMap<string, string>, credentials: ScramCredentials, random: Random) {
    this.#settings = settings
    this.#credentials = credentials
    this.#key = random.bytes(32)
  }

  /** Always does the work of both ways, so that its time does not tell which users there are, and where. */
  async areRight(user: string, password: string): Promise<boolean> {
    const set = this.#settings.get(user)
    const isSet = this.#equal(set ?? '', password) && set !== undefined
    const isKept = await this.#isKept(user, password)
    return isSet || isKept
  }

  async #isKept(user: string, password: string): Promise<boolean> {
    const { mechanism, credential, isKnown } = this.#credentialOf(user)
    const salted = await this.#turnstile.run(() => saltPassword(mechanism, password, credential.salt, credential.iterations))
    const { storedKey } = scramKeys(mechanism, salted)
    return timingSafeEqual(storedKey, credential.storedKey) && isKnown
  }

  #credentialOf(user: string): { mechanism: ScramMechanism; credential: ScramCredential; isKnown: boolean } {
    for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
      const credential = this.#credentials.get(user, mechanism)
      if (credential) return { mechanism, credential, isKnown: true }
    }
    return { mechanism: 'SCRAM-SHA-256', credential: this.#credentials.pretended(user, 'SCRAM-SHA-256'), isKnown: false }
  }

  /** Digests are compared, because passwords have different lengths. */
  #equal(a: string, b: string): boolean {
    const digest = (text: string): Buffer => createHmac('sha256', this.#key).update(text).digest()
    return timingSafeEqual(digest(a), digest(b))
  }
}

export class PlainExchange implements SaslExchange {
  readonly #passwords: PlainPasswords

  constructor(passwords: PlainPasswords) {
    this.#passwords = passwords
  }

  async next(message: Buffer): Promise<ExchangeStep> {
    const parts = message.toString().split('\0')
    const [authorizationId = '', user = '', password = ''] = parts
    if (parts.length !== 3 || user === '' || password === '') return null
    const isRight = await this.#passwords.areRight(user, password)
    if (!isRight || (authorizationId !== '' && authorizationId !== user)) return null
    return { message: Buffer.alloc(0), user }
  }
}
