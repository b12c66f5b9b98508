import { isContractProcedure } from '@orpc/contract'
import { createRouterClient, implement, ORPCError, safe } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { commitOffsets } from '../../../core/client/admin/commit-offsets.ts'
import type { Client } from '../../../core/contract/rpc-client.ts'
import { contract } from '../../../core/contract/contract.ts'
import type { ProcedureMeta } from '../../../core/contract/procedure.ts'
import { StreamCredits } from '../../../core/services/bounded-stream.ts'
import { createRouter } from '../../../core/services/router.ts'
import { startTestBroker } from '../../support/broker.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { startTestServices } from '../../support/core-services.ts'
import { plainCluster } from '../../support/profiles.ts'
import { fakeServices } from '../../support/services.ts'

interface Listed {
  readonly path: string
  readonly writes: boolean
  readonly takesConnection: boolean
}

function procedures(router: object, path: readonly string[] = []): Listed[] {
  return Object.entries(router).flatMap(([name, entry]: [string, object]) => {
    if (!isContractProcedure(entry)) return procedures(entry, [...path, name])
    const { meta, inputSchema } = entry['~orpc']
    const shape = (inputSchema as { shape?: object } | undefined)?.shape ?? {}
    return { path: [...path, name].join('.'), writes: (meta as ProcedureMeta).writes === true, takesConnection: 'connectionId' in shape }
  })
}

const all = procedures(contract)

/** What a writing procedure can be called with; in an order in which all of it works. */
const SAMPLES: Record<string, object> = {
  'topics.create': { topic: 'orders', partitionCount: 2 },
  'topics.addPartitions': { topic: 'orders', totalCount: 3 },
  'messages.produce': { topic: 'orders', partition: 0, key: { kind: 'null' }, value: { kind: 'text', text: 'a' }, headers: [] },
  'messages.produceMany': {
    topic: 'orders', partition: 0, key: { kind: 'null' }, value: { kind: 'text', text: 'a' }, headers: [], count: 3, fillIn: false, perSecond: null,
  },
  'retries.copyAndAdvance': { groupId: 'billing', topic: 'orders', partition: 0, offset: 0n, deadLetterTopic: 'orders', headerDialect: 'headwater' },
  'topics.delete': { topic: 'orders', confirmName: 'orders' },
}

/** What a writing procedure can be refused with: there is nothing of these names, which is told only where the cluster is armed. */
const OF_NOTHING: Record<string, object> = {
  'deadLetters.purge': { topic: 'orders', keys: [{ topic: 'orders', topicId: 'none', partition: 0, offset: 0n }], token: 'none', confirmName: 'prod', waive: true, exportId: null },
  'replay.start': { planId: 'none', planHash: 'none', confirmName: 'prod', atMs: null },
  'replay.startSandbox': { planId: 'none' },
  'replay.resume': { jobId: 'none' },
  'replay.undo': { jobId: 'none', force: false },
}

const SUMMARY = { name: '', topicId: null, partitionCount: 1, replicationFactor: 1, isInternal: false }

async function callByPath(client: Client, path: string, input: object): Promise<unknown> {
  const procedure = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], client)
  const { error } = await safe(taken((procedure as (given: object, options: object) => Promise<unknown>)(input, { signal: new AbortController().signal })))
  return error instanceof ORPCError ? error.code : error
}

/** A stream is read to its end: that is when what it writes has been written. */
async function taken(answer: Promise<unknown>): Promise<unknown> {
  const value = await answer
  if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) return value
  for await (const event of value as AsyncIterable<unknown>) void event
  return undefined
}

/** Every writing procedure that does something else than refuse. */
async function unguarded(client: Client, connectionId: string, samples = { ...SAMPLES, ...OF_NOTHING }): Promise<string[]> {
  const outcomes = await Promise.all(Object.entries(samples).map(async ([path, input]) => [path, await callByPath(client, path, { ...input, connectionId })]))
  return outcomes.filter(([, code]) => code !== 'READ_ONLY').map(([path, code]) => `${String(path)}: ${String(code)}`)
}

async function withRemote() {
  const { services, logger } = await startTestServices()
  const remote = await startTestBroker()
  const { id } = await services.connections.add(plainCluster('prod', remote.bootstrap))
  const client = createRouterClient(createRouter(services, logger), { context: { streams: new StreamCredits() } }) as Client
  return { client, remote, id, services }
}

describe('A remote cluster', () => {
  it('3.15.6: read-only is enforced in the core: a call to produce/purge/reset fails even if the button is visible', async () => {
    const { client, remote, id, services } = await withRemote()
    expect(await unguarded(client, id)).toEqual([])
    expect([...remote.context.topics.all()]).toEqual([])
    await client.connections.arm({ connectionId: id, confirmName: 'prod', minutes: 1 })
    const outcomes: unknown[] = []
    for (const [path, input] of Object.entries(SAMPLES)) {
      if (path === 'retries.copyAndAdvance') await commitOffsets(services.connections.cluster(id), 'billing', [{ topic: 'orders', partition: 0, offset: 0 }])
      outcomes.push(await callByPath(client, path, { ...input, connectionId: id }))
    }
    expect(outcomes).toEqual(Object.keys(SAMPLES).map(() => null))
    for (const [path, input] of Object.entries(OF_NOTHING)) expect(['NOT_FOUND', 'INVALID_INPUT', 'KAFKA_ERROR'], path).toContain(await callByPath(client, path, { ...input, connectionId: id }))
    await client.connections.disarm({ connectionId: id })
    expect(await unguarded(client, id)).toEqual([])
  })

  it('can be read all the time', async () => {
    const { client, id } = await withRemote()
    expect((await client.topics.list({ connectionId: id })).topics).toEqual([])
  })

  it('would be found open if the guard were missing', async () => {
    const os = implement(contract)
    const open = createRouterClient(
      {
        topics: {
          create: os.topics.create.handler(() => SUMMARY),
          addPartitions: os.topics.addPartitions.handler(() => SUMMARY),
          delete: os.topics.delete.handler(() => ({})),
        },
        retries: { copyAndAdvance: os.retries.copyAndAdvance.handler(() => ({ topic: '', partition: 0, offset: 0n, committedOffset: 1n })) },
        messages: {
          produce: os.messages.produce.handler(() => ({ partition: 0, offset: 0n, timestamp: 0n })),
          produceMany: os.messages.produceMany.handler(async function* () {
            yield { acknowledged: 1, failed: 0, failure: null, latest: [], done: true }
          }),
        },
      },
      {},
    )
    expect(await unguarded(open as unknown as Client, 'prod', SAMPLES)).toEqual(Object.keys(SAMPLES).map((path) => `${path}: null`))
  })
})

const CHANGES_NO_CLUSTER = [
  'connections.list',
  'connections.add',
  'connections.update',
  'connections.remove',
  'connections.test',
  'connections.enterSecrets',
  'connections.arm',
  'connections.disarm',
  'topics.list',
  'topics.glance',
  'topics.describe',
  'messages.browse',
  'messages.tail',
  'messages.partitionForKey',
  'records.read',
  'records.chunk',
  'records.lines',
  'records.find',
  'groups.list',
  'groups.glance',
  'groups.describe',
  'deadLetters.recognise',
  'deadLetters.recogniseTopic',
  'deadLetters.mappings',
  'deadLetters.setMapping',
  'deadLetters.removeMapping',
  'deadLetters.dialects',
  'deadLetters.setDialect',
  'deadLetters.removeDialect',
  'deadLetters.previewDialect',
  'deadLetters.index',
  'deadLetters.rebuild',
  'deadLetters.groups',
  'deadLetters.timeline',
  'deadLetters.list',
  'deadLetters.case',
  'deadLetters.setState',
  'deadLetters.setNote',
  'deadLetters.setCaseNote',
  'deadLetters.merge',
  'deadLetters.split',
  'deadLetters.markVisited',
  'deadLetters.purgePreview',
  'replay.defaults',
  'replay.plan',
  'replay.plans',
  'replay.summary',
  'replay.removePlan',
  'replay.change',
  'replay.items',
  'replay.preview',
  'replay.edit',
  'replay.force',
  'replay.leaveOut',
  'replay.tryTransform',
  'replay.dryRun',
  'replay.redirects',
  'replay.setRedirects',
  'replay.jobs',
  'replay.watchJobs',
  'replay.watchJob',
  'replay.pause',
  'replay.cancel',
  'replay.setRate',
  'replay.jobItems',
  'replay.retryFailed',
  'replay.decide',
  'replay.archive',
  'replay.exportJob',
  'replay.sandbox',
  'replay.promote',
  'replay.exportCases',
  'replay.importPiece',
  'replay.fixture',
  'audit.entries',
  'audit.verify',
  'audit.export',
  'retries.list',
  'retries.watch',
  'retries.preview',
  'retries.save',
  'retries.pause',
  'retries.resume',
  'retries.delete',
  'retries.dismiss',
  'retries.pending',
  'retries.fireNow',
  'retries.warp',
  'retries.startSimulator',
  'retries.stopSimulator',
  'retries.removeSimulator',
  'retries.watchSimulators',
  'retries.watchPoison',
  'localBroker.security',
  'localBroker.setUser',
  'localBroker.removeUser',
  'localBroker.addRule',
  'localBroker.removeRule',
  'localBroker.status',
  'localBroker.watch',
  'localBroker.requests',
  'localBroker.applyRetention',
  'localBroker.compact',
  'localBroker.loadDemo',
  'localBroker.removeDemo',
  'settings.watch',
  'settings.change',
  'settings.reset',
  'settings.dismissProblem',
  'streams.acknowledge',
  'system.info',
]

describe('The contract', () => {
  it('has a sample for every writing procedure, each of which names its cluster', () => {
    const writing = all.filter(({ writes }) => writes)
    expect(writing.map(({ path }) => path).toSorted((a, b) => a.localeCompare(b))).toEqual(Object.keys({ ...SAMPLES, ...OF_NOTHING }).toSorted((a, b) => a.localeCompare(b)))
    expect(writing.filter(({ takesConnection }) => !takesConnection)).toEqual([])
  })

  it('lists here what changes no cluster: a new procedure has to decide', () => {
    expect(all.filter(({ writes }) => !writes).map(({ path }) => path)).toEqual(CHANGES_NO_CLUSTER)
  })
})

describe('A failure', () => {
  const clientOf = async (error: unknown) => {
    const logger = collectingLogger()
    const services = await fakeServices({ groups: { list: () => Promise.reject(error as Error) } })
    return { logger, client: createRouterClient(createRouter(services, logger), { context: { streams: new StreamCredits() } }) as Client }
  }

  it('that is a bug is logged with its procedure, and tells the page nothing of its insides', async () => {
    const { client, logger } = await clientOf(new TypeError('secret'))
    await expect(client.groups.list({ connectionId: 'local' })).rejects.toThrow('secret')
    expect(logger.lines).toEqual(['error groups.list failed: secret'])
  })

  it('of the output to fit the contract is logged', async () => {
    const logger = collectingLogger()
    const services = await fakeServices({ groups: { list: () => Promise.resolve({ groups: [{}], readAtMs: 0 } as never) } })
    const client = createRouterClient(createRouter(services, logger), { context: { streams: new StreamCredits() } }) as Client
    await expect(client.groups.list({ connectionId: 'local' })).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect(logger.lines).toHaveLength(1)
  })

  it('of the input to fit the contract reaches no service and no log', async () => {
    const { client, logger } = await clientOf(new Error('reached'))
    await expect(client.groups.list({ connectionId: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(logger.lines).toEqual([])
  })
})
