// API.md, made from the handler table, the handlers' own headers and what Kafka's brokers advertise: which APIs are served, and what is missing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { handlers } from '../../core/broker/handlers/index.ts'
import { NEWEST_RELEASE } from '../../core/metadata/kafka-releases.ts'
import { supportedFeatures } from '../../core/metadata/supported-features.ts'
import { PROJECT_ROOT } from './source-tree.ts'

export const API_TABLE_FILE = join(PROJECT_ROOT, 'API.md')

/** APIs that Kafka's brokers offer to clients and this one does not, and why. */
const NOT_SERVED: Readonly<Record<number, readonly [name: string, why: string]>> = {
  38: ['CreateDelegationToken', 'there are no delegation tokens'],
  39: ['RenewDelegationToken', 'there are no delegation tokens'],
  40: ['ExpireDelegationToken', 'there are no delegation tokens'],
  41: ['DescribeDelegationToken', 'there are no delegation tokens'],
  64: ['UnregisterBroker', 'there is one broker'],
  71: ['GetTelemetrySubscriptions', 'clients would push metrics as soon as it is listed'],
  72: ['PushTelemetry', 'clients would push metrics as soon as it is listed'],
  76: ['ShareGroupHeartbeat', 'no share groups yet'],
  77: ['ShareGroupDescribe', 'no share groups yet'],
  78: ['ShareFetch', 'no share groups yet'],
  79: ['ShareAcknowledge', 'no share groups yet'],
  80: ['AddRaftVoter', 'the quorum is this one node'],
  81: ['RemoveRaftVoter', 'the quorum is this one node'],
  88: ['StreamsGroupHeartbeat', 'Kafka Streams works with classic groups'],
  89: ['StreamsGroupDescribe', 'Kafka Streams works with classic groups'],
  90: ['DescribeShareGroupOffsets', 'no share groups yet'],
  91: ['AlterShareGroupOffsets', 'no share groups yet'],
  92: ['DeleteShareGroupOffsets', 'no share groups yet'],
  93: ['StreamsGroupTopologyDescriptionUpdate', 'Kafka Streams works with classic groups'],
}

export function apiTable(): string {
  const apis = handlers.map(({ api }) => api).toSorted((a, b) => a.key - b.key)
  const served = apis.map(({ key, name, minVersion, minDecodable, maxVersion }) => {
    const versions = minVersion === minDecodable ? range(minVersion, maxVersion) : `${range(minVersion, maxVersion)} (understood from ${minDecodable})`
    return row([key, name, versions, range(minDecodable, NEWEST_RELEASE.versions.get(key) ?? -1), notImplemented(headerOf(name)) ?? ''])
  })
  const keys = new Set(apis.map(({ key }) => key))
  const missing = [...NEWEST_RELEASE.versions.keys()].filter((key) => !keys.has(key)).toSorted((a, b) => a - b)
  const features = supportedFeatures(NEWEST_RELEASE.features, apis).map(({ name, minVersion, maxVersion }) => row([name, range(minVersion, maxVersion)]))
  return `# APIs

Written by \`npm run api-table\`; a test fails when it is stale. Kafka's range is that of Apache Kafka ${NEWEST_RELEASE.name}; what a handler leaves out on purpose comes from
its own header. Inter-broker and controller APIs are left out of both lists.

## Served

${table(['key', 'API', 'Headwater', 'Kafka', 'deliberately missing'], served)}

## Not served

A client that asks for one of these finds it missing in ApiVersions; asked for all the same, the connection closes, as Kafka does with unknown APIs.

${table(['key', 'API', 'Kafka', 'why'], missing.map((key) => row([key, ...nameAndWhy(key)])))}

## Feature levels

Finalized at the highest level unless UpdateFeatures has chosen another. A level is there only while every API that it needs is served.

${table(['feature', 'levels'], features)}
`
}

function nameAndWhy(key: number): string[] {
  const known = NOT_SERVED[key]
  if (known === undefined) throw new Error(`API ${key} is neither served nor listed in NOT_SERVED of test/tidy/api-table.ts with the reason why.`)
  const [name, why] = known
  return [name, `up to ${NEWEST_RELEASE.versions.get(key)}`, why]
}

const range = (first: number, last: number): string => (first === last ? String(first) : `${first}-${last}`)
const row = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[]): string => [row(head), `|${head.map(() => '---').join('|')}|`, ...rows].join('\n')

/** The comment at the top of a handler, in one line. */
function headerOf(apiName: string): string {
  const file = `${apiName.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.ts`
  const text = readFileSync(join(PROJECT_ROOT, 'core/broker/handlers', file), 'utf8')
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return lines.slice(0, end).map((line) => line.replace(/^\/\/ ?/, '')).join(' ')
}

/** The sentence after "Not implemented:", without its full stop. */
export function notImplemented(header: string): string | undefined {
  return /Not implemented: (.*?)\.(?=\s|$)/.exec(header)?.[1]
}
