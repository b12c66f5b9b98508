// Members of a consumer group that join, subscribe, dawdle, lose answers, die and come back at random, on a disk that is slow and sometimes fails,
// while topics come, go and grow. Nobody may own what somebody else owns; left alone, the group comes to rest with everything shared out.
import { describe, expect, test } from 'vitest'
import { assert } from '../../../core/base/assert.ts'
import { type Random, seededRandom } from '../../../core/base/random.ts'
import type { HeartbeatRequest } from '../../../core/groups/consumer/check-heartbeat.ts'
import type { HeartbeatResponse } from '../../../core/groups/consumer/consumer-group-heartbeat.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { codeOf, flat, listed, TestConsumer } from '../../support/consumer-member.ts'
import { GROUP, TestGroups } from '../../support/group-coordinator.ts'

const STEPS = 500
const MEMBERS = 6
const FIRST_SEED = Number(process.env['SEED'] ?? 1)
const SEEDS = Number(process.env['SEEDS'] ?? (process.env['SEED'] === undefined ? 25 : 1))
const AGAIN = 'again: SEED=<seed> npx vitest run test/core/groups/consumer-simulation.test.ts'

/** One client process, as little correct as real ones: it owns what it was told until it gets round to giving it up. */
class Client {
  member: TestConsumer
  /** What it was told last. */
  told: string[] = []
  isJoined = false
  isWaiting = false
  isAway = false
  /** Says that it has given up what it keeps. */
  readonly #lies: boolean

  constructor(member: TestConsumer, lies: boolean) {
    this.member = member
    this.#lies = lies
  }

  /** What it says it owns. */
  get said(): { topicId: string; partitions: number[] }[] {
    return listed(this.#lies ? this.member.owned.filter((each) => this.told.includes(each)) : this.member.owned)
  }

  abandon(): void {
    this.isJoined = false
    this.member.epoch = 0
    this.member.owned = []
    this.told = []
  }

  giveUp(): void {
    if (this.#lies) return
    this.member.owned = this.member.owned.filter((each) => this.told.includes(each))
  }

  take(response: HeartbeatResponse): void {
    this.isJoined = true
    this.member.epoch = response.memberEpoch
    if (!response.assignment) return
    this.told = flat(response.assignment.topicPartitions)
    this.member.owned = [...new Set([...this.member.owned, ...this.told])].sort()
  }
}

class Simulation {
  readonly groups = new TestGroups({ settings: { 'group.consumer.session.timeout.ms': '45000' } })
  readonly #seed: number
  readonly #random: Random
  readonly #clients: Client[]
  readonly #clientsLie: boolean
  #lastId = 0
  handovers = 0

  constructor(seed: number, clientsLie = false) {
    this.#seed = seed
    this.#random = seededRandom(seed)
    this.#clientsLie = clientsLie
    this.#clients = Array.from({ length: MEMBERS }, (_, i) => new Client(this.#newMember(i), clientsLie))
  }

  async run(): Promise<void> {
    for (let i = 0; i < STEPS; i++) {
      await this.#step()
      await this.groups.time.advance(this.#random.below(4) === 0 ? this.#random.below(3000) : 0)
      await this.#checkOwners()
    }
    await this.#comeToRest()
  }

  async #step(): Promise<void> {
    const dice = this.#random.below(100)
    const index = this.#random.below(MEMBERS)
    if (dice < 72) return this.#speak(this.#clients[index]!)
    if (dice < 82) return this.#clients[index]!.giveUp()
    if (dice < 85) return this.#kill(index)
    if (dice < 90) return this.#changeTopics()
    if (dice < 92) return this.groups.memory.hold()
    if (dice < 97) return this.groups.memory.release()
    if (dice < 98) return this.#failBriefly()
    if (dice < 99) return this.#restart()
    await this.groups.time.advance(this.#random.below(60_000))
  }

  #speak(client: Client): void {
    if (client.isWaiting || client.isAway) return
    const dice = this.#random.below(20)
    if (!client.isJoined) return this.#ask(client, this.#joinRequest(client))
    if (dice === 0) return this.#leave(client)
    if (dice === 1) return this.#ask(client, { subscribedTopicNames: this.#topics(), topicPartitions: client.said })
    this.#ask(client, dice < 6 ? {} : { topicPartitions: client.said })
  }

  #ask(client: Client, request: Partial<HeartbeatRequest>): void {
    const { member } = client
    client.isWaiting = true
    const isLost = this.#random.below(12) === 0
    void member.send(request).then(
      (response) => this.#heard(client, member, isLost ? null : response),
      (error: unknown) => this.#refused(client, member, codeOf(error)),
    )
  }

  #heard(client: Client, member: TestConsumer, response: HeartbeatResponse | null): void {
    if (client.member !== member) return
    client.isWaiting = false
    const before = client.member.owned.length
    if (response) client.take(response)
    if (client.member.owned.length > before) this.handovers += 1
  }

  #refused(client: Client, member: TestConsumer, errorCode: number): void {
    if (client.member !== member) return
    client.isWaiting = false
    if (errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE) return
    const mayBe: number[] = [ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.FENCED_MEMBER_EPOCH, ErrorCode.GROUP_ID_NOT_FOUND, ErrorCode.UNRELEASED_INSTANCE_ID, ErrorCode.FENCED_INSTANCE_ID]
    assert(mayBe.includes(errorCode), `seed ${this.#seed}: error ${errorCode} came unexpectedly`)
    client.abandon()
  }

  #leave(client: Client): void {
    const isForAWhile = client.member.instanceId !== null && this.#random.below(2) === 0
    client.giveUp()
    const leaving = client.member
    client.abandon()
    void leaving.send({ memberEpoch: isForAWhile ? -2 : -1 }).catch(codeOf)
    client.member = this.#newMember(this.#clients.indexOf(client))
    client.isWaiting = false
  }

  /** The process is gone; perhaps another takes its place at once. */
  #kill(index: number): void {
    const client = new Client(this.#newMember(index), this.#clientsLie)
    client.isAway = this.#random.below(2) === 0
    this.#clients[index] = client
  }

  #changeTopics(): void {
    const name = `t${this.#random.below(4)}`
    const topic = this.groups.topics.get(name)
    if (topic === undefined) this.groups.topics.set(name, { topicId: `${name}-${++this.#lastId}`.padEnd(22, '0'), partitionCount: 1 + this.#random.below(5) })
    else if (this.#random.below(3) === 0) this.groups.topics.delete(name)
    else this.groups.topics.set(name, { ...topic, partitionCount: topic.partitionCount + 1 })
    this.groups.coordinator.topicChanged(name)
  }

  async #failBriefly(): Promise<void> {
    this.groups.memory.fail()
    await this.groups.time.advance(0)
    this.groups.memory.recover()
  }

  async #restart(): Promise<void> {
    this.groups.memory.release()
    await this.groups.time.advance(0)
    this.groups.restart()
  }

  /** Whoever the group knows as a member may count on being the only one. */
  async #checkOwners(): Promise<void> {
    const { memory, time } = this.groups
    if (memory.isHeld) return
    await time.advance(0)
    const known = new Set((await this.groups.coordinator.describeConsumerGroup(GROUP)).members.map(({ memberId }) => memberId))
    const owners = new Map<string, string>()
    for (const { member } of this.#clients) {
      if (!known.has(member.memberId)) continue
      for (const partition of member.owned) {
        assert(!owners.has(partition), `seed ${this.#seed}: ${partition} is owned by ${owners.get(partition)} and by ${member.memberId}`)
        owners.set(partition, member.memberId)
      }
    }
  }

  /** The disk is well, nobody dies any more, and everybody does as told. */
  async #comeToRest(): Promise<void> {
    this.groups.memory.release()
    await this.groups.time.advance(200_000)
    for (const client of this.#clients) {
      client.isWaiting = false
      client.isAway = false
      client.abandon()
      client.member = this.#newMember(this.#clients.indexOf(client), ['orders'])
      await client.member.join()
    }
    for (let round = 0; round < 12; round++) for (const { member } of this.#clients) await member.beat()
    const { groupState, members } = await this.groups.coordinator.describeConsumerGroup(GROUP)
    expect([groupState, members.length], `seed ${this.#seed}`).toEqual(['Stable', MEMBERS])
    const owned = this.#clients.flatMap(({ member }) => member.owned)
    expect(owned.sort(), `seed ${this.#seed}`).toEqual([0, 1, 2, 3].map((partition) => `orders-id-000000000000/${partition}`))
    for (const { member } of this.#clients) await member.leave()
    expect(this.groups.time.pending, `seed ${this.#seed}: timers left`).toBe(0)
  }

  #joinRequest({ member }: Client): Partial<HeartbeatRequest> {
    const { topics, regex, serverAssignor, rebalanceTimeoutMs } = member
    return { memberEpoch: 0, subscribedTopicNames: topics, subscribedTopicRegex: regex, serverAssignor, rebalanceTimeoutMs, topicPartitions: [] }
  }

  #topics(): string[] {
    return ['orders', 't0', 't1', 't2', 't3'].filter(() => this.#random.below(2) === 0)
  }

  #newMember(index: number, topics = this.#topics()): TestConsumer {
    const isStatic = index < 2
    const member = new TestConsumer(this.groups, `m${index}`, {
      instanceId: isStatic ? `i${index}` : null,
      topics,
      regex: index === 5 && topics.length !== 1 ? 't[0-2]' : null,
      serverAssignor: [null, 'uniform', 'range'][this.#random.below(3)]!,
      rebalanceTimeoutMs: 5000 + this.#random.below(3) * 10_000,
    })
    member.memberId = `m${index}-${++this.#lastId}`
    return member
  }
}

describe('whatever happens, a partition has one owner, and the group comes to rest', () => {
  let handovers = 0

  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))(`seed %i (${AGAIN})`, async (seed) => {
    const simulation = new Simulation(seed)
    await simulation.run()
    handovers += simulation.handovers
  })

  test('and two owners would be seen: members that keep what they say they have given up are caught', async () => {
    await expect(new Simulation(1, true).run()).rejects.toThrow(/is owned by m\d-\d+ and by m\d-\d+/)
  })

  test('and the simulation got somewhere', () => {
    expect(handovers / SEEDS).toBeGreaterThan(10)
  })
})
