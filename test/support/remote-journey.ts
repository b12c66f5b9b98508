// What a person does on a remote cluster, whatever it is and however it is spoken to: try out, add, be refused, arm, create, send, read, look at groups.
import assert from 'node:assert/strict'
import { createRouterClient, ORPCError } from '@orpc/server'
import { silentLogger } from '../../core/base/logger.ts'
import { findCoordinator } from '../../core/client/admin/find-coordinators.ts'
import type { ClusterConnection } from '../../core/client/cluster-connection.ts'
import type { Client } from '../../core/contract/rpc-client.ts'
import { kafkaError } from '../../core/protocol/error-codes.ts'
import { OffsetCommit } from '../../core/protocol/messages/offset-commit.ts'
import type { AppServices } from '../../core/services/app-services.ts'
import { StreamCredits } from '../../core/services/bounded-stream.ts'
import type { ConnectionProfile } from '../../core/services/connections-service.ts'
import { createRouter } from '../../core/services/router.ts'

export function clientOf(services: AppServices): Client {
  return createRouterClient(createRouter(services, silentLogger), { context: { streams: new StreamCredits() } }) as Client
}

/** Rejects at the first thing that is not as it should be. */
export async function remoteJourney(services: AppServices, profile: ConnectionProfile, topic: string): Promise<void> {
  const client = clientOf(services)
  const { name, bootstrapServers, hue, security } = profile
  const report = await client.connections.test({ bootstrapServers: [...bootstrapServers], security, connectionId: null })
  assert.deepEqual(report.steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'unreached'), [])
  const { id: connectionId } = await client.connections.add({ name, bootstrapServers: [...bootstrapServers], hue, security })
  const create = async () => client.topics.create({ connectionId, topic, partitionCount: 2 })
  await assert.rejects(create, (error) => error instanceof ORPCError && error.code === 'READ_ONLY')
  await client.connections.arm({ connectionId, confirmName: name, minutes: 5 })
  await create()
  assert.ok((await client.topics.list({ connectionId })).topics.some((listed) => listed.name === topic))
  const sent = await sendSome(client, connectionId, topic)
  assert.deepEqual(await readAll(client, connectionId, topic), sent)
  await commit(services.connections.cluster(connectionId), `${topic}-readers`, topic)
  assert.ok((await client.groups.list({ connectionId })).groups.some(({ groupId }) => groupId === `${topic}-readers`))
  const { partitions } = await client.groups.describe({ connectionId, groupId: `${topic}-readers` })
  assert.deepEqual(partitions.filter(({ committedOffset }) => committedOffset !== null).map(({ partition, committedOffset, lag }) => [partition, committedOffset, lag]), [[0, 1n, BigInt(sent.filter(({ partition }) => partition === 0).length - 1)]])
  await client.topics.delete({ connectionId, topic, confirmName: topic })
  await client.connections.remove({ connectionId })
}

interface SentText {
  readonly partition: number
  readonly offset: bigint
  readonly value: string
}

async function sendSome(client: Client, connectionId: string, topic: string): Promise<SentText[]> {
  const sent: SentText[] = []
  for (const [index, value] of ['first', '{"id":9007199254740993}', 'größer', 'last'].entries()) {
    const outgoing = { connectionId, topic, partition: index % 2, key: { kind: 'text', text: `k${index}` }, value: { kind: 'text', text: value }, headers: [] } as const
    const { partition, offset } = await client.messages.produce({ ...outgoing, headers: [] })
    sent.push({ partition, offset, value })
  }
  return sent.toSorted(byPlace)
}

async function readAll(client: Client, connectionId: string, topic: string): Promise<SentText[]> {
  const stop = new AbortController()
  const stream = await client.messages.browse({ connectionId, topic, start: { kind: 'newest' }, filter: '', limit: 100 }, { signal: stop.signal })
  const found: SentText[] = []
  for await (const { rows, ended } of stream) {
    for (const { partition, offset, value } of rows) found.push({ partition, offset, value: 'text' in value ? value.text : `(${value.kind})` })
    if (ended !== null) break
  }
  stop.abort()
  return found.toSorted(byPlace)
}

const byPlace = (a: SentText, b: SentText): number => a.partition - b.partition || Number(a.offset - b.offset)

/** As a consumer without a group would: offset 1 of partition 0. */
async function commit(cluster: ClusterConnection, groupId: string, topic: string): Promise<void> {
  await cluster.retrying(async () => {
    const coordinator = await findCoordinator(cluster, groupId)
    const topics = [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: null }] }]
    // Version 10 names topics by id.
    const answer = await cluster.request(coordinator, OffsetCommit, { groupId, memberId: '', topics: topics as never }, { maxVersion: 9 })
    const code = answer.topics[0]!.partitions[0]!.errorCode
    if (code !== 0) throw kafkaError(code === 16 ? 'NOT_COORDINATOR' : 'COORDINATOR_NOT_AVAILABLE', `OffsetCommit answered ${code}.`)
  })
}
