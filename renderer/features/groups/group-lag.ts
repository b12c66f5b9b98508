// What is read out of a group's description: sums that say when they are not complete, plain facts, and where to read on.
import type { GroupDetail, GroupMember, GroupPartition } from '../../../core/contract/groups.ts'
import { counted, formatCount } from '../../format/numbers.ts'

export interface TotalLag {
  /** null = of no partition. */
  lag: bigint | null
  /** Partitions whose lag is not known: nothing committed, or the end could not be read. */
  unknown: number
}

export function totalLag(partitions: readonly Pick<GroupPartition, 'lag'>[]): TotalLag {
  const known = partitions.flatMap(({ lag }) => (lag === null ? [] : [lag]))
  return { lag: known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0n), unknown: partitions.length - known.length }
}

/** A member's partitions as `orders 0-2, 5`. */
export function rangesOf(partitions: readonly number[]): string {
  const sorted = partitions.toSorted((a, b) => a - b)
  const ranges: [number, number][] = []
  for (const partition of sorted) {
    const last = ranges.at(-1)
    if (last && partition === last[1] + 1) last[1] = partition
    else ranges.push([partition, partition])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
}

/** A member by its client id; where members share one, with the end of the member id, which tells them apart. */
export function clientOf({ members }: Pick<GroupDetail, 'members'>, memberId: string): string {
  const clientId = members.find((member) => member.memberId === memberId)?.clientId
  if (clientId === undefined) return memberId
  const isShared = members.filter((member) => member.clientId === clientId).length > 1
  return isShared ? `${clientId} …${memberId.slice(-4)}` : clientId
}

/** The record that the group reads next, as far as it is still there; null = it has read all, or has not begun. */
export function nextToRead({ startOffset, committedOffset, endOffset }: GroupPartition): bigint | null {
  if (committedOffset === null || endOffset === null || startOffset === null || committedOffset >= endOffset) return null
  return committedOffset > startOffset ? committedOffset : startOffset
}

/** 0 to 1 of what is in the partition now; null = not known, or nothing is in it. */
export function readShare({ startOffset, committedOffset, endOffset }: GroupPartition): number | null {
  if (startOffset === null || committedOffset === null || endOffset === null || endOffset <= startOffset) return null
  const read = committedOffset <= startOffset ? 0n : committedOffset >= endOffset ? endOffset - startOffset : committedOffset - startOffset
  return Number((read * 10_000n) / (endOffset - startOffset)) / 10_000
}

/** What stands out, as plain facts: no guess at causes. */
export interface Moves {
  /** What it reads and has to give up. */
  givesUp: GroupMember['assignment']
  /** What it is to read and does not have yet. */
  waitsFor: GroupMember['assignment']
}

/** What a member of a consumer group still has to do before it has what it was assigned. */
export function movesOf({ assignment, target }: Pick<GroupMember, 'assignment' | 'target'>): Moves {
  if (target === null) return { givesUp: [], waitsFor: [] }
  return { givesUp: without(assignment, target), waitsFor: without(target, assignment) }
}

function without(these: GroupMember['assignment'], others: GroupMember['assignment']): GroupMember['assignment'] {
  const left = new Set(others.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}:${partition}`)))
  return these
    .map(({ topic, partitions }) => ({ topic, partitions: partitions.filter((partition) => !left.has(`${topic}:${partition}`)) }))
    .filter(({ partitions }) => partitions.length > 0)
}

export const assignedText = (assigned: GroupMember['assignment']): string => assigned.map(({ topic, partitions }) => `${topic} ${rangesOf(partitions)}`).join(' · ')

/** The offset from which consumers of committed records wait, or null where nothing keeps them. */
export const waitingFrom = ({ stableOffset, endOffset }: Pick<GroupPartition, 'stableOffset' | 'endOffset'>): bigint | null =>
  stableOffset !== null && endOffset !== null && stableOffset < endOffset ? stableOffset : null

export function groupFacts({ members, partitions, state, type }: GroupDetail): string[] {
  const behind = partitions.filter(({ lag }) => lag !== null && lag > 0n)
  const lost = partitions.filter(({ startOffset, committedOffset }) => startOffset !== null && committedOffset !== null && committedOffset < startOffset)
  const unowned = behind.filter(({ memberId }) => memberId === null)
  const held = partitions.filter((partition) => waitingFrom(partition) !== null)
  const givingUp = members.filter((member) => movesOf(member).givesUp.length > 0)
  const classic = type === 'consumer' ? members.filter(({ isClassic }) => isClassic) : []
  const idle = members.filter(({ assignment, assignmentError }) => assignment.length === 0 && assignmentError === null)
  return [
    members.length === 0 && (behind.length > 0 ? `No members: nobody reads the ${counted(behind.length, 'partition')} that ${behind.length === 1 ? 'lags' : 'lag'}.` : 'No members: nobody reads at the moment.'),
    members.length > 0 && unowned.length > 0 && `${counted(unowned.length, 'partition')} that lag${unowned.length === 1 ? 's' : ''} belong${unowned.length === 1 ? 's' : ''} to no member.`,
    givingUp.length > 0 && `Others wait for partitions that ${counted(givingUp.length, 'member')} ${givingUp.length === 1 ? 'has' : 'have'} yet to give up.`,
    held.length > 0 && heldFact(held),
    classic.length > 0 && `${classic.length} of ${counted(members.length, 'member')} ${classic.length === 1 ? 'speaks' : 'speak'} the classic protocol; the group is a consumer group (KIP-848) all the same.`,
    lost.length > 0 && `${counted(lost.length, 'partition')}: committed before the first record that is left; what lay between is gone.`,
    state === 'Stable' && idle.length > 0 && `${counted(idle.length, 'member')} ${idle.length === 1 ? 'has' : 'have'} nothing assigned.`,
  ].filter((fact) => fact !== false)
}

function heldFact(held: readonly GroupPartition[]): string {
  const { topic, partition } = held[0]!
  const where = held.length === 1 ? `in ${topic} ${partition} from offset ${formatCount(waitingFrom(held[0]!)!)} on` : `in ${counted(held.length, 'partition')}`
  return `A transaction is open ${where}: consumers with isolation.level=read_committed wait there until it commits, aborts or times out.`
}

export const describeCommand = (bootstrap: string, groupId: string): string =>
  `kafka-consumer-groups.sh --bootstrap-server ${bootstrap} --describe --group ${/^[\w.:-]+$/.test(groupId) ? groupId : `'${groupId.replaceAll("'", `'\\''`)}'`}`
