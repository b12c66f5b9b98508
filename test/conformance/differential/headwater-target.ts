// Headwater as a target of scenarios: the broker alone, on a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBroker } from '../../../core/broker/broker.ts'
import { isBrokerConfigName } from '../../../core/metadata/broker-config-definitions.ts'
import { type Started, type Target, target } from './target.ts'

export const headwaterTarget = (): Target => target(startHeadwaterWith)

async function startHeadwaterWith(settings: Readonly<Record<string, string>>): Promise<Started> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-differential-'))
  const configs = { ...Object.fromEntries(Object.entries(settings).filter(([name]) => isBrokerConfigName(name))), 'headwater.as.version': '4.3' }
  const broker = await startBroker({ directory, port: 0, configs })
  return {
    port: broker.address.port,
    async stop() {
      await broker.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
