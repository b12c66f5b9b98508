// What the operations of a classic group need from around it.
import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/logger.ts'
import type { Random } from '../../base/random.ts'
import type { Timers } from '../../base/timers.ts'
import type { GroupConfigs } from '../group-configs.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { Member } from './member.ts'

export interface ClassicGroupDeps {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly configs: GroupConfigs
  readonly logger: Logger
  /**
   * Writes the group as it stands, with `assignments` by member id instead of those it has. Resolves to true once that is durable;
   * to false when it failed, and then the group is dead and everybody who waited has been answered.
   */
  store(group: ClassicGroup, assignments?: ReadonlyMap<string, Buffer>): Promise<boolean>
  /** Nothing was heard of the member for its session timeout. */
  sessionExpired(group: ClassicGroup, member: Member): void
  /** A pending id went away without a request: the group may be nothing any more. */
  vacated(group: ClassicGroup): void
}
