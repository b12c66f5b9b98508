// Answers the contract: every procedure and the service that does it, behind the rules that hold for all of them.
import { implement, ORPCError } from '@orpc/server'
import { assert } from '../base/assert.ts'
import type { Logger } from '../base/logger.ts'
import { contract } from '../contract/contract.ts'
import type { ProcedureMeta } from '../contract/procedure.ts'
import type { AppServices } from './app-services.ts'
import { factOfWrite, type WriteOutcome } from './audited-writes.ts'
import { bounded, type StreamCredits } from './bounded-stream.ts'
import { rpcErrorOf } from './rpc-errors.ts'

/** What belongs to one reader's connection. */
export interface RpcContext {
  readonly streams: StreamCredits
}

export type AppRouter = ReturnType<typeof createRouter>

export function createRouter({ connections, topics, messages, records, groups, deadLetters, replayPlans, replaySandbox, replayFiles, purge, replayUndo, replayJobs, audit, auditLog, retries, localBroker, demo, settings, system }: AppServices, logger: Logger) {
  const os = guarded(connections, auditLog, logger)
  return os.router({
    connections: {
      list: os.connections.list.handler(() => connections.list()),
      add: os.connections.add.handler(async ({ input }) => connections.add(input)),
      update: os.connections.update.handler(async ({ input: { connectionId, ...profile } }) => connections.update(connectionId, profile)),
      remove: os.connections.remove.handler(async ({ input }) => done(connections.remove(input.connectionId))),
      test: os.connections.test.handler(async ({ input }) => connections.test(input.bootstrapServers, input.security, input.connectionId)),
      enterSecrets: os.connections.enterSecrets.handler(async ({ input: { connectionId, ...secrets } }) => connections.enterSecrets(connectionId, secrets)),
      arm: os.connections.arm.handler(({ input }) => connections.arm(input.connectionId, input.confirmName, input.minutes)),
      disarm: os.connections.disarm.handler(({ input }) => connections.disarm(input.connectionId)),
    },
    topics: {
      list: os.topics.list.handler(async ({ input }) => topics.list(input.connectionId, input.includeInternal ?? false)),
      glance: os.topics.glance.handler(async ({ input }) => topics.glance(input.connectionId, input.topics)),
      describe: os.topics.describe.handler(async ({ input }) => topics.describe(input.connectionId, input.topic)),
      create: os.topics.create.handler(async ({ input: { connectionId, topic, ...spec } }) => topics.create(connectionId, { name: topic, ...spec })),
      addPartitions: os.topics.addPartitions.handler(async ({ input }) => topics.addPartitions(input.connectionId, input.topic, input.totalCount)),
      delete: os.topics.delete.handler(async ({ input }) => done(topics.delete(input.connectionId, input.topic, input.confirmName))),
    },
    messages: {
      browse: os.messages.browse.handler(({ input: { connectionId, topic, ...query }, signal }) => messages.browse(connectionId, topic, query, signal!)),
      tail: os.messages.tail.handler(({ input: { connectionId, topic, ...query }, signal }) => messages.tail(connectionId, topic, query, signal!)),
      partitionForKey: os.messages.partitionForKey.handler(async ({ input }) => messages.partitionForKey(input.connectionId, input.topic, input.key)),
      produce: os.messages.produce.handler(async ({ input: { connectionId, topic, ...message } }) => messages.produce(connectionId, topic, message)),
      produceMany: os.messages.produceMany.handler(({ input: { connectionId, topic, ...sending }, signal }) => messages.produceMany(connectionId, topic, sending, signal!)),
    },
    records: {
      read: os.records.read.handler(async ({ input }) => records.read(input)),
      chunk: os.records.chunk.handler(async ({ input: { of, fromByte, maxBytes, ...place } }) => records.chunk(place, of, fromByte, maxBytes)),
      lines: os.records.lines.handler(async ({ input: { of, layout, fromLine, maxLines, ...place } }) => records.lines(place, of, layout, fromLine, maxLines)),
      find: os.records.find.handler(async ({ input: { of, layout, text, fromLine, backwards, ...place }, signal }) =>
        records.find(place, of, { layout, text, fromLine, backwards }, signal!),
      ),
    },
    groups: {
      list: os.groups.list.handler(async ({ input }) => groups.list(input.connectionId)),
      glance: os.groups.glance.handler(async ({ input }) => groups.glance(input.connectionId, input.groupIds)),
      describe: os.groups.describe.handler(async ({ input }) => groups.describe(input.connectionId, input.groupId)),
    },
    deadLetters: answered(os.deadLetters, [deadLetters, purge]),
    replay: answered(os.replay, [replayPlans, replaySandbox, replayFiles, replayUndo, replayJobs]),
    audit: answered(os.audit, [audit]),
    retries: answered(os.retries, [retries]),
    localBroker: localBrokerProcedures(os.localBroker, localBroker, demo),
    settings: {
      watch: os.settings.watch.handler(({ signal }) => settings.watch(signal!)),
      change: os.settings.change.handler(async ({ input }) => settings.change(input)),
      reset: os.settings.reset.handler(async () => settings.reset()),
      dismissProblem: os.settings.dismissProblem.handler(() => settings.dismissProblem()),
    },
    streams: {
      acknowledge: os.streams.acknowledge.handler(({ input, context }) => {
        context.streams.acknowledge(input.streamId, input.received)
        return {}
      }),
    },
    system: { info: os.system.info.handler(() => system) },
  })
}

function localBrokerProcedures(os: ReturnType<typeof guarded>['localBroker'], localBroker: AppServices['localBroker'], demo: AppServices['demo']) {
  return {
    status: os.status.handler(() => localBroker.status()),
    watch: os.watch.handler(({ signal }) => localBroker.watch(signal!)),
    requests: os.requests.handler(({ signal }) => localBroker.requests(signal!)),
    applyRetention: os.applyRetention.handler(async () => localBroker.applyRetention()),
    compact: os.compact.handler(async () => localBroker.compact()),
    security: os.security.handler(() => localBroker.security.state()),
    setUser: os.setUser.handler(async ({ input: { name, password } }) => localBroker.security.setUser(name, password)),
    removeUser: os.removeUser.handler(async ({ input }) => localBroker.security.removeUser(input.name)),
    addRule: os.addRule.handler(async ({ input }) => localBroker.security.addRule(input)),
    removeRule: os.removeRule.handler(async ({ input }) => localBroker.security.removeRule(input)),
    loadDemo: os.loadDemo.handler(async () => demo.load()),
    removeDemo: os.removeDemo.handler(async () => demo.remove()),
  }
}

interface Implementer {
  handler(answer: (call: { input: never; signal?: AbortSignal | undefined }) => unknown): unknown
}
type Handled<Noun> = { [Name in keyof Noun]: Noun[Name] extends { handler: (...answer: never[]) => infer Procedure } ? Procedure : never }

/** Each procedure of a noun is answered by the method of its name (see answers.ts), of the first of the services that has it. */
function answered<Noun extends object>(noun: Noun, services: readonly object[]): Handled<Noun> {
  const names = Object.keys(noun).filter((name) => services.some((service) => name in service))
  const answerOf = (name: string): unknown => {
    const service = services.find((candidate) => name in candidate) as Record<string, (input: unknown, signal: AbortSignal | undefined) => unknown>
    return (noun as Record<string, Implementer>)[name]!.handler(({ input, signal }) => service[name]!(input, signal))
  }
  return Object.fromEntries(names.map((name) => [name, answerOf(name)])) as Handled<Noun>
}

/** The outermost first: errors become those of the contract, streams wait for their reader, writes need an armed cluster. */
function guarded(connections: AppServices['connections'], auditLog: AppServices['auditLog'], logger: Logger) {
  return implement(contract)
    .$context<RpcContext>()
    .$config({ initialInputValidationIndex: Number.NEGATIVE_INFINITY })
    .use(async ({ next, context, path, signal }) => {
      const told = (error: unknown): unknown => contractError(error, path, logger)
      try {
        const result = await next()
        if (!isAsyncIterator(result.output)) return result
        assert(signal, `${path.join('.')} is a stream and was called without a signal`)
        return { ...result, output: translated(bounded(result.output, context.streams, signal), told) as never }
      } catch (error) {
        throw told(error)
      }
    })
    .use(async ({ next, procedure, path }, input) => {
      const { writes } = procedure['~orpc'].meta as ProcedureMeta
      if (!writes) return next()
      const connectionId = connectionIdOf(input, path)
      connections.refuseUnlessWritable(connectionId)
      const audited = async (outcome: WriteOutcome): Promise<void> => auditWrite({ connections, auditLog, logger }, path.join('.'), { ...(input as object), connectionId }, outcome)
      try {
        const result = await next()
        await audited({ outcome: isAsyncIterator(result.output) ? 'started' : 'done', output: result.output })
        return result
      } catch (error) {
        await audited({ outcome: 'failed', error })
        throw error
      }
    })
}

type AuditedServices = Pick<AppServices, 'connections' | 'auditLog'> & { readonly logger: Logger }

/** What was written stays written, also where this cannot be kept. */
async function auditWrite({ connections, auditLog, logger }: AuditedServices, path: string, input: { connectionId: string }, outcome: WriteOutcome): Promise<void> {
  const connectionName = connections.list().connections.find(({ id }) => id === input.connectionId)?.name ?? input.connectionId
  const fact = factOfWrite(path, input, outcome, { connectionName, clusterId: null })
  try {
    if (fact) await auditLog.append(fact)
  } catch (error) {
    logger.error(`${path} was not kept in the audit`, error)
  }
}

function connectionIdOf(input: unknown, path: readonly string[]): string {
  const { connectionId } = input as { connectionId?: unknown }
  assert(typeof connectionId === 'string', `${path.join('.')} writes but does not name a cluster`)
  return connectionId
}

function contractError(error: unknown, path: readonly string[], logger: Logger): unknown {
  const declared = rpcErrorOf(error)
  if (declared) return declared
  const isRefusedInput = error instanceof ORPCError && error.code === 'BAD_REQUEST'
  if (!isRefusedInput) logger.error(`${path.join('.')} failed`, error instanceof ORPCError ? (error.cause ?? error) : error)
  return error
}

async function* translated(stream: AsyncGenerator<unknown, void>, told: (error: unknown) => unknown): AsyncGenerator<unknown, void> {
  try {
    yield* stream
  } catch (error) {
    throw told(error)
  }
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work
  return {}
}
