// Reads Kafka's own message definitions, which lie beside the project on the machines of its makers and nowhere else.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface OracleField {
  readonly name: string
  readonly type: string
  readonly versions: string
  readonly nullableVersions?: string
  readonly taggedVersions?: string
  readonly tag?: number
  readonly default?: string | number | boolean
  readonly fields?: readonly OracleField[]
}

export interface OracleMessage {
  readonly apiKey: number
  readonly name: string
  readonly validVersions: string
  readonly flexibleVersions: string
  readonly latestVersionUnstable?: boolean
  readonly fields: readonly OracleField[]
}

const folder = fileURLToPath(new URL('../../../../shared/kafka-messages/clients/', import.meta.url))

export const oracleIsHere = existsSync(folder)
if (!oracleIsHere) console.log(`Skipped: comparing with Kafka's message definitions, because ${folder} is not there.`)

export function oracleOf(apiName: string, direction: 'request' | 'response'): OracleMessage {
  const file = `${folder}${apiName}${direction === 'request' ? 'Request' : 'Response'}.json`
  const withoutComments = readFileSync(file, 'utf8').replace(/^(([^"\n]|"[^"\n]*")*?)\/\/.*$/gm, '$1')
  const message = JSON.parse(withoutComments) as OracleMessage & { readonly commonStructs?: readonly OracleField[] }
  return { ...message, fields: withCommonStructs(message.fields, message.commonStructs ?? []) }
}

/** Structs that a message uses in several places are defined at its end, by name. */
function withCommonStructs(fields: readonly OracleField[], common: readonly OracleField[]): OracleField[] {
  return fields.map((field) => {
    const inner = field.fields ?? common.find(({ name }) => name === field.type.replace('[]', ''))?.fields
    return inner === undefined ? field : { ...field, fields: withCommonStructs(inner, common) }
  })
}

/** '3+' → [3, Infinity], '0-7' → [0, 7], '5' → [5, 5], 'none' or nothing → null. */
export function interval(text: string | undefined): readonly [number, number] | null {
  if (text === undefined || text === 'none') return null
  const [from, to] = text.endsWith('+') ? [text.slice(0, -1), 'Infinity'] : text.split('-')
  return [Number(from), Number(to ?? from)]
}

export function includes(text: string | undefined, version: number): boolean {
  const range = interval(text)
  return range !== null && version >= range[0] && version <= range[1]
}

/** `OffsetFetch` spells its fields `GroupId`; ours begin with a small letter. */
export function ourName(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1)
}
