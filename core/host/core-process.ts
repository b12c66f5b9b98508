// The core as both hosts start it: data folder, broker, services, and the RPC that answers the page.
import { type Clock, systemClock } from '../base/clock.ts'
import { type Logger, stderrLogger } from '../base/logger.ts'
import { type Random, systemRandom } from '../base/random.ts'
import { systemTimers, type Timers } from '../base/timers.ts'
import { type Broker, startBroker } from '../broker/broker.ts'
import { formatBrokerAddress } from '../client/bootstrap-address.ts'
import { type AppServices, createAppServices } from '../services/app-services.ts'
import { createRouter } from '../services/router.ts'
import { appVersion } from './app-root.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { RpcServer } from './rpc-connection.ts'
import { type NodeStylePort, portTransport } from './rpc-transports.ts'

export interface CoreOptions {
  readonly directory: string
  /** 0 picks a free one. */
  readonly kafkaPort: number
  /** Over what the workbench sets for itself. */
  readonly configs: Readonly<Record<string, string>>
  readonly host: 'electron' | 'node'
  readonly logger?: Logger
  readonly clock?: Clock
  readonly timers?: Timers
  readonly random?: Random
}

export interface Core {
  /** `127.0.0.1:19092`: where Kafka clients connect. */
  readonly kafka: string
  readonly broker: Broker
  readonly services: AppServices
  readonly rpc: RpcServer
  readonly logger: Logger
  readonly random: Random
  /** Answers the page at the other end of the port, until it closes. */
  attachPort(port: NodeStylePort): void
  /** Tells a second starter on the data folder where the workbench is. */
  publishWorkbench(url: string): Promise<void>
  stop(): Promise<void>
}

/** A topic that creates itself should show what partitions are. */
const WORKBENCH_CONFIGS = { 'num.partitions': '3' }

/** Rejects StartupError, ListenError, StorageError or ConfigError when it cannot be. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const folder = await openDataFolder(options.directory)
  try {
    return await startIn(folder, options)
  } catch (error) {
    await folder.close()
    throw error
  }
}

async function startIn(folder: DataFolder, { kafkaPort, configs, host, ...platform }: CoreOptions): Promise<Core> {
  const { clock = systemClock, timers = systemTimers, random = systemRandom } = platform
  const logger = platform.logger ?? stderrLogger(() => clock.now())
  const shared = { directory: folder.directory, clock, timers, random, logger }
  const broker = await startBroker({ ...shared, port: kafkaPort, configs: { ...WORKBENCH_CONFIGS, ...configs } })
  try {
    const system = { version: appVersion(), host, node: process.version, pid: process.pid }
    const services = await createAppServices({ ...shared, broker, system })
    const rpc = new RpcServer(createRouter(services, logger), logger)
    const kafka = formatBrokerAddress(broker.address)
    await folder.publish({ kafka, workbench: null })
    return {
      kafka,
      broker,
      services,
      rpc,
      logger,
      random,
      attachPort(port) {
        rpc.serve(portTransport(port))
        port.start()
      },
      publishWorkbench: async (url) => folder.publish({ kafka, workbench: url }),
      async stop() {
        rpc.close()
        try {
          await services.close()
        } finally {
          await broker.stop()
          await folder.close()
        }
      },
    }
  } catch (error) {
    await broker.stop()
    throw error
  }
}
