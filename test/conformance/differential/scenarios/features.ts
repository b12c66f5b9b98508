// Features: what levels there are, and how they are changed.
import type { DecodedResponseOf } from '../../../../core/protocol/define-api.ts'
import { ApiVersions } from '../../../../core/protocol/messages/api-versions.ts'
import { UpdateFeatures } from '../../../../core/protocol/messages/update-features.ts'
import type { Connection } from '../scenario-run.ts'
import { family } from '../scenario.ts'

const [UPGRADE, SAFE_DOWNGRADE, UNSAFE_DOWNGRADE] = [1, 2, 3] as const

/** Only the finalized levels. */
async function levels(client: Connection, note: string, isThere: (levelOf: (name: string) => number) => boolean): Promise<void> {
  const levelOf = ({ finalizedFeatures }: DecodedResponseOf<typeof ApiVersions>) => (name: string): number => finalizedFeatures.find((feature) => feature.name === name)?.maxVersionLevel ?? 0
  const request = { clientSoftwareName: 'differential', clientSoftwareVersion: '1' }
  await client.until(ApiVersions, 4, request, (answer) => isThere(levelOf(answer)), { note, only: (answer) => ({ ...answer, apiKeys: [], supportedFeatures: [] }) })
}

async function update(client: Connection, note: string, feature: string, maxVersionLevel: number, upgradeType: number, { version = 2, validateOnly = false } = {}): Promise<unknown> {
  return client.send(UpdateFeatures, version, { timeoutMs: 5_000, featureUpdates: [{ feature, maxVersionLevel, upgradeType, allowDowngrade: upgradeType !== UPGRADE }], validateOnly }, { note })
}

export const features = family('features', {
  'features, changed and changed back': async (on) => {
    const client = await on.connect()
    await update(client, 'to the level that it has', 'transaction.version', 2, UPGRADE)
    await update(client, 'only to validate', 'transaction.version', 1, SAFE_DOWNGRADE, { validateOnly: true })
    await update(client, 'down', 'transaction.version', 1, SAFE_DOWNGRADE)
    await levels(client, 'transaction.version 1', (levelOf) => levelOf('transaction.version') === 1)
    await update(client, 'off', 'transaction.version', 0, SAFE_DOWNGRADE)
    await levels(client, 'no transaction.version', (levelOf) => levelOf('transaction.version') === 0)
    for (const version of [0, 1, 2]) await update(client, 'up', 'transaction.version', 2, UPGRADE, { version })
    await levels(client, 'transaction.version 2', (levelOf) => levelOf('transaction.version') === 2)
    await update(client, 'down', 'group.version', 0, SAFE_DOWNGRADE)
    await levels(client, 'no group.version', (levelOf) => levelOf('group.version') === 0)
    await update(client, 'up', 'group.version', 1, UPGRADE)
    await levels(client, 'group.version 1', (levelOf) => levelOf('group.version') === 1)
  },

  'features that are not right': async (on) => {
    const client = await on.connect()
    for (const version of [0, 1, 2]) {
      await update(client, 'an unknown feature', 'no.such.version', 1, UPGRADE, { version })
      await update(client, 'a level that is too high', 'transaction.version', 9, UPGRADE, { version })
      await update(client, 'down, asked for as up', 'transaction.version', 1, UPGRADE, { version })
      await update(client, 'a negative level', 'transaction.version', -1, SAFE_DOWNGRADE, { version })
      await update(client, 'an empty name', '', 1, UPGRADE, { version })
    }
    await update(client, 'up, asked for as down', 'transaction.version', 2, SAFE_DOWNGRADE)
    await update(client, 'an unknown kind of change', 'transaction.version', 2, 7)
    await update(client, 'down to nothing, unsafe', 'metadata.version', 0, UNSAFE_DOWNGRADE, { validateOnly: true })
    await client.send(UpdateFeatures, 2, { featureUpdates: [] }, { note: 'nothing' })
    const one = { feature: 'transaction.version', maxVersionLevel: 2, upgradeType: UPGRADE, allowDowngrade: false }
    await client.send(UpdateFeatures, 1, { featureUpdates: [one, { ...one, feature: 'no.such.version' }] }, { note: 'good and bad' })
    await client.send(UpdateFeatures, 2, { featureUpdates: [one, one] }, { note: 'one twice' })
  },
}, 'features')
