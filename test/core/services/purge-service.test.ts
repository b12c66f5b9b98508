// A purge over real services: what would go is shown, and nothing goes that was neither exported nor given up.
import { describe, expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { EARLIEST, listOffsets } from '../../../core/client/admin/list-offsets.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { AppServices } from '../../../core/services/app-services.ts'
import { startTestServices } from '../../support/core-services.ts'
import { springHeaders } from '../../support/replay-plans.ts'

const NEVER = new AbortController().signal

type Key = { topic: string; topicId: string; partition: number; offset: bigint }

interface World {
  readonly services: AppServices
  readonly key: (offset: bigint) => Key
  readonly start: () => Promise<number>
  readonly name: string
}

async function fiveDeadLetters(configs: Record<string, string> = {}): Promise<World> {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster('local')
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1, configs })
  const topic = await cluster.topic('orders-dlt')
  const records = Array.from({ length: 5 }, (_, i) => ({ key: Buffer.from(`${i}`), value: Buffer.from('v'), headers: springHeaders({ topic: 'orders', partition: 0, offset: i }), timestamp: Date.now() }))
  await produceBatch(cluster, topic, { partition: 0, records })
  return {
    services,
    key: (offset) => ({ topic: 'orders-dlt', topicId: topic.topicId, partition: 0, offset }),
    start: async () => (await listOffsets(cluster, topic, topic.partitions, EARLIEST)).get(0)!.offset!,
    name: services.connections.name('local'),
  }
}

async function exportOf({ services }: World, keys: Key[]): Promise<string> {
  for await (const { exportId } of services.replayFiles.exportCases({ connectionId: 'local', selection: { kind: 'keys', keys } }, NEVER)) if (exportId !== null) return exportId
  throw new Error('The export has no end.')
}

describe('a purge', () => {
  it('shows the prefix that would go, and what of it nobody is done with', async () => {
    const world = await fiveDeadLetters()
    const { purge, deadLetters } = world.services
    const select = { kind: 'keys' as const, keys: [world.key(0n)] }
    await purge.purgePreview({ connectionId: 'local', topic: 'orders-dlt', keys: [world.key(1n)] }, NEVER)
    await deadLetters.setState({ connectionId: 'local', topics: ['orders-dlt'], select, state: 'resolved' }, NEVER)
    const preview = await purge.purgePreview({ connectionId: 'local', topic: 'orders-dlt', keys: [world.key(2n), world.key(1n)] }, NEVER)
    expect(preview).toMatchObject({ partitions: [{ partition: 0, startOffset: 0n, beforeOffset: 3n }], records: 3, unresolved: 2, refusal: null })
    expect(preview.unresolvedSample.map(({ key }) => key.offset)).toEqual([1n, 2n])
  })

  it('needs an export of all that would go, or the word that it may be lost', async () => {
    const world = await fiveDeadLetters()
    const { purge } = world.services
    const keys = [world.key(2n)]
    const { token } = await purge.purgePreview({ connectionId: 'local', topic: 'orders-dlt', keys }, NEVER)
    const asked = { connectionId: 'local', topic: 'orders-dlt', keys, token, confirmName: world.name, waive: false, exportId: null }
    await expect(purge.purge(asked, NEVER)).rejects.toMatchObject({ message: '3 dead letters that nobody is done with would be lost.' })
    const some = await exportOf(world, [world.key(0n), world.key(2n)])
    await expect(purge.purge({ ...asked, exportId: some }, NEVER)).rejects.toMatchObject({ message: 'The record at offset 1 of partition 0 of "orders-dlt" would be deleted and is not in the export.' })
    expect(await world.start()).toBe(0)
    const all = await exportOf(world, [world.key(0n), world.key(1n), world.key(2n)])
    expect(await purge.purge({ ...asked, exportId: all }, NEVER)).toEqual({ partitions: [{ partition: 0, startOffset: 3n, error: null }] })
    expect(await world.start()).toBe(3)
  })

  it('needs one of the two also where a person is done with all of them', async () => {
    const world = await fiveDeadLetters()
    const { purge, deadLetters } = world.services
    const keys = [world.key(0n)]
    await purge.purgePreview({ connectionId: 'local', topic: 'orders-dlt', keys }, NEVER)
    await deadLetters.setState({ connectionId: 'local', topics: ['orders-dlt'], select: { kind: 'keys', keys }, state: 'resolved' }, NEVER)
    const { token, unresolved } = await purge.purgePreview({ connectionId: 'local', topic: 'orders-dlt', keys }, NEVER)
    expect(unresolved).toBe(0)
    const asked = { connectionId: 'local', topic: 'orders-dlt', keys, token, confirmName: world.name, waive: false, exportId: null }
    await expect(purge.purge(asked, NEVER)).rejects.toMatchObject({ message: 'Of what would be deleted there is no copy.' })
    expect(await world.start()).toBe(0)
  })

  it('deletes what was given up, once the name was typed and nothing has changed', async () => {
    const world = await fiveDeadLetters()
    const { purge } = world.services
    const keys = [world.key(4n)]
    const { token } = await purge.purgePreview({ connectionId: 'local', topic: 'orders-dlt', keys }, NEVER)
    const asked = { connectionId: 'local', topic: 'orders-dlt', keys, token, confirmName: world.name, waive: true, exportId: null }
    await expect(purge.purge({ ...asked, confirmName: 'orders' }, NEVER)).rejects.toMatchObject({ data: { field: 'confirmName' } })
    await expect(purge.purge({ ...asked, token: 'other' }, NEVER)).rejects.toMatchObject({ data: { field: 'token' } })
    expect(await purge.purge(asked, NEVER)).toEqual({ partitions: [{ partition: 0, startOffset: 5n, error: null }] })
  })
})
