// The workbench's services on a real local broker, and a second real broker that stands for a remote cluster.
import { onTestFinished } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { systemRandom } from '../../core/base/random.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { createWritable } from '../../core/host/data-folder.ts'
import { type AppServices, createAppServices } from '../../core/services/app-services.ts'
import { SettingsService } from '../../core/services/settings-service.ts'
import { startTestBroker, type TestBroker } from './broker.ts'
import { type CollectingLogger, collectingLogger } from './collecting-logger.ts'
import { tempFolder } from './temp-folder.ts'

export interface TestServices {
  readonly broker: TestBroker
  readonly services: AppServices
  readonly logger: CollectingLogger
}

export async function startTestServices(configs: Record<string, string> = {}): Promise<TestServices> {
  const broker = await startTestBroker({ 'num.partitions': '3', ...configs })
  const logger = collectingLogger()
  const directory = await tempFolder()
  const settings = await SettingsService.load({ directory, clock: systemClock, logger, checkDataFolder: createWritable })
  const services = await createAppServices({
    directory,
    dataDirectory: directory,
    settings,
    broker,
    system: { version: '0.0.0', host: 'node', node: process.version, pid: process.pid },
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    logger,
  })
  onTestFinished(async () => services.close())
  return { broker, services, logger }
}
