// Configs that changed while the broker ran come back from disk, and further changes act: who keeps what, wired together.
import type { LeveledLogger } from '../base/leveled-logger.ts'
import type { MetadataStore } from '../storage/storage.ts'
import type { BrokerConfigs } from './broker-configs.ts'
import { MIN_ISR } from './broker-config-changes.ts'
import { ConfigResourceType } from './config-resource-type.ts'
import { DynamicConfigs } from './dynamic-configs.ts'
import type { Features } from './features.ts'
import { GroupConfigs } from './group-configs.ts'
import { ResourceConfigs } from './resource-configs.ts'
import type { Topics } from './topics.ts'

export interface ConfigParts {
  readonly dynamicConfigs: DynamicConfigs
  readonly groupConfigs: GroupConfigs
  readonly resourceConfigs: ResourceConfigs
}

export interface LoadConfigsDeps {
  readonly nodeId: number
  readonly configs: BrokerConfigs
  readonly topics: Topics
  readonly features: Features
  readonly logger: LeveledLogger
}

export function loadConfigs(store: MetadataStore, { nodeId, configs, topics, features, logger }: LoadConfigsDeps): ConfigParts {
  const { BROKER } = ConfigResourceType
  const dynamicConfigs = DynamicConfigs.load(store)
  const follow = (): void => {
    const dynamic = { broker: dynamicConfigs.own(BROKER, String(nodeId)), cluster: dynamicConfigs.own(BROKER, '') }
    for (const name of configs.setDynamic(dynamic)) logger.warn(`The stored value of setting "${name}" cannot be used any more; its default counts.`)
  }
  // KIP-966: while eligible leader replicas are tracked, how many replicas must have a batch is said cluster-wide.
  const isElrOn = (): boolean => features.level('eligible.leader.replicas.version') > 0
  const sayMinIsr = (): void => {
    const cluster = dynamicConfigs.own(BROKER, '')
    if (!isElrOn() || Object.hasOwn(cluster, MIN_ISR)) return
    dynamicConfigs.presume({ type: BROKER, name: '' }, { ...cluster, [MIN_ISR]: configs.reading(MIN_ISR).text! })
  }
  sayMinIsr()
  follow()
  dynamicConfigs.changed.on(({ type }) => {
    if (type === BROKER) follow()
  })
  features.changed.on(sayMinIsr)
  const groupConfigs = new GroupConfigs(dynamicConfigs, configs)
  const resourceConfigs = new ResourceConfigs({ nodeId, topics, broker: configs, groups: groupConfigs, dynamic: dynamicConfigs, logger, isElrOn })
  return { dynamicConfigs, groupConfigs, resourceConfigs }
}
