// `headwater broker`: the broker alone, until somebody asks it to stop.
import { systemClock } from '../base/clock.ts'
import { stderrLogger } from '../base/logger.ts'
import { startBroker } from '../broker/broker.ts'
import type { BrokerOptions } from './command-line.ts'
import { accessLines, createUsersOrStop, listenersOf } from './kafka-access.ts'
import { openDataFolder } from './data-folder.ts'
import { explained } from './startup-failure.ts'
import { stopInTime, stopRequested } from './stop-signal.ts'

export async function runBroker({ directory, kafkaPort, settings, access }: BrokerOptions): Promise<number> {
  const stop = stopRequested()
  const folder = await openDataFolder(directory)
  try {
    const logger = stderrLogger(() => systemClock.now())
    const broker = await explained('--port', async () =>
      startBroker({ directory: folder.directory, port: kafkaPort, configs: settings, ...listenersOf(access), logger }),
    )
    await createUsersOrStop(broker, access, logger)
    const address = `${broker.address.host}:${broker.address.port}`
    await folder.publish({ kafka: address, workbench: null })
    process.stdout.write(`headwater: kafka ${address}\n${accessLines(broker).join('')}`)
    await stop
    return await stopInTime(async () => broker.stop())
  } finally {
    await folder.close()
  }
}
