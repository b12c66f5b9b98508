// What must be true of the groups of a run: generations grow, a share has one owner in each, committed offsets are those that were committed.
import { errorOf } from '../../core/protocol/error-codes.ts'
import { OffsetFetch } from '../../core/protocol/messages/offset-fetch.ts'
import { LEDGER } from './admin.ts'
import { OffsetModel } from './offset-model.ts'
import { Violation, type World } from './world.ts'

export class GroupModel {
  readonly groupId: string
  readonly offsets: readonly OffsetModel[]
  readonly #owners = new Map<string, string>()
  #newest = 0
  #newestStable = 0
  #life = 0

  constructor(groupId: string, partitions: number) {
    this.groupId = groupId
    this.offsets = Array.from({ length: partitions }, (_, index) => new OffsetModel(`${groupId}, ${LEDGER}-${index}`))
  }

  /** A generation counts once somebody was assigned a share of it: before that it is only in memory. */
  joined(generationId: number, life: number): void {
    if (life !== this.#life) this.#newest = this.#newestStable
    this.#life = life
    if (generationId < this.#newest) throw new Violation(`${this.groupId}: generation ${generationId} came after ${this.#newest}`)
    this.#newest = generationId
  }

  assigned(generationId: number, memberId: string, partitions: readonly string[]): void {
    this.#newestStable = Math.max(this.#newestStable, generationId)
    for (const partition of partitions) {
      const key = `${generationId}/${partition}`
      const owner = this.#owners.get(key)
      if (owner !== undefined && owner !== memberId) throw new Violation(`${this.groupId}: partition ${partition} of generation ${generationId} belongs to ${owner} and to ${memberId}`)
      this.#owners.set(key, memberId)
    }
  }

  /** Compares with what the broker says; `isQuiet` when nothing can be on its way. */
  async compare(world: World, isQuiet: boolean): Promise<void> {
    const client = world.connect('group watcher')
    const asked = [{ groupId: this.groupId, topics: [{ name: LEDGER, partitionIndexes: this.offsets.map((_, index) => index) }] }]
    const [group] = (await client.send(OffsetFetch, 8, { groups: asked, requireStable: false })).groups
    client.close()
    if (group!.errorCode !== 0) throw new Violation(`OffsetFetch of ${this.groupId} answered ${errorOf(group!.errorCode).name}`)
    for (const { partitionIndex, committedOffset } of group!.topics[0]!.partitions) {
      const model = this.offsets[partitionIndex]!
      if (isQuiet) model.settled(committedOffset)
      else model.found(committedOffset)
    }
  }
}
