// The core's process of the desktop application: the same core as on the command line, reached over the ports it is given.
import { defaultDataFolder } from '../core/host/data-folder.ts'
import { startCore } from '../core/host/core-process.ts'
import type { NodeStylePort } from '../core/host/rpc-transports.ts'
import { StartupError } from '../core/host/startup-error.ts'
import { explained } from '../core/host/startup-failure.ts'
import { runCoreChild, type RunningCore } from './core-child.ts'
import type { CoreArguments } from './core-messages.ts'
import { secretsOfMain } from './core-secrets.ts'

async function start({ dataDirectory, kafkaPort }: CoreArguments): Promise<RunningCore> {
  const where = { directory: dataDirectory ?? defaultDataFolder(), isUsualDirectory: dataDirectory === undefined }
  const core = await explained('--kafka-port', async () => startCore({ ...where, kafkaPort, configs: {}, host: 'electron', secrets: secretsOfMain(process.parentPort) }))
  return {
    kafkaAddress: core.kafka,
    dataFolder: core.dataFolder,
    // The same shape, but TypeScript does not match overloads one by one.
    attachPort: (port) => core.attachPort(port as unknown as NodeStylePort),
    stop: async () => core.stop(),
  }
}

void runCoreChild({
  parent: process.parentPort,
  start: async () => start(JSON.parse(process.argv[2]!) as CoreArguments),
  refusalOf: (error) => (error instanceof StartupError ? error.message : undefined),
  exit: (code) => process.exit(code),
  report: (error) => console.error(error),
})
