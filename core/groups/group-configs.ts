// The broker settings that groups obey; BrokerConfigs answers to this shape.

export type GroupConfigName =
  | 'group.min.session.timeout.ms'
  | 'group.max.session.timeout.ms'
  | 'group.initial.rebalance.delay.ms'
  | 'group.max.size'
  | 'offset.metadata.max.bytes'

export interface GroupConfigs {
  getInt(name: GroupConfigName): number
}
