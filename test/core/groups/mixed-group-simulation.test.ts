// Members of both protocols in one group, which goes from one kind to the other and back as they come and go at random: on a disk that is slow and
// sometimes fails, with restarts. Nobody may own what another member owns; left alone, everything is shared out.
import { describe, expect, test } from 'vitest'
import { assert } from '../../../core/base/assert.ts'
import { type Random, seededRandom } from '../../../core/base/random.ts'
import { encodeAssignment } from '../../../core/groups/consumer-protocol.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { ClassicConsumer, subscriptionText } from '../../support/classic-consumer.ts'
import { codeOf, flat, listed, TestConsumer } from '../../support/consumer-member.ts'
import { GROUP, TestGroups } from '../../support/group-coordinator.ts'

const STEPS = 500
const FIRST_SEED = Number(process.env['SEED'] ?? 1)
const SEEDS = Number(process.env['SEEDS'] ?? (process.env['SEED'] === undefined ? 25 : 1))
const PARTITIONS = [0, 1, 2, 3]

/** A client of either protocol: what it believes to own, and its next move. */
interface Client {
  readonly memberId: string
  readonly owned: readonly string[]
  /** One move; it may take until much later. */
  act(): void
  die(): void
}

/** Gives everything up before it joins; as a leader it assigns round robin. */
class OldClient implements Client {
  readonly #groups: TestGroups
  readonly #name: string
  #member: ClassicConsumer
  #step: 'join' | 'sync' | 'stable' | 'waiting' = 'join'
  owned: readonly string[] = []
  syncs = 0

  constructor(groups: TestGroups, name: string) {
    this.#groups = groups
    this.#name = name
    this.#member = this.#newMember()
  }

  get memberId(): string {
    return this.#member.memberId
  }

  act(): void {
    if (this.#step === 'join') this.#join()
    else if (this.#step === 'sync') this.#sync()
    else if (this.#step === 'stable') this.#heed(this.#member.heartbeat())
  }

  die(): void {
    this.owned = []
    this.#step = 'join'
    this.#member = this.#newMember()
  }

  leave(): void {
    void this.#member.leave()
    this.die()
  }

  #join(): void {
    const member = this.#member
    this.owned = []
    this.#step = 'waiting'
    void member.join().promise.then(({ errorCode }) => {
      if (member !== this.#member) return
      this.#step = 'join'
      if (errorCode === ErrorCode.NONE) this.#step = 'sync'
      else if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.die()
    })
  }

  #sync(): void {
    const member = this.#member
    const ids = member.joined!.members.map(({ memberId }) => memberId)
    const share = (at: number) => [{ topic: 'orders', partitions: PARTITIONS.filter((partition) => partition % ids.length === at) }]
    const assignments = member.isLeader ? ids.map((memberId, at) => ({ memberId, assignment: encodeAssignment(1, share(at)) })) : []
    this.#step = 'waiting'
    void member.sync([], { assignments } as object).promise.then(({ errorCode, assignment }) => {
      if (member !== this.#member) return
      this.#step = 'stable'
      if (errorCode !== ErrorCode.NONE) return this.#heed(errorCode)
      member.take(assignment as Buffer)
      this.owned = member.owned
      this.syncs += 1
    })
  }

  #heed(errorCode: number): void {
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.die()
    else if (errorCode === ErrorCode.ILLEGAL_GENERATION) this.owned = []
    if (errorCode !== ErrorCode.NONE) this.#step = 'join'
  }

  #newMember(): ClassicConsumer {
    const member = new ClassicConsumer(this.#groups, this.#name, { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 15_000 })
    member.protocols = { range: subscriptionText(['orders'], []) }
    return member
  }
}

class NewClient implements Client {
  readonly #groups: TestGroups
  readonly #name: string
  #member: TestConsumer
  #told: string[] = []
  #isJoined = false
  #isWaiting = false
  #lives = 0

  constructor(groups: TestGroups, name: string) {
    this.#groups = groups
    this.#name = name
    this.#member = this.#newMember()
  }

  get memberId(): string {
    return this.#member.memberId
  }

  get owned(): readonly string[] {
    return this.#member.owned.map((partition) => partition.replace('orders-id-000000000000', 'orders'))
  }

  act(): void {
    if (this.#isWaiting) return
    const member = this.#member
    this.#isWaiting = true
    member.owned = member.owned.filter((partition) => this.#told.includes(partition))
    const join = { memberEpoch: 0, subscribedTopicNames: ['orders'], rebalanceTimeoutMs: 15_000, topicPartitions: [] }
    void member.send(this.#isJoined ? { topicPartitions: listed(member.owned) } : join).then(
      ({ memberEpoch, assignment }) => {
        if (member !== this.#member) return
        this.#isWaiting = false
        this.#isJoined = true
        member.epoch = memberEpoch
        if (!assignment) return
        this.#told = flat(assignment.topicPartitions)
        member.owned = [...new Set([...member.owned, ...this.#told])].sort()
      },
      (error: unknown) => {
        if (member === this.#member && codeOf(error) !== ErrorCode.COORDINATOR_NOT_AVAILABLE) this.#abandon()
        this.#isWaiting = false
      },
    )
  }

  die(): void {
    this.#member = this.#newMember()
    this.#abandon()
    this.#isWaiting = false
  }

  leave(): void {
    void this.#member.send({ memberEpoch: -1 }).catch(codeOf)
    this.die()
  }

  #abandon(): void {
    this.#isJoined = false
    this.#member.epoch = 0
    this.#member.owned = []
    this.#told = []
  }

  #newMember(): TestConsumer {
    const member = new TestConsumer(this.#groups, this.#name)
    member.memberId = `${this.#name}-${++this.#lives}`
    return member
  }
}

class Simulation {
  readonly #seed: number
  readonly #random: Random
  readonly #groups = new TestGroups({ settings: { 'group.consumer.session.timeout.ms': '10000' } })
  readonly old: OldClient[]
  readonly fresh: NewClient[]
  readonly #silent = new Set<Client>()
  changes = 0
  #kind = ''

  constructor(seed: number) {
    this.#seed = seed
    this.#random = seededRandom(seed)
    this.old = [1, 2, 3].map((n) => new OldClient(this.#groups, `old${n}`))
    this.fresh = [1, 2].map((n) => new NewClient(this.#groups, `new${n}`))
    for (const client of this.fresh) this.#silent.add(client)
  }

  async run(): Promise<void> {
    for (let i = 0; i < STEPS; i++) {
      await this.#step()
      await this.#groups.time.advance(this.#random.below(3) === 0 ? this.#random.below(1500) : 0)
      await this.#check()
    }
    this.#groups.memory.release()
    await this.#comeToRest(this.old, this.fresh, 'classic Stable')
    await this.#comeToRest(this.fresh, this.old, 'consumer Stable')
  }

  async #step(): Promise<void> {
    const dice = this.#random.below(100)
    const all = [...this.old, ...this.fresh]
    const client = all[this.#random.below(all.length)]!
    if (dice < 82) return this.#silent.has(client) ? undefined : client.act()
    if (dice < 86) return this.#go(client)
    if (dice < 91) return void this.#silent.delete(client)
    if (dice < 93) return this.#groups.memory.hold()
    if (dice < 98) return this.#groups.memory.release()
    if (dice < 99) return this.#restart()
    this.#groups.memory.fail()
    await this.#groups.time.advance(0)
    this.#groups.memory.recover()
  }

  #go(client: OldClient | NewClient): void {
    if (this.#random.below(2) === 0) client.leave()
    else client.die()
    this.#silent.add(client)
  }

  async #restart(): Promise<void> {
    this.#groups.memory.release()
    await this.#groups.time.advance(0)
    this.#groups.restart()
  }

  async #check(): Promise<void> {
    if (this.#groups.memory.isHeld) return
    await this.#groups.time.advance(0)
    const classic = this.#groups.describe().members.map(({ memberId }) => memberId)
    const consumer = (await this.#groups.coordinator.describeConsumerGroup(GROUP)).members.map(({ memberId }) => memberId)
    const known = new Set([...classic, ...consumer])
    const owners = new Map<string, string>()
    for (const { memberId, owned } of [...this.old, ...this.fresh]) {
      for (const partition of known.has(memberId) ? owned : []) {
        assert(!owners.has(partition), `seed ${this.#seed}: ${partition} is owned by ${owners.get(partition)} and by ${memberId}`)
        owners.set(partition, memberId)
      }
    }
    const kind = this.#listed().split(' ')[0] ?? ''
    if (kind !== this.#kind) this.changes += 1
    this.#kind = kind
  }

  #listed(): string {
    return this.#groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups.map(({ groupType, groupState }) => `${groupType} ${groupState}`).join()
  }

  /** These stay, those go: then the group is of their kind, and they have everything. */
  async #comeToRest(stay: readonly Client[], go: readonly { leave(): void }[], state: string): Promise<void> {
    for (const client of go) client.leave()
    for (let i = 0; i < 80; i++) {
      for (const client of stay) client.act()
      await this.#groups.time.advance(1000)
    }
    expect(this.#listed(), `seed ${this.#seed}`).toBe(state)
    expect(stay.flatMap(({ owned }) => owned).sort(), `seed ${this.#seed}`).toEqual(PARTITIONS.map((partition) => `orders/${partition}`))
  }
}

describe('whoever comes and goes with whichever protocol, a partition has one owner', () => {
  let changes = 0

  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('seed %i (again: SEED=<seed> npx vitest run test/core/groups/mixed-group-simulation.test.ts)', async (seed) => {
    const simulation = new Simulation(seed)
    await simulation.run()
    changes += simulation.changes
  })

  test('and the groups changed their kind often enough', () => {
    expect(changes / SEEDS).toBeGreaterThan(4)
  })
})
