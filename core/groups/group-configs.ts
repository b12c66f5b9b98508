// The broker settings that groups obey; BrokerConfigs and the configs of single groups answer to these shapes.

export type GroupConfigName =
  | 'group.min.session.timeout.ms'
  | 'group.max.session.timeout.ms'
  | 'group.initial.rebalance.delay.ms'
  | 'group.max.size'
  | 'group.consumer.max.size'
  | 'offset.metadata.max.bytes'
  | 'offsets.retention.minutes'

type GroupTextConfigName = 'group.consumer.assignors' | 'group.consumer.migration.policy' | 'group.coordinator.rebalance.protocols'

export interface GroupConfigs {
  getInt(name: GroupConfigName): number
  reading(name: GroupTextConfigName): { readonly text: string | null }
}

/** Server-side assignors, the default first. */
export function assignorNames(configs: GroupConfigs): readonly string[] {
  return listIn(configs, 'group.consumer.assignors')
}

/** `classic`, `consumer`, `streams`, `share`. */
export function rebalanceProtocols(configs: GroupConfigs): readonly string[] {
  return listIn(configs, 'group.coordinator.rebalance.protocols')
}

export function migrationPolicy(configs: GroupConfigs): string {
  return configs.reading('group.consumer.migration.policy').text ?? ''
}

function listIn(configs: GroupConfigs, name: GroupTextConfigName): readonly string[] {
  return (configs.reading(name).text ?? '').split(',').filter((item) => item !== '')
}

export type ConsumerGroupConfigName = 'consumer.session.timeout.ms' | 'consumer.heartbeat.interval.ms'

/** What holds for one consumer group: its own config, or the broker's for all. */
export interface ConsumerGroupConfigs {
  getInt(groupId: string, name: ConsumerGroupConfigName): number
}
