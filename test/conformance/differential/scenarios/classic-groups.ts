// Classic groups: joining, assigning, leaving, static members, and everything one can get wrong.
import { DeleteGroups } from '../../../../core/protocol/messages/delete-groups.ts'
import { DescribeGroups } from '../../../../core/protocol/messages/describe-groups.ts'
import { Heartbeat } from '../../../../core/protocol/messages/heartbeat.ts'
import { JoinGroup } from '../../../../core/protocol/messages/join-group.ts'
import { LeaveGroup } from '../../../../core/protocol/messages/leave-group.ts'
import { ListGroups } from '../../../../core/protocol/messages/list-groups.ts'
import { SyncGroup } from '../../../../core/protocol/messages/sync-group.ts'
import { setTimeout as pause } from 'node:timers/promises'
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import type { Connection, SendOptions } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { subscription } from './subscription.ts'

type Join = RequestInputOf<typeof JoinGroup>
type Joined = DecodedResponseOf<typeof JoinGroup>

interface JoinOptions extends Partial<Join>, SendOptions<Joined> {
  readonly version?: number
}

const METADATA = subscription('orders')
const protocol = (name: string, metadata: Buffer = METADATA): Join['protocols'][number] => ({ name, metadata })

async function join(client: Connection, groupId: string, { version = 5, note, isUnrecorded, ...further }: JoinOptions = {}): Promise<Joined> {
  const request: Join = { groupId, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', protocolType: 'consumer', protocols: [protocol('range')], ...further }
  return client.send(JoinGroup, version, request, { note, isUnrecorded })
}

/** As clients do it: the id first, then the membership. */
async function joinWithId(client: Connection, groupId: string, options: JoinOptions = {}): Promise<Joined> {
  const { memberId } = await join(client, groupId, { ...options, isUnrecorded: true })
  return join(client, groupId, { ...options, memberId })
}

async function sync(client: Connection, groupId: string, joined: Joined, assignments: Record<string, string> = {}, options: SendOptions<DecodedResponseOf<typeof SyncGroup>> & Partial<RequestInputOf<typeof SyncGroup>> & { version?: number } = {}) {
  const { version = 3, note, isUnrecorded, ...further } = options
  const list = Object.entries(assignments).map(([memberId, text]) => ({ memberId, assignment: Buffer.from(text) }))
  return client.send(SyncGroup, version, { groupId, generationId: joined.generationId, memberId: joined.memberId, assignments: list, ...further }, { note, isUnrecorded })
}

const beat = async (client: Connection, groupId: string, { generationId, memberId }: { generationId: number; memberId: string }, note: string, groupInstanceId: string | null = null, version = 3) =>
  client.send(Heartbeat, version, { groupId, generationId, memberId, groupInstanceId }, { note })

const describe = async (client: Connection, groupId: string, note: string, version = 4) => client.send(DescribeGroups, version, { groups: [groupId] }, { note })

export const classicGroups = family('classic-groups', {
  'one member, in every version': async (on) => {
    for (let version = 0; version <= 9; version++) {
      const client = await on.connect()
      const group = on.named(`v${version}`)
      const first = await join(client, group, { version, note: 'without an id' })
      const joined = first.errorCode === 0 ? first : await join(client, group, { version, memberId: first.memberId, note: 'with an id' })
      await sync(client, group, joined, { [joined.memberId]: 'everything' }, { version: Math.min(version, 5), protocolType: 'consumer', protocolName: 'range' })
      await beat(client, group, joined, 'alive', null, Math.min(version, 4))
      await describe(client, group, 'stable', Math.min(version, 6))
      await client.send(LeaveGroup, Math.min(version, 5), { groupId: group, memberId: joined.memberId, members: [{ memberId: joined.memberId }] })
      await describe(client, group, 'left', Math.min(version, 6))
    }
  },

  'two members, a leader and a follower': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    const group = on.named()
    const first = await joinWithId(a, group, { note: 'a alone' })
    await sync(a, group, first, { [first.memberId]: 'all' }, { note: 'a alone' })
    const { memberId: idOfB } = await join(b, group, { note: 'b gets an id' })
    await beat(a, group, first, 'a, b is not there yet')
    const joining = join(b, group, { memberId: idOfB, note: 'b' })
    await on.pause(200)
    await beat(a, group, first, 'a hears of a rebalance')
    await describe(a, group, 'while it rebalances')
    const again = await join(a, group, { memberId: first.memberId, note: 'a again' })
    const other = await joining
    await describe(a, group, 'while assignments are awaited')
    await beat(a, group, again, 'a, before assignments')
    const waiting = sync(b, group, other, {}, { note: 'b waits for its assignment' })
    await on.pause(100)
    await sync(a, group, again, { [again.memberId]: 'half', [idOfB]: 'the other half' }, { note: 'a assigns' })
    await waiting
    await sync(b, group, other, {}, { note: 'b asks again' })
    await describe(a, group, 'stable')
    await beat(b, group, other, 'b')
    await beat(b, group, first, "b with a's first generation and id")
  },

  'a follower leaves': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    const group = on.named()
    const { a: one, b: two } = await pair(a, b, group)
    await b.send(LeaveGroup, 2, { groupId: group, memberId: two.memberId }, { note: 'b leaves' })
    await b.send(LeaveGroup, 2, { groupId: group, memberId: two.memberId }, { note: 'b leaves again' })
    await beat(a, group, one, 'a hears of it')
    await beat(b, group, two, 'b is unknown')
    await sync(a, group, one, {}, { note: 'a, in the old generation' })
    const again = await join(a, group, { memberId: one.memberId, note: 'a alone again' })
    await sync(a, group, again, { [again.memberId]: 'all' }, { note: 'a alone again' })
  },

  'members join again': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    const group = on.named()
    const { a: one, b: two } = await pair(a, b, group)
    await join(b, group, { memberId: two.memberId, note: 'the follower, unchanged' })
    const changed = join(b, group, { memberId: two.memberId, protocols: [protocol('range', subscription('orders', 'something else'))], note: 'the follower, changed' })
    await on.pause(100)
    await beat(a, group, one, 'the leader hears of it')
    const again = await join(a, group, { memberId: one.memberId, note: 'the leader' })
    await changed
    await join(a, group, { memberId: one.memberId, note: 'the leader again, before assignments' })
    await sync(a, group, again, { [one.memberId]: 'half', [two.memberId]: 'the other half' }, { isUnrecorded: true })
    const unchanged = join(a, group, { memberId: one.memberId, note: 'the leader, unchanged, once stable' })
    await on.pause(100)
    await join(b, group, { memberId: two.memberId, note: 'the follower' })
    await unchanged
  },

  'protocols that do not fit': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    const group = on.named()
    await joinWithId(a, group, { protocols: [protocol('range'), protocol('roundrobin')], note: 'a speaks two' })
    await join(b, group, { protocolType: 'connect', note: 'another type' })
    await join(b, group, { protocols: [protocol('sticky')], note: 'no common protocol' })
    await join(b, group, { protocols: [], note: 'no protocols' })
    await join(b, group, { protocolType: '', note: 'an empty type' })
    const empty = await on.connect('c')
    await join(empty, on.named('new'), { version: 3, protocols: [], note: 'no protocols in a new group' })
    await join(empty, on.named('new'), { version: 3, protocolType: '', note: 'an empty type in a new group' })
  },

  'the protocol that most prefer': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    const group = on.named()
    const spoken = { version: 7, protocols: [protocol('one'), protocol('two')] }
    const { memberId: idOfA } = await joinWithId(a, group, { ...spoken, note: 'a alone, rather one' })
    const { memberId: idOfB } = await join(b, group, { version: 7, protocols: [protocol('two'), protocol('three')], isUnrecorded: true })
    const joining = join(b, group, { version: 7, memberId: idOfB, protocols: [protocol('two'), protocol('three')], note: 'b, not one' })
    await on.pause(100)
    await join(a, group, { ...spoken, memberId: idOfA, note: 'a again' })
    await joining
  },

  'ids, groups and timeouts that are not right': async (on) => {
    const client = await on.connect()
    const group = on.named()
    await join(client, group, { memberId: 'nobody', note: 'an unknown member' })
    await join(client, '', { note: 'an empty group' })
    for (const version of [0, 3, 4, 9]) {
      await join(client, group, { version, sessionTimeoutMs: 100, note: 'a session too short' })
      await join(client, group, { version, sessionTimeoutMs: 2_000_000, note: 'a session too long' })
    }
    await join(client, group, { sessionTimeoutMs: 0, note: 'no session' })
    const joined = await joinWithId(client, group, { note: 'right' })
    await beat(client, group, { generationId: 9, memberId: joined.memberId }, 'a wrong generation')
    await beat(client, group, { generationId: -1, memberId: joined.memberId }, 'no generation')
    await beat(client, group, { generationId: 1, memberId: 'nobody' }, 'an unknown member')
    await beat(client, group, { generationId: 1, memberId: '' }, 'an empty member')
    await beat(client, on.named('stranger'), joined, 'an unknown group')
    await beat(client, '', joined, 'an empty group')
    await sync(client, group, { ...joined, generationId: 7 }, {}, { note: 'a wrong generation' })
    await sync(client, group, { ...joined, memberId: 'nobody' }, {}, { note: 'an unknown member' })
    await sync(client, on.named('stranger'), joined, {}, { note: 'an unknown group' })
    await sync(client, '', joined, {}, { note: 'an empty group' })
    await sync(client, group, joined, {}, { version: 5, protocolType: 'connect', protocolName: 'range', note: 'another type' })
    await sync(client, group, joined, {}, { version: 5, protocolType: 'consumer', protocolName: 'sticky', note: 'another protocol' })
    await sync(client, group, joined, {}, { version: 5, note: 'neither type nor protocol' })
    await sync(client, group, joined, { nobody: 'something' }, { note: 'an assignment for a stranger' })
    await sync(client, group, joined, { [joined.memberId]: 'later' }, { note: 'a second assignment' })
  },

  'leaving, in its ways': async (on) => {
    const client = await on.connect()
    const group = on.named()
    await client.send(LeaveGroup, 2, { groupId: on.named('stranger'), memberId: 'nobody' }, { note: 'an unknown group' })
    await client.send(LeaveGroup, 2, { groupId: '', memberId: 'nobody' }, { note: 'an empty group' })
    for (const version of [3, 5]) await client.send(LeaveGroup, version, { groupId: on.named('stranger'), memberId: '', members: [{ memberId: 'nobody' }] }, { note: 'an unknown group' })
    const joined = await join(client, group, { groupInstanceId: 'one', isUnrecorded: true })
    await client.send(LeaveGroup, 2, { groupId: group, memberId: 'nobody' }, { note: 'an unknown member' })
    await client.send(LeaveGroup, 3, { groupId: group, memberId: '', members: [{ memberId: 'nobody' }, { memberId: '', groupInstanceId: 'two' }, { memberId: 'nobody', groupInstanceId: 'one' }] }, { note: 'strangers' })
    await client.send(LeaveGroup, 4, { groupId: group, memberId: '', members: [] }, { note: 'nobody' })
    await client.send(LeaveGroup, 3, { groupId: group, memberId: '', members: [{ memberId: '', groupInstanceId: 'one' }] }, { note: 'by instance id' })
    await beat(client, group, joined, 'it is gone', 'one')
  },

  'static members': async (on) => {
    const [a, b] = [await on.connect('a'), await on.connect('b')]
    const group = on.named()
    const first = await join(a, group, { groupInstanceId: 'one', note: 'the first' })
    await sync(a, group, first, { [first.memberId]: 'all' }, { groupInstanceId: 'one', note: 'the first' })
    const second = await join(b, group, { groupInstanceId: 'one', note: 'its second life' })
    await beat(a, group, first, 'the first life is fenced', 'one')
    await sync(a, group, first, {}, { groupInstanceId: 'one', note: 'the first life is fenced' })
    await join(a, group, { memberId: first.memberId, groupInstanceId: 'one', note: 'the first life is fenced' })
    await beat(b, group, second, 'the second life', 'one')
    await beat(b, group, second, 'with an unknown instance', 'two')
    await beat(b, group, second, 'without its instance')
    for (const version of [6, 8, 9]) {
      const third = await join(b, group, { version, groupInstanceId: 'one', note: 'one more life' })
      await sync(b, group, third, {}, { version: 5, groupInstanceId: 'one', protocolType: 'consumer', protocolName: 'range', note: 'one more life' })
    }
    const changed = await join(b, group, { version: 9, groupInstanceId: 'one', protocols: [protocol('range', subscription('orders', 'else'))], note: 'a life that wants something else' })
    await sync(b, group, changed, { [changed.memberId]: 'anew' }, { groupInstanceId: 'one', note: 'a life that wants something else' })
    await describe(b, group, 'in the end')
  },

  'a member falls silent': async (on) => {
    const client = await on.connect()
    const group = on.named()
    const joined = await joinWithId(client, group, { sessionTimeoutMs: 600, note: 'joined' })
    await sync(client, group, joined, { [joined.memberId]: 'all' })
    await client.until(DescribeGroups, 4, { groups: [group] }, ({ groups }) => groups[0]!.groupState === 'Empty', { note: 'its session is over' })
    await beat(client, group, joined, 'too late')
    await join(client, group, { memberId: joined.memberId, note: 'with the id that it had' })
  },

  'a member that got an id never joins': async (on) => {
    const client = await on.connect()
    const group = on.named()
    const { memberId } = await join(client, group, { sessionTimeoutMs: 600, note: 'gets an id' })
    await describe(client, group, 'the group')
    await on.pause(1_200)
    await join(client, group, { memberId, note: 'too late' })
  },

  'a group that is full': async (on) => {
    const clients = await Promise.all([0, 1, 2, 3, 4].map(async (i) => on.connect(`c${i}`)))
    for (const [i, client] of clients.slice(0, 4).entries()) {
      await join(client, on.named(), { rebalanceTimeoutMs: 300, groupInstanceId: `static-${i}`, isUnrecorded: true })
    }
    await join(clients[4]!, on.named(), { version: 3, note: 'one too many' })
    await join(clients[4]!, on.named(), { version: 5, note: 'one too many' })
    await join(clients[4]!, on.named(), { version: 5, groupInstanceId: 'static', note: 'one too many, static' })
  },

  'describe, list and delete groups': async (on) => {
    const client = await on.connect()
    const [live, empty] = [on.named('live'), on.named('empty')]
    const joined = await joinWithId(client, live, { isUnrecorded: true })
    await sync(client, live, joined, { [joined.memberId]: 'all' }, { isUnrecorded: true })
    const left = await joinWithId(client, empty, { isUnrecorded: true })
    await client.send(LeaveGroup, 2, { groupId: empty, memberId: left.memberId }, { isUnrecorded: true })
    const mine = { only: (answer: DecodedResponseOf<typeof ListGroups>) => ({ ...answer, groups: answer.groups.filter(({ groupId }) => groupId.startsWith(on.named())) }) }
    for (let version = 0; version <= 5; version++) await client.send(ListGroups, version, {}, mine)
    for (const statesFilter of [['Stable'], ['stable'], ['Empty', 'Dead'], ['Nonsense']]) await client.send(ListGroups, 4, { statesFilter }, { note: statesFilter.join(), ...mine })
    for (const typesFilter of [['classic'], ['Classic'], ['consumer'], ['nonsense']]) await client.send(ListGroups, 5, { typesFilter }, { note: `type ${typesFilter.join()}`, ...mine })
    for (let version = 0; version <= 6; version++) await client.send(DescribeGroups, version, { groups: [live, empty, on.named('stranger'), ''], includeAuthorizedOperations: version > 2 })
    await client.send(DescribeGroups, 5, { groups: [] }, { note: 'none' })
    for (const version of [0, 1, 2]) await client.send(DeleteGroups, version, { groupsNames: [live, on.named('stranger'), ''] })
    await client.send(DeleteGroups, 2, { groupsNames: [empty] }, { note: 'an empty one' })
    await client.send(DeleteGroups, 2, { groupsNames: [empty] }, { note: 'again' })
    await client.send(DeleteGroups, 2, { groupsNames: [] }, { note: 'none' })
    await describe(client, empty, 'after it was deleted')
  },

  'requests in the wrong state of a group': async (on) => {
    const client = await on.connect()
    const group = on.named()
    const { memberId } = await join(client, group, { isUnrecorded: true })
    await beat(client, group, { generationId: 0, memberId }, 'of a member that only has an id')
    await sync(client, group, { memberId, generationId: 0 } as Joined, {}, { note: 'of a member that only has an id' })
    await client.send(LeaveGroup, 2, { groupId: group, memberId }, { note: 'of a member that only has an id' })
    await join(client, group, { memberId, note: 'with the id that left' })
  },
})

/** Two members, stable; the first one leads. */
async function pair(a: Connection, b: Connection, group: string): Promise<{ a: Joined; b: Joined }> {
  const quiet = { isUnrecorded: true }
  const alone = await joinWithId(a, group, quiet)
  const { memberId: idOfB } = await join(b, group, quiet)
  const joining = join(b, group, { memberId: idOfB, ...quiet })
  await pause(100)
  const leader = await join(a, group, { memberId: alone.memberId, ...quiet })
  const other = await joining
  const waiting = sync(b, group, other, {}, quiet)
  await sync(a, group, leader, { [leader.memberId]: 'half', [idOfB]: 'the other half' }, quiet)
  await waiting
  return { a: leader, b: other }
}
