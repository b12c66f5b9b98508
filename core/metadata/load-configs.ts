// Configs that changed while the broker ran come back from disk, and further changes act: who keeps what, wired together.
import type { LeveledLogger } from '../base/leveled-logger.ts'
import type { MetadataStore } from '../storage/storage.ts'
import type { BrokerConfigs } from './broker-configs.ts'
import { ConfigResourceType } from './config-resource-type.ts'
import { DynamicConfigs } from './dynamic-configs.ts'
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
  readonly logger: LeveledLogger
}

export function loadConfigs(store: MetadataStore, { nodeId, configs, topics, logger }: LoadConfigsDeps): ConfigParts {
  const { BROKER } = ConfigResourceType
  const dynamicConfigs = DynamicConfigs.load(store)
  const follow = (): void => {
    const dynamic = { broker: dynamicConfigs.own(BROKER, String(nodeId)), cluster: dynamicConfigs.own(BROKER, '') }
    for (const name of configs.setDynamic(dynamic)) logger.warn(`The stored value of setting "${name}" cannot be used any more; its default counts.`)
  }
  follow()
  dynamicConfigs.changed.on(({ type }) => {
    if (type === BROKER) follow()
  })
  const groupConfigs = new GroupConfigs(dynamicConfigs, configs)
  const resourceConfigs = new ResourceConfigs({ nodeId, topics, broker: configs, groups: groupConfigs, dynamic: dynamicConfigs, logger })
  return { dynamicConfigs, groupConfigs, resourceConfigs }
}
