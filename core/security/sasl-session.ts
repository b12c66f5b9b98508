// One connection's way through SASL (KIP-43, 152): handshake, tokens, signed in; then again before its session ends (KIP-368).
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { PlainExchange, type PlainPasswords } from './plain-exchange.ts'
import { invalidCredentials, SaslFailed, wrongPassword } from './sasl-failed.ts'
import { isSaslMechanism, type SaslMechanism } from './sasl-mechanism.ts'
import type { ScramCredentials } from './scram-credentials.ts'
import { type SaslExchange, ScramExchange } from './scram-exchange.ts'

export interface SaslDeps {
  /** What the listener offers. */
  readonly mechanisms: readonly SaslMechanism[]
  readonly credentials: ScramCredentials
  readonly passwords: PlainPasswords
  /** connections.max.reauth.ms; 0 = a session lasts as long as its connection. */
  readonly maxReauthMs: () => number
  readonly clock: Clock
  readonly random: Random
}

export type HandshakeRefusal = 'UNSUPPORTED_SASL_MECHANISM' | 'ILLEGAL_SASL_STATE'

/** What a token is answered with. `user` once signed in. */
export interface TokenAnswer {
  readonly token: Buffer
  readonly sessionLifetimeMs: number
  readonly user?: string
}

type State = 'handshake' | 'tokens' | 'signed-in' | 'failed'

/** What may happen in each state; a failed one takes nothing any more. */
const TRANSITIONS: Record<State, readonly State[]> = {
  'handshake': ['tokens', 'failed'],
  'tokens': ['signed-in', 'failed'],
  'signed-in': ['tokens', 'failed'],
  'failed': [],
}

const MIN_REAUTH_INTERVAL_MS = 1_000

export class SaslSession {
  readonly #deps: SaslDeps
  #state: State = 'handshake'
  #mechanism: SaslMechanism | null = null
  #exchange: SaslExchange | null = null
  #user: string | null = null
  /** A client that shook hands in version 0 sends its tokens as frames of their own. */
  #isRaw = false
  /** Of the monotonic clock; Infinity = never. */
  #expiresAtMs = Infinity
  #reauthenticatedAtMs = -Infinity
  /** Its first mechanism is the only one for the rest of the connection. */
  #refusal: SaslFailed | null = null

  constructor(deps: SaslDeps) {
    this.#deps = deps
  }

  get mechanisms(): readonly SaslMechanism[] {
    return this.#deps.mechanisms
  }

  get isSignedIn(): boolean {
    return this.#state === 'signed-in'
  }

  /** Whether it has ever signed in. */
  get isKnown(): boolean {
    return this.#user !== null
  }

  /** The next frame is a token without a Kafka header. */
  get expectsRawToken(): boolean {
    return this.#state === 'tokens' && this.#isRaw
  }

  /** Whether tokens are due. */
  get expectsToken(): boolean {
    return this.#state === 'tokens'
  }

  get isExpired(): boolean {
    return this.#expiresAtMs !== Infinity && this.#deps.clock.monotonic() > this.#expiresAtMs
  }

  /** null = go on with tokens. After UNSUPPORTED_SASL_MECHANISM the session has failed. */
  handshake(name: string, version: number): HandshakeRefusal | null {
    if (this.#state === 'tokens' || this.#state === 'failed') return 'ILLEGAL_SASL_STATE'
    if (this.#state === 'signed-in' && !this.#mayReauthenticate()) return 'ILLEGAL_SASL_STATE'
    if (!isSaslMechanism(name) || !this.mechanisms.includes(name)) {
      this.#enter('failed')
      return 'UNSUPPORTED_SASL_MECHANISM'
    }
    this.#refusal = this.#mechanism === null || this.#mechanism === name ? null : otherMechanism(name, this.#mechanism)
    this.#exchange = this.#exchangeOf(name)
    this.#mechanism ??= name
    this.#isRaw = version === 0
    this.#enter('tokens')
    return null
  }

  /** Rejects SaslFailed, and the session has failed then. */
  async token(message: Buffer): Promise<TokenAnswer> {
    try {
      const step = this.#refusal === null ? await this.#exchange?.next(message) : null
      if (!step) throw this.#refusal ?? this.#failure()
      if (step.user === undefined) return { token: step.message, sessionLifetimeMs: 0 }
      this.#signIn(step.user)
      return { token: step.message, sessionLifetimeMs: this.#beginSession(), user: step.user }
    } catch (error) {
      this.#enter('failed')
      throw error
    }
  }

  /** Kafka's least interval between two sign-ins of a connection. */
  #mayReauthenticate(): boolean {
    const now = this.#deps.clock.monotonic()
    if (now - this.#reauthenticatedAtMs < MIN_REAUTH_INTERVAL_MS) return false
    this.#reauthenticatedAtMs = now
    return true
  }

  #exchangeOf(mechanism: SaslMechanism): SaslExchange {
    const { credentials, passwords, random } = this.#deps
    return mechanism === 'PLAIN' ? new PlainExchange(passwords) : new ScramExchange(mechanism, credentials, random)
  }

  #failure(): SaslFailed {
    return this.#mechanism === 'PLAIN' ? wrongPassword() : invalidCredentials(this.#mechanism!, this.#user !== null)
  }

  #signIn(user: string): void {
    if (this.#user !== null && this.#user !== user) {
      throw new SaslFailed(`Cannot change principals during re-authentication from User.${this.#user}: User.${user}`)
    }
    this.#user = user
    this.#exchange = null
    this.#enter('signed-in')
  }

  #beginSession(): number {
    const lifetimeMs = Math.max(0, this.#deps.maxReauthMs())
    this.#expiresAtMs = lifetimeMs === 0 ? Infinity : this.#deps.clock.monotonic() + lifetimeMs
    return lifetimeMs
  }

  #enter(state: State): void {
    if (TRANSITIONS[this.#state].includes(state)) this.#state = state
  }
}

function otherMechanism(asked: SaslMechanism, first: SaslMechanism): SaslFailed {
  return new SaslFailed(`SASL mechanism '${asked}' requested by client is not supported for re-authentication of mechanism '${first}'`)
}
