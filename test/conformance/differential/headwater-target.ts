// Headwater as a target of scenarios: the broker alone, on a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBroker } from '../../../core/broker/broker.ts'
import { isBrokerConfigName } from '../../../core/metadata/broker-config-definitions.ts'
import { SESSION_MS, USER } from '../apache-kafka/kafka-node.ts'
import type { Profile } from './scenario.ts'
import { type Started, type Target, target } from './target.ts'

export const headwaterTarget = (): Target => target(false, startHeadwater)

async function startHeadwater(profile: Profile, settings: Readonly<Record<string, string>>): Promise<Started> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-differential-'))
  const configs = { ...Object.fromEntries(Object.entries(settings).filter(([name]) => isBrokerConfigName(name))), 'headwater.as.version': '4.3', ...(profile === 'sasl' && { 'connections.max.reauth.ms': String(SESSION_MS) }) }
  const broker = await startBroker({ directory, port: 0, configs, securityProtocol: profile === 'sasl' ? 'SASL_PLAINTEXT' : 'PLAINTEXT' })
  if (profile === 'sasl') await broker.context.credentials.setPassword(USER.username, USER.password)
  return {
    port: broker.address.port,
    async stop() {
      await broker.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
