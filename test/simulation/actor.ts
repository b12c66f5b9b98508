// Somebody who does something to the broker when it is his turn, over a connection of his own that may break.
import type { Random } from '../../core/base/random.ts'
import type { SocketlessClient } from '../support/socketless-broker.ts'
import type { World } from './world.ts'

export abstract class Actor {
  readonly name: string
  protected readonly world: World
  #client: SocketlessClient | null = null
  /** What he does is not finished: his next turns pass. */
  isBusy = false

  constructor(name: string, world: World) {
    this.name = name
    this.world = world
  }

  /** Starts something; never waits for it. */
  act(random: Random): void {
    if (this.isBusy || !this.world.isUp) return
    this.isBusy = true
    void this.world.run(() => this.turn(random)).finally(() => (this.isBusy = false))
  }

  /** One turn, until its answer has come or the connection is lost. */
  protected abstract turn(random: Random): Promise<void>

  protected get client(): SocketlessClient {
    if (this.#client === null || this.#client.isClosed) this.#client = this.world.connect(this.name)
    return this.#client
  }

  /** The connection breaks; the broker finishes what it was asked, unheard. */
  protected disconnect(): void {
    this.#client?.abandon()
    this.#client = null
  }
}
