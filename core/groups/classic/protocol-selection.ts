// Which protocol a generation uses: every member votes for its favourite among those that all members support.
import { assert } from '../../base/assert.ts'
import type { Member } from './member.ts'

export function supportedByAll(members: Iterable<Member>, protocolName: string): boolean {
  for (const member of members) if (!member.supports(protocolName)) return false
  return true
}

/** Most votes win; of equals, the one that was voted for first. */
export function selectProtocol(members: readonly Member[]): string {
  const candidates = members[0]?.protocols.map(({ name }) => name).filter((name) => supportedByAll(members, name)) ?? []
  const votes = new Map<string, number>()
  for (const member of members) {
    const favourite = member.protocols.find(({ name }) => candidates.includes(name))
    if (favourite) votes.set(favourite.name, (votes.get(favourite.name) ?? 0) + 1)
  }
  const [winner] = [...votes].sort(([, a], [, b]) => b - a)
  assert(winner, 'no protocol is supported by all members')
  return winner[0]
}
