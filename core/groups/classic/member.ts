// One member of a classic group: who it is, what it supports, what it was assigned and what it waits for.
import type { Cancel } from '../../base/timers.ts'
import type { ResponseOf } from '../../protocol/define-api.ts'
import type { JoinGroup } from '../../protocol/messages/join-group.ts'
import type { SyncGroup } from '../../protocol/messages/sync-group.ts'
import { Parked } from './parked.ts'

export type JoinGroupResponse = ResponseOf<typeof JoinGroup>
export type SyncGroupResponse = ResponseOf<typeof SyncGroup>

export interface Protocol {
  readonly name: string
  readonly metadata: Buffer
}

export interface MemberSpec {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly protocols: readonly Protocol[]
  readonly assignment?: Buffer
}

export const NO_ASSIGNMENT = Buffer.alloc(0)

export class Member {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  /** In order of preference. */
  protocols: readonly Protocol[]
  assignment: Buffer
  /** Has not been answered its first JoinGroup yet, so it cannot send heartbeats. */
  isNew = false
  readonly join = new Parked<JoinGroupResponse>()
  readonly sync = new Parked<SyncGroupResponse>()
  #cancelSession: Cancel | null = null

  constructor(spec: MemberSpec) {
    this.memberId = spec.memberId
    this.groupInstanceId = spec.groupInstanceId
    this.clientId = spec.clientId
    this.clientHost = spec.clientHost
    this.sessionTimeoutMs = spec.sessionTimeoutMs
    this.rebalanceTimeoutMs = spec.rebalanceTimeoutMs
    this.protocols = spec.protocols
    this.assignment = spec.assignment ?? NO_ASSIGNMENT
  }

  get isStatic(): boolean {
    return this.groupInstanceId !== null
  }

  /** A member that waits for the group is alive; a new one may wait only so long, since its client may be gone. */
  get isAlive(): boolean {
    return !this.isNew && (this.join.isWaiting || this.sync.isWaiting)
  }

  /** Replaces the timer that ends the member. */
  setSession(cancel: Cancel | null): void {
    this.#cancelSession?.()
    this.#cancelSession = cancel
  }

  supports(protocolName: string): boolean {
    return this.protocols.some(({ name }) => name === protocolName)
  }

  metadata(protocolName: string | null): Buffer {
    return this.protocols.find(({ name }) => name === protocolName)?.metadata ?? NO_ASSIGNMENT
  }

  hasSameProtocols(others: readonly Protocol[]): boolean {
    return (
      others.length === this.protocols.length &&
      this.protocols.every(({ name, metadata }, i) => name === others[i]!.name && metadata.equals(others[i]!.metadata))
    )
  }
}
