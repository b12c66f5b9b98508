// A consumer of the classic protocol whose subscriptions and assignments are real ones, as a consumer group has to read them.
import { decodeAssignment, encodeAssignment } from '../../core/groups/consumer-protocol.ts'
import { type MemberOptions, TestMember, type TestGroups } from './group-coordinator.ts'

export interface ClassicConsumerOptions extends Partial<MemberOptions> {
  readonly topics?: string[]
}

export class ClassicConsumer extends TestMember {
  readonly #clock: TestGroups
  topics: string[]
  /** `topic/partition`, sorted. */
  owned: string[] = []
  /** Gives everything up before it joins, as clients did before KIP-429. */
  isEager = false

  constructor(groups: TestGroups, name: string, { topics = ['orders'], ...options }: ClassicConsumerOptions = {}) {
    super(groups, name, { ...options, protocols: { 'cooperative-sticky': subscriptionText(topics, []) } })
    this.#clock = groups
    this.topics = topics
  }

  /** JoinGroup and SyncGroup; the error code that ended it, or 0. */
  async rejoin(): Promise<number> {
    await this.obtainId()
    if (this.isEager) this.owned = []
    this.protocols = { 'cooperative-sticky': subscriptionText(this.topics, this.owned) }
    const join = this.join()
    await this.#clock.time.advance(0)
    const joined = join.answer
    if (joined === undefined) throw new Error(`${this.name} waits for others`)
    if (joined.errorCode !== 0) return joined.errorCode
    const sync = this.sync()
    await this.#clock.time.advance(0)
    const { errorCode, assignment } = await sync.promise
    if (errorCode === 0) this.take(assignment as Buffer)
    return errorCode
  }

  take(assignment: Buffer): void {
    this.owned = decodeAssignment(assignment).partitions.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}/${partition}`)).sort()
  }
}

/** A stable classic group whose first member gives everybody what stands in `shares`, as `topic/partition`. */
export async function classicGroup(groups: TestGroups, members: ClassicConsumer[], shares: string[][]): Promise<void> {
  await groups.joinAll(...members)
  const assignments = members.map(({ memberId }, i) => ({ memberId, assignment: encodeAssignment(1, named(shares[i]!)) }))
  const syncs = members.map((member) => member.sync([], (member.isLeader ? { assignments } : {}) as object))
  await groups.time.advance(0)
  for (const [i, { promise }] of syncs.entries()) members[i]!.take((await promise).assignment as Buffer)
}

/** A subscription of version 1 in characters below 128, which a text can carry. */
export function subscriptionText(topics: readonly string[], owned: readonly string[]): string {
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)])
  const int = (value: number): Buffer => Buffer.from([0, 0, 0, value])
  const lists = named(owned).map(({ topic, partitions }) => Buffer.concat([text(topic), int(partitions.length), ...partitions.map(int)]))
  return Buffer.concat([Buffer.from([0, 1]), int(topics.length), ...topics.map(text), int(0), int(lists.length), ...lists]).toString('latin1')
}

function named(names: readonly string[]): { topic: string; partitions: number[] }[] {
  const byTopic = Map.groupBy(names, (name) => name.split('/')[0]!)
  return [...byTopic].map(([topic, of]) => ({ topic, partitions: of.map((name) => Number(name.split('/')[1])) }))
}
