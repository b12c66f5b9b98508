// A second, independent encoder: slow and plain, it walks Kafka's own definitions and shares no code with core/protocol.
import type { OracleField, OracleMessage } from './oracle.ts'
import { includes, oracleOf, ourName } from './oracle.ts'

type Message = Readonly<Record<string, unknown>>

export function oracleRequestFrame(apiName: string, version: number, correlationId: number, clientId: string, message: Message): Buffer {
  const oracle = oracleOf(apiName, 'request')
  const flexible = includes(oracle.flexibleVersions, version)
  const id = Buffer.from(clientId)
  return framed([
    int(oracle.apiKey, 2),
    int(version, 2),
    int(correlationId, 4),
    int(id.length, 2),
    id,
    flexible ? uvarint(0) : NOTHING,
    oracleBody(oracle, version, message),
  ])
}

export function oracleResponseFrame(apiName: string, version: number, correlationId: number, message: Message): Buffer {
  const oracle = oracleOf(apiName, 'response')
  const headerTags = includes(oracle.flexibleVersions, version) && apiName !== 'ApiVersions'
  return framed([int(correlationId, 4), headerTags ? uvarint(0) : NOTHING, oracleBody(oracle, version, message)])
}

export function oracleBody(oracle: OracleMessage, version: number, message: Message): Buffer {
  return struct(oracle.fields, message, version, includes(oracle.flexibleVersions, version))
}

const NOTHING = Buffer.alloc(0)

function framed(parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([int(body.length, 4), body])
}

function struct(fields: readonly OracleField[], message: Message, version: number, flexible: boolean): Buffer {
  const present = fields.filter((field) => includes(field.versions, version))
  const plain = present.filter((field) => !includes(field.taggedVersions, version))
  const body = plain.map((field) => value(field, field.type, message[ourName(field.name)], version, flexible))
  if (!flexible) return Buffer.concat(body)
  const tags = present
    .filter((field) => includes(field.taggedVersions, version) && !isDefault(field, message[ourName(field.name)]))
    .sort((a, b) => a.tag! - b.tag!)
    .map((field) => {
      const encoded = value(field, field.type, message[ourName(field.name)], version, flexible)
      return Buffer.concat([uvarint(field.tag!), uvarint(encoded.length), encoded])
    })
  return Buffer.concat([...body, uvarint(tags.length), ...tags])
}

function isDefault(field: OracleField, given: unknown): boolean {
  if (field.type.startsWith('[]')) return (given as unknown[]).length === 0
  if (field.fields !== undefined) return field.fields.every((inner) => isDefault(inner, (given as Message)[ourName(inner.name)]))
  if (given === null) return field.default === 'null'
  if (field.type === 'uuid') return Buffer.from(given as string, 'base64url').equals(Buffer.alloc(16))
  if (typeof given === 'boolean') return given === (String(field.default ?? 'false') === 'true')
  if (typeof given === 'number') return given === Math.min(Number(field.default ?? 0), Number.MAX_SAFE_INTEGER)
  return given === (field.default ?? '')
}

function value(field: OracleField, type: string, given: unknown, version: number, flexible: boolean): Buffer {
  if (type.startsWith('[]')) {
    if (given === null) return flexible ? uvarint(0) : int(-1, 4)
    const items = given as unknown[]
    const count = flexible ? uvarint(items.length + 1) : int(items.length, 4)
    return Buffer.concat([count, ...items.map((item) => value(field, type.slice(2), item, version, flexible))])
  }
  switch (type) {
    case 'bool':
      return int(given === true ? 1 : 0, 1)
    case 'int8':
      return int(given as number, 1)
    case 'int16':
      return int(given as number, 2)
    case 'uint16':
      return int(given as number, 2)
    case 'int32':
      return int(given as number, 4)
    case 'int64':
      return int(given as number, 8)
    case 'float64': {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleBE(given as number)
      return bytes
    }
    case 'uuid':
      return Buffer.from(given as string, 'base64url')
    case 'string':
      return sized(given === null ? null : Buffer.from(given as string), 2, flexible)
    case 'bytes':
    case 'records':
      return sized(given as Buffer | null, 4, flexible)
    default: {
      if (type !== field.type || !includes(field.nullableVersions, version)) return struct(field.fields!, given as Message, version, flexible)
      return given === null ? int(-1, 1) : Buffer.concat([int(1, 1), struct(field.fields!, given as Message, version, flexible)])
    }
  }
}

function sized(bytes: Buffer | null, lengthBytes: number, flexible: boolean): Buffer {
  if (flexible) return Buffer.concat([uvarint(bytes === null ? 0 : bytes.length + 1), bytes ?? NOTHING])
  return Buffer.concat([int(bytes === null ? -1 : bytes.length, lengthBytes), bytes ?? NOTHING])
}

function int(number: number, bytes: number): Buffer {
  const hex = BigInt.asUintN(bytes * 8, BigInt(number)).toString(16)
  return Buffer.from(hex.padStart(bytes * 2, '0'), 'hex')
}

function uvarint(number: number): Buffer {
  const out: number[] = []
  let rest = BigInt(number)
  while (rest >= 128n) {
    out.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return Buffer.from([...out, Number(rest)])
}
