// The broker settings that transactions obey; BrokerConfigs answers to this shape.

export interface TransactionConfigs {
  getInt(name: 'transaction.max.timeout.ms' | 'transactional.id.expiration.ms' | 'offsets.topic.num.partitions'): number
  getBoolean(name: 'transaction.partition.verification.enable'): boolean
}
