// Which topics the members of a group read, as far as the broker can know it.
import type { ClassicGroup } from '../classic/classic-group.ts'
import { CONSUMER_PROTOCOL_TYPE, subscribedTopics } from '../consumer-protocol.ts'
import type { Group } from '../group.ts'

/** True where the members' subscriptions cannot be read: they may well be subscribed. */
export function isSubscribedTo(group: Group, topic: string): boolean {
  if (group.type === 'consumer') return group.isSubscribedTo(topic)
  if (group.state === 'Empty' || group.protocolType !== CONSUMER_PROTOCOL_TYPE) return false
  return subscriptionOf(group)?.has(topic) ?? true
}

/** The topics of all members' subscriptions; undefined when some member's cannot be read. */
function subscriptionOf({ members, protocolName }: ClassicGroup): ReadonlySet<string> | undefined {
  return subscribedTopics([...members.values()].map((member) => member.metadata(protocolName ?? member.protocols[0]?.name ?? '')))
}
