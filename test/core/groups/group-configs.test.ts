import { expect, test } from 'vitest'
import { assignorNames, migrationPolicy, rebalanceProtocols } from '../../../core/groups/group-configs.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'

test('the broker\'s settings are Kafka\'s', () => {
  const configs = BrokerConfigs.from({})
  expect([assignorNames(configs), migrationPolicy(configs), rebalanceProtocols(configs)]).toEqual([['uniform', 'range'], 'bidirectional', ['classic', 'consumer', 'streams']])
})

test('a list may be shorter, and its first is the default', () => {
  const configs = BrokerConfigs.from({ 'group.consumer.assignors': 'range', 'group.coordinator.rebalance.protocols': 'classic', 'group.consumer.migration.policy': 'disabled' })
  expect([assignorNames(configs), migrationPolicy(configs), rebalanceProtocols(configs)]).toEqual([['range'], 'disabled', ['classic']])
})
