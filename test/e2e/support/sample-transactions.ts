// Plain data of what brokers with transactions, consumer groups (KIP-848) and security show: groups of every kind, records in transactions, a secured broker.
import type { BrokerSecurity } from '../../../core/contract/broker-security.ts'
import type { GroupDetail } from '../../../core/contract/groups.ts'
import type { RecordRow } from '../../../core/contract/messages.ts'
import { emptyState, type FakeState } from './fake-state.ts'
import { busy, group, records } from './sample-data.ts'

const orders = (...partitions: number[]) => (partitions.length === 0 ? [] : [{ topic: 'orders', partitions }])

/** A consumer group in the middle of a move: one member gives up what another waits for, one still speaks the classic protocol, and a transaction is open. */
export function movingGroup(groupId: string): GroupDetail {
  const detail = group(groupId, 96n)
  const [first, second] = detail.members as [GroupDetail['members'][number], GroupDetail['members'][number]]
  return {
    ...detail,
    state: 'Reconciling',
    type: 'consumer',
    protocol: 'uniform',
    epochs: { group: 8, assignment: 7 },
    members: [
      { ...first, assignment: orders(0, 1), target: orders(0), epoch: 6 },
      { ...second, assignment: orders(2), target: orders(2), epoch: 7, isClassic: true },
      { ...second, memberId: `${groupId}-3-0d7b4d6f`, clientId: `${groupId}-3`, assignment: [], target: orders(1), epoch: 7 },
    ],
    partitions: detail.partitions.map((partition) => (partition.partition === 2 ? { ...partition, stableOffset: 8_904n } : partition)),
  }
}

export function groupsOfEveryKind(): GroupDetail[] {
  const states = ['Stable', 'Empty', 'Assigning', 'Reconciling', 'PreparingRebalance', 'CompletingRebalance', 'Dead']
  const others = [
    { ...group('connect-sink', 0n), protocolType: 'connect' },
    { ...group('print-queue', 0n), type: 'share', protocolType: 'share' },
    { ...group('old-broker', 0n), type: '', state: '' },
  ]
  return [...states.map((state) => ({ ...movingGroup(`orders-${state.toLowerCase()}`), state })), ...others]
}

/** The newest not known yet, then one of every outcome, with what is in no transaction between them. */
export function recordsInTransactions(count: number): RecordRow[] {
  const outcomes: readonly RecordRow['transaction'][] = ['unknown', 'open', null, 'committed', 'aborted', null]
  return records(count).map((row, index) => ({ ...row, transaction: outcomes[index % outcomes.length]! }))
}

const SECURITY: BrokerSecurity = {
  listeners: [
    { protocol: 'SASL_SSL', address: '127.0.0.1:9092' },
    { protocol: 'PLAINTEXT', address: '127.0.0.1:9093' },
  ],
  authorityFile: '/home/you/.local/share/headwater/tls/authority.pem',
  mechanisms: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
  users: ['alice', 'orders-service', 'a-service-whose-name-is-far-longer-than-any-line-of-the-dialog-would-like-it-to-be'],
  asksRules: true,
  rules: [
    { permissionType: 'ALLOW', principal: 'User:alice', operation: 'READ', resourceType: 'TOPIC', patternType: 'PREFIXED', resourceName: 'orders', host: '*' },
    { permissionType: 'DENY', principal: 'User:*', operation: 'ALTER_CONFIGS', resourceType: 'CLUSTER', patternType: 'LITERAL', resourceName: 'kafka-cluster', host: '10.20.0.11' },
  ],
}

/** With the terms that are not the usual ones: signing in, access rules, an older release, one flush less. */
export function secured(): Partial<FakeState> {
  const { settings } = emptyState()
  const running = { ...settings.running, kafkaProtocol: 'SASL_SSL' as const, kafkaAcls: true, kafkaRelease: '3.6', durability: 'no-meta-sync' }
  return { ...busy(), security: SECURITY, settings: { ...settings, running } }
}
