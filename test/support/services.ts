// Services whose streams and records a test makes up, behind the real router.
import { systemRandom } from '../../core/base/random.ts'
import { systemClock } from '../../core/base/clock.ts'
import { systemTimers } from '../../core/base/timers.ts'
import type { AppServices } from '../../core/services/app-services.ts'
import { ConnectionsService } from '../../core/services/connections-service.ts'
import { memorySecretStore } from '../../core/services/secret-store.ts'
import { collectingLogger } from './collecting-logger.ts'
import { tempFolder } from './temp-folder.ts'

type Parts = { [K in keyof AppServices]?: Partial<AppServices[K]> }

/** Connections are real, with a local broker that nobody runs; a service that the test did not give fails when called. */
export async function fakeServices(parts: Parts = {}): Promise<AppServices> {
  const connections = await ConnectionsService.load({
    directory: await tempFolder(),
    localAddress: { host: '127.0.0.1', port: 1 },
    secrets: memorySecretStore(),
    identity: { clientId: 'test', softwareName: 'test', softwareVersion: '1' },
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    logger: collectingLogger(),
  })
  const system = { version: '0.0.0', host: 'node', node: process.version, pid: process.pid } as const
  return { connections, system, topics: {}, messages: {}, records: {}, groups: {}, retries: {}, deadLetters: {}, replayPlans: {}, replaySandbox: {}, replayFiles: {}, purge: {}, replayUndo: {}, replayJobs: {}, audit: {}, auditLog: { append: async () => ({}) }, localBroker: {}, demo: {}, close: async () => connections.close(), ...parts } as unknown as AppServices
}
