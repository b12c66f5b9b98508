// Records, groups and a busy broker as plain data, for screens that are looked at rather than worked with.
import type { ConnectionReport } from '../../../core/contract/connections.ts'
import type { GroupDetail } from '../../../core/contract/groups.ts'
import type { BrokerClient, BrokerStatus, LoggedRequest } from '../../../core/contract/local-broker.ts'
import type { Preview, RecordRow } from '../../../core/contract/messages.ts'
import type { Field, WholeRecord } from '../../../core/contract/records.ts'
import { blankTopic, type FakeState, idleStatus, LOCAL, STAGING } from './fake-state.ts'

const text = (value: string): Preview => ({ kind: 'text', text: value, sizeBytes: value.length, cut: false })
const json = (value: string): Preview => ({ kind: 'json', text: value, sizeBytes: value.length, cut: false })

const CUSTOMERS = ['Ada Lovelace', 'Grace Hopper', 'Edsger Dijkstra', 'Barbara Liskov']

/** Newest first, over three partitions, with a tombstone, an empty and a binary value among them. */
export function records(count: number, firstOffset = 8_600n): RecordRow[] {
  return Array.from({ length: count }, (_, age) => {
    const index = count - 1 - age
    return {
      partition: index % 3,
      offset: firstOffset + BigInt(Math.floor(index / 3)),
      timestamp: BigInt(Date.now() - age * 1_370),
      timestampType: 'CreateTime',
      key: index % 11 === 0 ? { kind: 'null' } : text(`o-${1000 + index}`),
      value: valueOf(index),
      headerCount: index % 4,
      sizeBytes: 90 + (index % 17) * 3,
      transaction: null,
    }
  })
}

function valueOf(index: number): Preview {
  if (index % 23 === 5) return { kind: 'null' }
  if (index % 29 === 7) return { kind: 'text', text: '', sizeBytes: 0, cut: false }
  if (index % 31 === 9) return { kind: 'binary', hex: '00 00 00 00 cc 0e 4f 72 64 65 72 ff', sizeBytes: 2_048, cut: true }
  return json(
    `{"id":${9_007_199_254_740_993n + BigInt(index)},"customer":"${CUSTOMERS[index % 4]}","total":${(index * 7.25).toFixed(2)},"paid":${index % 2 === 0},"note":null}`,
  )
}

const field = (value: string, kind: 'text' | 'json' = 'text'): Field => {
  const bytes = new TextEncoder().encode(value)
  return { kind, bytes, text: value, sizeBytes: bytes.length, cut: false }
}

export function wholeRecord(): WholeRecord {
  const value =
    '{"id":9007199254740993,"customer":{"name":"Ada Lovelace","tags":["early","vip"],"address":{}},"total":19.90,"max":9223372036854775807,"paid":true,"note":null}'
  return {
    topic: 'orders',
    partition: 2,
    offset: 8_841n,
    timestamp: BigInt(Date.now() - 4_000),
    timestampType: 'CreateTime',
    key: field('o-1042'),
    value: field(value, 'json'),
    headers: [
      { key: 'traceId', value: field('4bf92f3577b34da6a3ce929d0e0e4736') },
      { key: 'retry', value: { kind: 'null' } },
      { key: 'retry', value: field('2') },
      { key: 'attempt', value: { kind: 'binary', bytes: Uint8Array.of(0, 0, 0, 0xe9), text: null, sizeBytes: 4, cut: false } },
    ],
    sizeBytes: 231,
    transaction: null,
    batch: {
      baseOffset: 8_840n,
      lastOffset: 8_843n,
      recordCount: 4,
      sizeBytes: 712,
      compression: 'zstd',
      leaderEpoch: 0,
      producerId: 4_001n,
      producerEpoch: 0,
      baseSequence: 12,
      isTransactional: false,
      crc: 0x1edc6f41,
    },
  }
}

export function group(groupId: string, lag: bigint): GroupDetail {
  const members = [1, 2].map((number) => ({
    memberId: `${groupId}-${number}-5c1f2a90-0d7b-4d6f-9b1a-1f0b7f6d2c${number}1`,
    groupInstanceId: null,
    clientId: `${groupId}-${number}`,
    clientHost: '/127.0.0.1',
    assignment: [{ topic: 'orders', partitions: number === 1 ? [0, 1] : [2] }],
    assignmentError: null,
    target: null,
    epoch: null,
    isClassic: false,
  }))
  return {
    groupId,
    state: 'Stable',
    protocolType: 'consumer',
    type: 'classic',
    protocol: 'RoundRobinAssigner',
    epochs: null,
    coordinator: 1,
    members,
    partitions: [0, 1, 2].map((partition) => ({
      topic: 'orders',
      partition,
      startOffset: 0n,
      committedOffset: partition === 1 && lag > 100n ? null : 9_000n - lag,
      endOffset: 9_000n,
      stableOffset: 9_000n,
      lag: partition === 1 && lag > 100n ? null : lag,
      metadata: '',
      memberId: members[partition === 2 ? 1 : 0]!.memberId,
      error: null,
    })),
    readAtMs: Date.now(),
  }
}

export function busyStatus(): BrokerStatus {
  return {
    ...idleStatus(),
    startedAtMs: Date.now() - 3_600_000,
    topicCount: 4,
    partitionCount: 24,
    clients: [client(1, 'orders-service', 'kafkajs', '2.2.4', 18_204), client(2, 'billing-1', '', '', 912)],
    recordsIn: 1_870_262,
    requests: 19_116,
    bytesIn: 412_000_000,
    bytesOut: 96_000_000,
    rates: { recordsInPerSecond: 1_204, bytesInPerSecond: 310_000, bytesOutPerSecond: 120_000, requestsPerSecond: 96 },
    storage: { diskBytes: 412_876_800, liveBytes: 401_000_000, pinnedBytes: 11_876_800, refusingWrites: null },
  }
}

function client(id: number, clientId: string, softwareName: string, softwareVersion: string, requests: number): BrokerClient {
  return {
    id,
    clientId,
    softwareName,
    softwareVersion,
    address: `127.0.0.1:${50_122 + id}`,
    connectedAtMs: Date.now() - 1_800_000,
    requests,
    bytesIn: requests * 300,
    bytesOut: requests * 120,
    lastRequest: { api: 'Fetch', version: 11, atMs: Date.now() - 800 },
    apiVersions: [
      { api: 'Fetch', version: 11 },
      { api: 'Metadata', version: 6 },
    ],
    principal: 'User:ANONYMOUS',
    isWorkbench: false,
  }
}

const FENCED = {
  error: 'FENCED_MEMBER_EPOCH',
  errorMeans: 'The coordinator has fenced the member; it has to give up its partitions and join again. Clients do that by themselves. Where it repeats, two consumers use one member id.',
}

export function loggedRequests(count: number): LoggedRequest[] {
  const apis = ['Produce', 'Fetch', 'Metadata', 'OffsetCommit', 'Heartbeat']
  return Array.from({ length: count }, (_, index) => ({
    sequence: index + 1,
    atMs: Date.now() - (count - index) * 40,
    connectionId: 1 + (index % 2),
    clientId: index % 2 === 0 ? 'orders-service' : 'billing-1',
    address: `127.0.0.1:${50_123 + (index % 2)}`,
    api: apis[index % apis.length]!,
    version: 3 + (index % 8),
    durationMs: (index % 7) * 1.3,
    requestBytes: 80 + (index % 400),
    responseBytes: 60 + (index % 900),
    ...(index % 31 === 7 ? FENCED : { error: null, errorMeans: null }),
    isWorkbench: false,
  }))
}

/** A workbench with everything in it. */
export const busy = (): Partial<FakeState> => ({
  connections: [LOCAL, STAGING],
  status: busyStatus(),
  requests: loggedRequests(200),
  topics: [blankTopic('orders', 3, 27_000n), blankTopic('payments', 12, 1_843_221n), blankTopic('customers', 6)],
  rows: records(400),
  record: wholeRecord(),
  groups: [group('billing', 1_204n), group('shipping', 0n)],
})

export const unreachable = {
  code: 'CONNECTION_FAILED' as const,
  data: {
    message: 'kafka-1.staging.example:9092 did not answer within 10 s.',
    remedy: 'Check that it can be reached from this computer.',
    step: 'connect',
    address: 'kafka-1.staging.example:9092',
  },
}

const stepsUpTo = (failing: ConnectionReport['steps'][number] | null): ConnectionReport['steps'] => {
  const found: Record<ConnectionReport['steps'][number]['step'], string> = {
    resolve: 'kafka-1.staging.example is 10.20.0.11.',
    connect: '10.20.0.11:9093 accepts connections.',
    tls: 'TLS 1.3 with a certificate for *.staging.example.',
    sasl: 'Signed in as orders-reader with SCRAM-SHA-512.',
    'api-versions': 'It speaks Kafka: 61 APIs.',
    metadata: 'Cluster Yc6cHkE2TSyG2p8w1a2b3g with 3 brokers.',
    advertised: 'Every broker can be reached where it says it listens.',
  }
  let isOver = false
  return (Object.keys(found) as (keyof typeof found)[]).map((step) => {
    if (failing?.step === step) {
      isOver = true
      return failing
    }
    return isOver
      ? { step, outcome: 'unreached', message: '', remedy: '', durationMs: null }
      : { step, outcome: 'passed', message: found[step], remedy: '', durationMs: 3.4 }
  })
}

export const trial: ConnectionReport = { steps: stepsUpTo(null), clusterId: 'Yc6cHkE2TSyG2p8w1a2b3g', brokers: [] }

export const failedTrial: ConnectionReport = {
  steps: stepsUpTo({
    step: 'tls',
    outcome: 'failed',
    message: 'The certificate of 10.20.0.11:9093 is for *.staging.example, not for kafka-1.staging.example.',
    remedy: 'Enter the name that the certificate has as its server name.',
    durationMs: 18,
  }),
  clusterId: null,
  brokers: [],
}
