// The core as both hosts start it: data folder, broker, services, and the RPC that answers the page.
import { type Clock, systemClock } from '../base/clock.ts'
import { type Logger, stderrLogger } from '../base/logger.ts'
import { type Random, systemRandom } from '../base/random.ts'
import { systemTimers, type Timers } from '../base/timers.ts'
import { playedRelease } from '../broker/as-version.ts'
import { type Broker, startBroker } from '../broker/broker.ts'
import { formatBrokerAddress } from '../client/bootstrap-address.ts'
import { type AppServices, createAppServices } from '../services/app-services.ts'
import type { SealedText } from '../services/ports.ts'
import { createRouter } from '../services/router.ts'
import { sealedSecretStore } from '../services/secret-store.ts'
import { appVersion } from './app-root.ts'
import { DEFAULT_KAFKA_PORT } from './default-ports.ts'
import { type Home, openHome } from './home.ts'
import { accessSettings, createUsersOrStop, type KafkaAccess, listenersOf } from './kafka-access.ts'
import { RpcServer } from './rpc-connection.ts'
import { type NodeStylePort, portTransport } from './rpc-transports.ts'

export interface CoreOptions {
  /** The home folder: settings, known clusters, and the broker's data unless the settings name another folder for that. */
  readonly directory: string
  /** Nobody asked for this very folder, so the settings may name another one for the broker's data. */
  readonly isUsualDirectory?: boolean
  /** 0 picks a free one; undefined: as the settings say. */
  readonly kafkaPort: number | undefined
  /** Over what the workbench sets for itself. */
  readonly configs: Readonly<Record<string, string>>
  /** By which ports clients come in, and who; over the settings. */
  readonly access?: KafkaAccess
  readonly host: 'electron' | 'node'
  /** Where secrets are kept; in memory if absent. */
  readonly secrets?: SealedText
  readonly logger?: Logger
  readonly clock?: Clock
  readonly timers?: Timers
  readonly random?: Random
}

export interface Core {
  /** `127.0.0.1:19092`: where Kafka clients connect. */
  readonly kafka: string
  /** Where the broker keeps its data. */
  readonly dataFolder: string
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

/** As whom the workbench comes in where everybody else must sign in. */
const WORKBENCH_USER = 'headwater-workbench'

/** A topic that creates itself should show what partitions are. */
const WORKBENCH_CONFIGS = { 'num.partitions': '3' }

/** Rejects StartupError, ListenError, StorageError or ConfigError when it cannot be. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { clock = systemClock, timers = systemTimers, random = systemRandom } = options
  const platform = { clock, timers, random, logger: options.logger ?? stderrLogger(() => clock.now()) }
  const home = await openHome(options.directory, options.isUsualDirectory === true, platform)
  try {
    return await startIn(home, options, platform)
  } catch (error) {
    await home.close()
    throw error
  }
}

interface Platform {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

async function startIn(home: Home, { kafkaPort, configs, access, host, secrets }: CoreOptions, platform: Platform): Promise<Core> {
  const { settings, dataFolder } = home
  const { logger, random } = platform
  const port = kafkaPort ?? settings.current.kafkaPort ?? DEFAULT_KAFKA_PORT
  const { kafkaRelease, kafkaProtocol, kafkaAcls, durability } = settings.current
  const chosen = { 'headwater.durability': durability, ...(kafkaRelease !== null && { 'headwater.as.version': kafkaRelease }), ...accessSettings({ acls: kafkaAcls }) }
  const ways = { port, securityProtocol: kafkaProtocol, ...listenersOf(access), insider: WORKBENCH_USER }
  const broker = await startBroker({ ...platform, ...ways, directory: dataFolder, configs: { ...WORKBENCH_CONFIGS, ...chosen, ...configs } })
  await createUsersOrStop(broker, access, logger)
  try {
    const system = { version: appVersion(), host, node: process.version, pid: process.pid }
    const keptSecrets = secrets && { secrets: sealedSecretStore(secrets, logger) }
    const services = await createAppServices({ ...platform, ...keptSecrets, directory: home.directory, dataDirectory: dataFolder, settings, broker, system })
    const rpc = new RpcServer(createRouter(services, logger), logger)
    const kafka = formatBrokerAddress(broker.address)
    const kafkaListener = broker.context.listeners[0]!
    settings.nowRunning({
      kafkaPort: broker.address.port,
      kafkaProtocol: kafkaListener.protocol,
      kafkaAcls: broker.context.authorizer !== undefined,
      dataFolder,
      kafkaRelease: playedRelease(broker.context.configs)?.name ?? null,
      durability: broker.context.configs.get('headwater.durability'),
    })
    await home.publish({ kafka, workbench: null })
    return {
      kafka,
      dataFolder,
      broker,
      services,
      rpc,
      logger,
      random,
      attachPort(port) {
        rpc.serve(portTransport(port))
        port.start()
      },
      async publishWorkbench(url) {
        settings.nowRunning({ webPort: Number(new URL(url).port) })
        await home.publish({ kafka, workbench: url })
      },
      async stop() {
        rpc.close()
        try {
          await services.close()
        } finally {
          await broker.stop()
          await home.close()
        }
      },
    }
  } catch (error) {
    await broker.stop()
    throw error
  }
}
