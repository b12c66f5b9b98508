// What a fuzzer sends: frames as they should be, frames with something changed, and noise; input i of a seed is always the same.
import { AssertionError } from '../../core/base/assert.ts'
import { type Random, seededRandom } from '../../core/base/random.ts'
import type { AnyApi } from '../../core/protocol/define-api.ts'
import { encodeRequestFrame } from '../../core/protocol/frame.ts'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { apis, directions, encode, fieldsOf, versionsOf } from '../core/protocol/apis.ts'
import { type GoldenFrame, goldenFrames } from '../core/protocol/golden-frames.ts'
import { randomMessage, type Variety, WIDE } from '../core/protocol/random-message.ts'
import { mutate } from './only-protocol-errors.ts'

/** Names that exist in the broker under test, so that requests reach what lies behind the first check. */
export const FUZZED = { topic: 'fuzzed', group: 'fuzzed group', transactionalId: 'fuzzed transactions' }
const FAMILIAR: Variety = {
  texts: [FUZZED.topic, FUZZED.group, FUZZED.transactionalId, 'consumer', 'range', 'uniform', 'retention.ms', 'cleanup.policy', '', 'Größe 🚀 界', '(a+)+$', 'x'.repeat(300)],
  byteLengths: [0, 1, 30, 300],
  arrayLengths: [0, 1, 1, 2],
}

/** Values that get a request past its first checks, by the name of the field; every second one is taken. */
const PLAUSIBLE: Record<string, readonly unknown[]> = {
  acks: [-1, 0, 1],
  addingReplicas: [[]],
  groupInstanceId: [null, 'instance'],
  generationId: [1, -1],
  groupId: [FUZZED.group],
  generationIdOrMemberEpoch: [-1, 1],
  index: [0, 1],
  isolationLevel: [0, 1],
  maxWaitMs: [0, 100],
  memberEpoch: [0, -1, 1],
  memberId: ['', 'member'],
  name: [FUZZED.topic],
  numPartitions: [1, 3, -1],
  partition: [0, 1],
  partitionIndex: [0, 1],
  producerEpoch: [0, 1],
  producerId: [0, 1000],
  protocolType: ['consumer'],
  rackId: [null],
  rebalanceTimeoutMs: [5000],
  replicationFactor: [1, -1],
  sessionEpoch: [-1, 0],
  sessionTimeoutMs: [10_000],
  subscribedTopicNames: [[FUZZED.topic], null],
  subscribedTopicRegex: [null, 'fuz.*', '(a+)+$'],
  timestamp: [-1, -2, 0],
  topic: [FUZZED.topic],
  transactionTimeoutMs: [1000],
  transactionalId: [FUZZED.transactionalId],
}

const golden: readonly GoldenFrame[] = goldenFrames()
const requests = golden.filter(({ direction }) => direction === 'request').map(({ hex }) => Buffer.from(hex, 'hex').subarray(4))

export interface Body {
  readonly api: AnyApi
  readonly direction: 'request' | 'response'
  readonly version: number
  readonly bytes: Buffer
}

/** The chances of one input. */
export const randomOf = (seed: number, index: number): Random => seededRandom(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca6b))

/** For a decoder: the body of any message. */
export function bodyOf(random: Random): Body {
  const api = pick(random, apis)
  const direction = pick(random, directions)
  const version = pick(random, versionsOf(api))
  if (random.below(4) === 0) return { api, direction, version, bytes: random.bytes(random.below(100)) }
  const bytes = encode(api, direction, version, randomMessage(random, fieldsOf(api, direction), version, WIDE))
  return { api, direction, version, bytes: random.below(8) === 0 ? bytes : mutate(random, bytes) }
}

/** For a broker: a request frame without its size, or something like one. */
export function requestOf(random: Random, served: readonly AnyApi[]): Buffer {
  const dice = random.below(10)
  if (dice === 0) return random.bytes(random.below(60))
  if (dice < 3) return mutate(random, pick(random, requests))
  const frame = madeUpRequest(random, pick(random, served))
  return dice < 6 ? mutate(random, frame) : frame
}

function madeUpRequest(random: Random, api: AnyApi): Buffer {
  const version = pick(random, versionsOf(api))
  const message = randomMessage(random, api.requestFields, version, FAMILIAR)
  const framed = (body: Record<string, unknown>): Buffer => Buffer.concat(encodeRequestFrame(api, version, 7, 'fuzzer', body as never)).subarray(4)
  try {
    return framed(withPlausibleFields(random, message))
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error
    return framed(message) // a null that this version does not know
  }
}

/** With records that a broker would take, or nearly. */
function withPlausibleFields(random: Random, message: Record<string, unknown>): Record<string, unknown> {
  const replaced = (value: unknown, name: string): unknown => {
    if (name === 'records' && Buffer.isBuffer(value)) return random.below(3) === 0 ? mutate(random, batch(random)) : batch(random)
    if (name in PLAUSIBLE && random.below(2) === 0) return pick(random, PLAUSIBLE[name]!)
    if (Array.isArray(value)) return value.map((item) => replaced(item, ''))
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, key)]))
  }
  return replaced(message, '') as Record<string, unknown>
}

function batch(random: Random): Buffer {
  const records = Array.from({ length: 1 + random.below(3) }, (_, i) => ({ key: Buffer.from(`k${i}`), value: random.bytes(random.below(50)), timestamp: Date.UTC(2026, 0, 1) }))
  const isIdempotent = random.below(2) === 0
  const producer = isIdempotent ? { producerId: random.below(3), producerEpoch: random.below(2), baseSequence: random.below(4), transactional: random.below(2) === 0 } : {}
  return encodeBatch({ records, codec: pick(random, [0, 0, 1, 2, 3, 4] as const), ...producer })
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)]!
}
