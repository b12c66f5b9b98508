// A group of either kind: the classic one, whose leader assigns, or the consumer group of KIP-848, whose broker does.
import type { ClassicGroup } from './classic/classic-group.ts'
import type { ConsumerGroup } from './consumer/consumer-group.ts'

export type Group = ClassicGroup | ConsumerGroup
