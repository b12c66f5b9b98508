// Settings in words: where a value comes from, how much it is, what Kafka's documentation says, and the flag that sets it.
import type { TopicConfig } from '../../../core/contract/topics.ts'
import { formatDuration } from '../../format/durations.ts'
import { formatBytes } from '../../format/sizes.ts'

const SOURCES: Record<string, string> = {
  DYNAMIC_TOPIC_CONFIG: 'this topic',
  DYNAMIC_BROKER_CONFIG: 'the broker, changed while it runs',
  DYNAMIC_DEFAULT_BROKER_CONFIG: 'the cluster, changed while it runs',
  STATIC_BROKER_CONFIG: 'the broker’s configuration file',
  DEFAULT_CONFIG: 'Kafka',
}

export const sourceWords = (source: string): string => SOURCES[source] ?? source

const MOST_INT64 = 9_223_372_036_854_775_807n
const MOST_INT32 = 2_147_483_647n
const NEGATIVE_IS_UNLIMITED: ReadonlySet<string> = new Set(['retention.ms', 'retention.bytes'])
const SAME_AS_REMOTE: ReadonlySet<string> = new Set(['local.retention.ms', 'local.retention.bytes'])

/** How much a number is, or null where the number says it itself. */
export function valueHint({ name, value }: Pick<TopicConfig, 'name' | 'value'>): string | null {
  if (value === null || !/^-?\d+$/.test(value)) return null
  const number = BigInt(value)
  if (number === -1n && NEGATIVE_IS_UNLIMITED.has(name)) return 'no limit'
  if (number === -2n && SAME_AS_REMOTE.has(name)) return name.endsWith('.ms') ? 'as retention.ms' : 'as retention.bytes'
  if (number === MOST_INT64 || (number === MOST_INT32 && name.endsWith('.bytes'))) return 'the most there is'
  if (number < 1_000n) return null
  if (name.endsWith('.ms')) return formatDuration(number)
  return name.endsWith('.bytes') ? formatBytes(Number(number)) : null
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

/** Kafka writes its documentation in HTML; here it is text, whatever is in it. */
export function plainDocumentation(html: string): string {
  return html
    .replaceAll(/<li>/gi, '\n• ')
    .replaceAll(/<(?:p|br|ul|\/ul|\/p)\s*\/?>/gi, '\n')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    .replaceAll(/&(lt|gt|amp|quot|apos|nbsp);/g, (_all, name: string) => ENTITIES[name]!)
    .replaceAll(/&#(\d{1,6});/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n[\n ]*/g, '\n')
    .trim()
}

/** What `kafka-topics.sh --create` and `kafka-configs.sh` take. */
export const configFlag = ({ name, value }: Pick<TopicConfig, 'name' | 'value'>): string => `--config ${shellWord(`${name}=${value ?? ''}`)}`

export const configFlags = (configs: readonly TopicConfig[]): string =>
  configs.filter(({ isDefault, isSensitive }) => !isDefault && !isSensitive).map(configFlag).join(' ')

const shellWord = (text: string): string => (/^[\w.,=:/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** By name: real clusters send them in no order. Every word has to be in the name or the value. */
export function shownConfigs(configs: readonly TopicConfig[], filter: string, onlyOverrides: boolean): TopicConfig[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return configs
    .filter(({ name, value, isDefault }) => {
      const text = `${name} ${value ?? ''}`.toLowerCase()
      return !(onlyOverrides && isDefault) && words.every((word) => text.includes(word))
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
