// The one place where answers lose what may differ between two brokers. Each rule is listed, with its reason, in README.md.
import { systemClock } from '../../../core/base/clock.ts'
import type { AnyApi } from '../../../core/protocol/define-api.ts'
import { errorOf } from '../../../core/protocol/error-codes.ts'
import { ProtocolError } from '../../../core/protocol/protocol-error.ts'
import { batchCrcIsValid, batches, type BatchHeader, codecOf } from '../../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../../core/protocol/records/record.ts'
import { type AnyField, isIn, type Shape, ZERO_UUID } from '../../../core/protocol/schema.ts'
import { SORTED_LISTS } from './sorted-lists.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const FOUR_HOURS_MS = 14_400_000
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const SHORT_UUID = /(?<![\w-])[\w-]{22}(?![\w-])/g
const ADDRESS = /127\.0\.0\.1:(\d+)/g
const FOLDER = /\/tmp\/headwater-[\w./-]+/g
/** Nonce, salt and signature of SCRAM. */
const SCRAM_RANDOM = /(?<=^|,)([rsv])=[^,]+/g
const PRINTABLE = /^[\x20-\x7e\u00a0-\uffff]*$/
const ERROR_CODE = /^(\w+E|e)rrorCode$/
/** Sentences are each broker's own, and so is whether there is one beside an error: no client decides by them. */
const SENTENCES = new Set(['errorMessage', 'batchIndexErrorMessage'])
const DOCUMENTATION = 'documentation'
/** Numbers that both brokers give out as they please, by what they are. */
const HANDED_OUT: Readonly<Record<string, string>> = { producerId: 'producer', currentProducerId: 'producer', sessionId: 'session', shareSessionId: 'session' }
/** What a controller's own log has gone through, election by election and record by record. */
const COUNTED_BY_A_QUORUM = new Set(['leaderEpoch', 'highWatermark', 'currentVoters.logEndOffset'].map((field) => `DescribeQuorum.topics.partitions.${field}`))
/** In a batch that was cleaned, what is its first time otherwise says until when tombstones stay. */
const DELETE_HORIZON_BIT = 0x40
const DISK = new Set(['totalBytes', 'usableBytes'])

/** Remembers, over one scenario, which value got which name: equal values stay equal, different ones stay different. */
export class Normaliser {
  readonly #names = new Map<string, string>()
  readonly #counts = new Map<string, number>()
  readonly #port: number

  constructor(port: number) {
    this.#port = port
  }

  answer(api: AnyApi, version: number, body: unknown): Json {
    return this.#struct(api.responseFields, version, body as Record<string, unknown>, api.name)
  }

  #struct(shape: Shape, version: number, value: Record<string, unknown>, path: string): Json {
    const fields = Object.entries(shape).filter(([, field]) => isIn(field.spec, version))
    return Object.fromEntries(fields.map(([name, field]) => [name, this.#field(field, version, value[name], name, `${path}.${name}`)]))
  }

  #field({ spec }: AnyField, version: number, value: unknown, name: string, path: string): Json {
    if (SENTENCES.has(name)) return '<sentence>'
    if (value === null || value === undefined) return null
    switch (spec.kind) {
      case 'struct':
        return this.#struct(spec.shape!, version, value as Record<string, unknown>, path)
      case 'array':
        return this.#sorted(value as unknown[], path).map((item) => this.#field(spec.element!, version, item, name, path))
      case 'records':
        return this.#batches(value as Buffer)
      case 'bytes':
        return name === 'authBytes' ? text(value as Buffer).replaceAll(SCRAM_RANDOM, '$1=<random>') : text(value as Buffer)
      case 'uuid':
        return value === ZERO_UUID ? '<no id>' : this.#named('id', value as string)
      case 'string':
        return this.#string(value as string, name)
      default:
        return COUNTED_BY_A_QUORUM.has(path) ? '<number>' : this.#scalar(value as number | boolean, name)
    }
  }

  #string(value: string, name: string): Json {
    if (name === DOCUMENTATION) return value === '' ? '' : '<sentence>'
    if (name === 'clusterId') return this.#named('cluster', value)
    if (name === 'logDir') return '<folder>'
    const placed = value.replaceAll(ADDRESS, (address, port) => (Number(port) === this.#port ? '127.0.0.1:<port>' : '127.0.0.1:<other port>')).replaceAll(FOLDER, '<folder>')
    const named = placed.replaceAll(UUID, (uuid) => this.#named('uuid', uuid))
    return name === 'memberId' || name === 'leader' ? named.replaceAll(SHORT_UUID, (uuid) => this.#named('uuid', uuid)) : named
  }

  #scalar(value: number | boolean, name: string): Json {
    if (typeof value === 'boolean') return value
    if (ERROR_CODE.test(name)) return errorOf(value).name
    if (name === 'port') return value === this.#port ? '<port>' : value > 0 ? '<other port>' : value
    if (name === 'throttleTimeMs') return value === 0 ? 0 : '<some>'
    if (name === 'finalizedFeaturesEpoch') return value < 0 ? value : '<epoch>'
    if (DISK.has(name)) return value > 0 ? '<some>' : value
    const kind = HANDED_OUT[name]
    if (kind !== undefined) return value <= 0 ? value : this.#named(kind, String(value))
    return isNow(value) ? '<now>' : value
  }

  #batches(buffer: Buffer): Json {
    return [...batches(buffer)].map(({ at, header }) => ({
      baseOffset: header.baseOffset,
      lastOffsetDelta: header.lastOffsetDelta,
      partitionLeaderEpoch: header.partitionLeaderEpoch,
      attributes: header.attributes,
      codec: codecOf(header.attributes),
      baseTimestamp: (header.attributes & DELETE_HORIZON_BIT) === 0 ? time(header.baseTimestamp) : '<delete horizon>',
      maxTimestamp: time(header.maxTimestamp),
      producerId: header.producerId <= 0 ? header.producerId : this.#named('producer', String(header.producerId)),
      producerEpoch: header.producerEpoch,
      baseSequence: header.baseSequence,
      crcIsValid: batchCrcIsValid(buffer, at, header),
      records: recordsOf(buffer, at, header),
    }))
  }

  #sorted(items: readonly unknown[], path: string): readonly unknown[] {
    const field = SORTED_LISTS[path]
    if (field === undefined) return items
    const keyOf = (item: unknown): string => {
      const value = (field === '' ? item : (item as Record<string, unknown>)[field]) as string | number | null | undefined
      if (field === 'topicId') return this.#names.get(`id ${value}`) ?? '~'
      return typeof value === 'number' ? String(value).padStart(12, '0') : (value ?? '')
    }
    return items.toSorted((a, b) => (keyOf(a) === keyOf(b) ? 0 : keyOf(a) < keyOf(b) ? -1 : 1))
  }

  #named(kind: string, value: string): string {
    const known = this.#names.get(`${kind} ${value}`)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const name = `<${kind} ${count}>`
    this.#names.set(`${kind} ${value}`, name)
    return name
  }
}

/** No other number of a scenario is of that size: the times that clients send lie years back. */
function isNow(value: number): boolean {
  return Math.abs(value - systemClock.now()) < FOUR_HOURS_MS
}

function time(value: number): Json {
  return isNow(value) ? '<now>' : value
}

function recordsOf(buffer: Buffer, at: number, header: BatchHeader): Json {
  try {
    return decodeRecords(buffer, at, header).map(({ offset, timestamp, key, value, headers }) => [
      Number(offset), time(Number(timestamp)), key && text(key), value && text(value), ...headers.map((one) => [one.key, one.value && text(one.value)]),
    ])
  } catch (error) {
    if (error instanceof ProtocolError) return 'unreadable'
    throw error
  }
}

function text(bytes: Buffer): string {
  const read = bytes.toString()
  if (!PRINTABLE.test(read)) return `0x${bytes.toString('hex')}`
  return read.length > 200 ? `${read.slice(0, 20)}… ${read.length} bytes` : read
}
