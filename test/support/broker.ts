// A real broker on a temporary folder and a free port, stopped when its test is over.
import { onTestFinished } from 'vitest'
import { type Broker, type BrokerOptions, startBroker } from '../../core/broker/broker.ts'
import { type CollectingLogger, collectingLogger } from './collecting-logger.ts'
import { tempFolder } from './temp-folder.ts'

export interface TestBroker extends Broker {
  readonly directory: string
  readonly logger: CollectingLogger
  /** `127.0.0.1:port`, as clients want it. */
  readonly bootstrap: string
}

/** `options` may fix the folder (to start again on it), the port, or time and randomness. */
export async function startTestBroker(configs: Record<string, string> = {}, options: Partial<BrokerOptions> = {}): Promise<TestBroker> {
  const directory = options.directory ?? (await tempFolder())
  const logger = collectingLogger()
  const broker = await startBroker({ port: 0, logger, ...options, directory, configs })
  onTestFinished(async () => broker.stop())
  return { ...broker, directory, logger, bootstrap: `${broker.address.host}:${broker.address.port}` }
}
