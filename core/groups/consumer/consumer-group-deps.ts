// What the operations of a consumer group need from around it.
import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/logger.ts'
import type { Random } from '../../base/random.ts'
import type { Timers } from '../../base/timers.ts'
import type { Write } from '../../storage/tables.ts'
import type { ClassicGroup } from '../classic/classic-group.ts'
import type { ClassicGroupDeps } from '../classic/classic-group-deps.ts'
import type { ConsumerGroupConfigs, GroupConfigs } from '../group-configs.ts'
import type { TopicLookup } from '../topic-lookup.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerGroupState } from './consumer-group-state.ts'

export interface ConsumerGroupDeps {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly configs: GroupConfigs
  readonly groupConfigs: ConsumerGroupConfigs
  readonly logger: Logger
  readonly topics: TopicLookup
  /** What a consumer group that turns into a classic one goes on with. */
  readonly classic: ClassicGroupDeps
  /**
   * The group takes over `next` at once and is written. Resolves to true once this and everything before it is durable; to false when that
   * failed, and then the group is read from disk again.
   */
  update(group: ConsumerGroup, next: ConsumerGroupState): Promise<boolean>
  /** Another kind of group takes the place of this one, in one commit. */
  replace(group: ConsumerGroup | ClassicGroup, by: ConsumerGroup | ClassicGroup, writes: readonly Write[]): Promise<boolean>
  /** A deadline of the member has passed. */
  memberExpired(group: ConsumerGroup, memberId: string, reason: string): void
}
