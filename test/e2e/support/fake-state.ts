// What the fake core answers, as plain data that a test changes while the page is open.
import type { BrokerSecurity } from '../../../core/contract/broker-security.ts'
import type { Connection, ConnectionReport } from '../../../core/contract/connections.ts'
import type { GroupDetail } from '../../../core/contract/groups.ts'
import type { BrokerStatus, LoggedRequest } from '../../../core/contract/local-broker.ts'
import type { RecordRow, TailEvent } from '../../../core/contract/messages.ts'
import type { WholeRecord } from '../../../core/contract/records.ts'
import { DEFAULT_SETTINGS, type SettingsState } from '../../../core/contract/settings.ts'
import { type FakeDeadLetters, noDeadLetters } from './sample-dead-letters.ts'
import { type FakeReplays, noReplays } from './sample-replays.ts'
import { type FakeRetries, noRetries } from './sample-retries.ts'
import type { TopicDetail } from '../../../core/contract/topics.ts'

export interface Refusal {
  code: 'CONNECTION_FAILED' | 'KAFKA_ERROR' | 'NOT_FOUND' | 'READ_ONLY'
  data: Record<string, unknown>
}

export interface FakeState {
  connections: Connection[]
  /** What a trial of a connection finds. */
  report: ConnectionReport
  status: BrokerStatus
  requests: LoggedRequest[]
  security: BrokerSecurity
  topics: TopicDetail[]
  /** Newest first. */
  rows: RecordRow[]
  record: WholeRecord | null
  groups: GroupDetail[]
  deadLetters: FakeDeadLetters
  replays: FakeReplays
  retries: FakeRetries
  settings: SettingsState
  /** Procedures that fail, by name: `topics.list`. */
  failing: Record<string, Refusal>
  /** Procedures that never answer. */
  hanging: Set<string>
  calls: { name: string; input: unknown }[]
  /** Sends an event to every open tail. */
  emit: (event: Partial<TailEvent>) => void
}

const PLAIN = { tls: null, sasl: null }

export const LOCAL: Connection = {
  id: 'local',
  name: 'Local broker',
  kind: 'local',
  bootstrapServers: ['127.0.0.1:9092'],
  hue: null,
  security: PLAIN,
  missingSecrets: [],
  armedUntilMs: null,
}
export const STAGING: Connection = {
  ...LOCAL,
  id: 'staging',
  name: 'staging',
  kind: 'remote',
  bootstrapServers: ['kafka-1.staging.example:9092'],
  security: {
    tls: { ca: null, certificate: null, hasKey: false, serverName: null, acceptAnyCertificate: false },
    sasl: { mechanism: 'SCRAM-SHA-512', username: 'orders-reader', hasPassword: true },
  },
}

export function emptyState(): Omit<FakeState, 'emit'> {
  return {
    connections: [LOCAL],
    report: { steps: [], clusterId: null, brokers: [] },
    status: idleStatus(),
    requests: [],
    security: { listeners: [{ protocol: 'PLAINTEXT', address: '127.0.0.1:9092' }], authorityFile: null, mechanisms: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], users: [], asksRules: false, rules: [] },
    topics: [],
    rows: [],
    record: null,
    groups: [],
    deadLetters: noDeadLetters(),
    replays: noReplays(),
    retries: noRetries(),
    settings: {
      settings: DEFAULT_SETTINGS,
      file: '/home/you/.local/share/headwater/settings.json',
      problem: null,
      running: { kafkaPort: 9092, kafkaProtocol: 'PLAINTEXT', kafkaAcls: false, webPort: 9080, dataFolder: '/home/you/.local/share/headwater', kafkaRelease: null, durability: 'flush' },
    },
    failing: {},
    hanging: new Set(),
    calls: [],
  }
}

export function idleStatus(): BrokerStatus {
  return {
    address: '127.0.0.1:9092',
    clusterId: 'Yc6cHkE2TSyG2p8w1a2b3g',
    securityProtocol: 'PLAINTEXT',
    dataFolder: '/home/you/.local/share/headwater',
    startedAtMs: Date.now(),
    topicCount: 0,
    partitionCount: 0,
    clients: [],
    recordsIn: 0,
    demoTopics: [],
    requests: 0,
    bytesIn: 0,
    bytesOut: 0,
    rates: { recordsInPerSecond: 0, bytesInPerSecond: 0, bytesOutPerSecond: 0, requestsPerSecond: 0 },
    storage: { diskBytes: 1_310_720, liveBytes: 0, pinnedBytes: 0, refusingWrites: null },
  }
}

export function blankTopic(name: string, partitionCount: number, records = 0n): TopicDetail {
  return {
    name,
    topicId: null,
    partitionCount,
    replicationFactor: 1,
    isInternal: name.startsWith('__'),
    partitions: Array.from({ length: partitionCount }, (_, partition) => ({
      partition,
      leader: 1,
      replicas: [1],
      inSyncReplicas: [1],
      startOffset: 0n,
      endOffset: records / BigInt(partitionCount),
      error: null,
    })),
    configs: CONFIGS,
    configsError: null,
    readAtMs: Date.now(),
  }
}

const config = (name: string, value: string, isDefault = true) => ({
  name,
  value,
  source: isDefault ? 'DEFAULT_CONFIG' : 'DYNAMIC_TOPIC_CONFIG',
  isDefault,
  isSensitive: false,
  readOnly: false,
  type: 'STRING',
  documentation: null,
})

const CONFIGS = [
  config('cleanup.policy', 'delete'),
  config('compression.type', 'producer'),
  config('max.message.bytes', '1048588'),
  config('retention.bytes', '-1'),
  config('retention.ms', '86400000', false),
]
