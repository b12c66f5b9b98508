// Feature levels (KIP-584): which this broker supports, and which are finalized; those are durable, with an epoch that grows with every change.
import { Event } from '../base/event.ts'
import { kafkaError } from '../protocol/error-codes.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { clusterTable } from '../storage/tables.ts'
import { type FeatureName, isFeatureName, type SupportedFeature } from './supported-features.ts'

/** Kafka's numbers for what an update may do. */
export const UpgradeType = { UNKNOWN: 0, UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const

export interface FeatureUpdate {
  readonly feature: string
  /** 0 switches the feature off. */
  readonly level: number
  readonly upgradeType: number
}

interface Finalized {
  readonly epoch: number
  readonly levels: Readonly<Record<string, number>>
}

const FEATURES_KEY = 'features'
/** Lowering these would need what the cluster has written in their name to be undone. */
const NEVER_LOWERED: readonly FeatureName[] = ['metadata.version', 'kraft.version']

export class Features {
  readonly changed = new Event<void>()
  readonly supported: readonly SupportedFeature[]
  readonly #store: MetadataStore
  /** What somebody has chosen; all others are at their default. */
  #finalized: Finalized
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(store: MetadataStore, supported: readonly SupportedFeature[]) {
    this.#store = store
    this.supported = supported
    const stored = store.get(clusterTable, FEATURES_KEY) as Finalized | undefined
    this.#finalized = stored ?? { epoch: 0, levels: {} }
  }

  static load(store: MetadataStore, supported: readonly SupportedFeature[]): Features {
    return new Features(store, supported)
  }

  get epoch(): number {
    return this.#finalized.epoch
  }

  /** Features at a level above 0. */
  get finalized(): { readonly name: FeatureName; readonly level: number }[] {
    return this.supported.map(({ name }) => ({ name, level: this.level(name) })).filter(({ level }) => level > 0)
  }

  /** The finalized level; 0 for what is switched off or not supported. */
  level(name: FeatureName): number {
    const feature = this.supported.find((one) => one.name === name)
    return feature === undefined ? 0 : levelOf(feature, this.#finalized)
  }

  /** All updates or none. Resolves when they are durable and in force; rejects with KafkaError. */
  update(updates: readonly FeatureUpdate[], validateOnly: boolean): Promise<void> {
    const turn = this.#turn.then(async () => this.#update(updates, validateOnly))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #update(updates: readonly FeatureUpdate[], validateOnly: boolean): Promise<void> {
    for (const update of updates) this.#check(update)
    const changes = updates.filter(({ feature, level }) => level !== this.level(feature as FeatureName))
    if (validateOnly || changes.length === 0) return
    const { epoch, levels } = this.#finalized
    const next = { epoch: epoch + 1, levels: { ...levels, ...Object.fromEntries(changes.map(({ feature, level }) => [feature, level])) } }
    await this.#commit(next)
    this.#finalized = next
    this.changed.emit()
  }

  #check({ feature, level, upgradeType }: FeatureUpdate): void {
    const invalid = (reason: string) => kafkaError('INVALID_UPDATE_VERSION', `Feature "${feature}" cannot be updated to level ${level}: ${reason}.`)
    if (upgradeType < UpgradeType.UPGRADE || upgradeType > UpgradeType.UNSAFE_DOWNGRADE) throw invalid(`upgrade type ${upgradeType} does not exist`)
    if (level < 0) throw invalid('a level is at least 0')
    const supported = this.supported.find(({ name }) => name === feature)
    if (supported === undefined || !isFeatureName(feature)) throw invalid('this broker does not support the feature')
    const { minVersion, maxVersion } = supported
    if (level !== 0 && (level < minVersion || level > maxVersion)) throw invalid(`this broker supports ${minVersion} to ${maxVersion}`)
    const current = this.level(feature)
    if (level > current && upgradeType !== UpgradeType.UPGRADE) throw invalid(`that would be no downgrade from level ${current}`)
    if (level >= current) return
    if (upgradeType === UpgradeType.UPGRADE) throw invalid(`a downgrade from level ${current} has to be asked for as a safe or an unsafe one`)
    if (NEVER_LOWERED.includes(feature)) throw invalid(`level ${current} cannot be lowered`)
  }

  async #commit(finalized: Finalized): Promise<void> {
    try {
      await this.#store.commit({ writes: [clusterTable.put(FEATURES_KEY, finalized)] })
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      throw kafkaError('FEATURE_UPDATE_FAILED', `The features could not be written: ${error.message}`)
    }
  }
}

/** A level that was chosen under another version of Headwater, or of the Kafka it plays, stays within what is supported now. */
function levelOf({ name, minVersion, maxVersion, defaultLevel }: SupportedFeature, { levels }: Finalized): number {
  const chosen = levels[name] ?? defaultLevel
  return chosen === 0 ? 0 : Math.min(maxVersion, Math.max(minVersion, chosen))
}
