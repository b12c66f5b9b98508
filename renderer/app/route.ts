// A place in the workbench as text: in the address of the page, in a tab, in a link. Reading and writing it, nothing else.
import type { RecordAddress } from '../../core/contract/records.ts'

export const TOPIC_SIDES = ['messages', 'partitions', 'config'] as const
export type TopicSide = (typeof TOPIC_SIDES)[number]

export type Screen =
  | { name: 'home' }
  | { name: 'topics' }
  | { name: 'topic'; topic: string; side: TopicSide; record: RecordAddress | null }
  | { name: 'compose' }
  | { name: 'groups' }
  | { name: 'group'; groupId: string }
  | DeadLettersPlace
  /** `new`: what was chosen to be replayed, before there is a plan of it. */
  | { name: 'replay'; planId: string }
  | { name: 'jobs' }
  | { name: 'job'; jobId: string }
  | { name: 'ledger' }
  | { name: 'retries'; policy: string | null }
  | { name: 'broker' }
  | { name: 'settings' }

export interface DeadLettersPlace {
  name: 'dead-letters'
  /** null: every topic of dead letters. */
  topic: string | null
  /** The fingerprint of a group of failures. */
  group: string | null
  record: DeadLetterAddress | null
}

export interface DeadLetterAddress extends RecordAddress {
  topic: string
}

export interface Route {
  /** Its id, or in a link its name. */
  connectionId: string
  screen: Screen
}

export const LOCAL = 'local'
export const HOME: Route = { connectionId: LOCAL, screen: { name: 'home' } }

const PLAIN = ['home', 'topics', 'compose', 'groups', 'jobs', 'ledger', 'broker', 'settings'] as const

export const DEAD_LETTERS: DeadLettersPlace = { name: 'dead-letters', topic: null, group: null, record: null }

/** `#/local/topics/orders?record=2:8841` and the like; null for what is no place. */
export function parseRoute(hash: string): Route | null {
  if (!hash.startsWith('#/')) return null
  const [path, query] = splitOnce(hash.slice(2), '?')
  const [connectionId, name, subject, side, ...rest] = path.split('/').map(decode)
  if (!connectionId || rest.length > 0) return null
  const screen = parseScreen(name, subject, side, new URLSearchParams(query))
  return screen && { connectionId, screen }
}

function parseScreen(name: string | undefined, subject: string | undefined, side: string | undefined, query: URLSearchParams): Screen | null {
  if (name === 'topics' && subject) return parseTopic(subject, side, query)
  if (side !== undefined) return null
  if (name === 'retries') return { name: 'retries', policy: subject || null }
  if (name === 'dead-letters' && !subject) return parseDeadLetters(query)
  const thing = subject ? parseThing(name, subject) : null
  if (thing) return thing
  // `#/prod` alone: what the cluster has.
  if (name === undefined || name === '') return { name: 'topics' }
  const plain = subject ? undefined : PLAIN.find((known) => known === name)
  return plain === undefined ? null : { name: plain }
}

function parseThing(name: string | undefined, subject: string): Screen | null {
  switch (name) {
    case 'groups':
      return { name: 'group', groupId: subject }
    case 'replay':
      return { name: 'replay', planId: subject }
    case 'jobs':
      return { name: 'job', jobId: subject }
    default:
      return null
  }
}

function parseDeadLetters(query: URLSearchParams): DeadLettersPlace {
  const [, topic, address] = /^([^]+?):(\d+:\d+)$/.exec(query.get('record') ?? '') ?? []
  const record = topic === undefined ? null : parseRecord(address ?? null)
  return { name: 'dead-letters', topic: query.get('topic') || null, group: query.get('group') || null, record: record && { topic: topic!, ...record } }
}

function parseTopic(topic: string, side: string | undefined, query: URLSearchParams): Screen | null {
  const known = side ? TOPIC_SIDES.find((name) => name === side) : 'messages'
  if (known === undefined) return null
  return { name: 'topic', topic, side: known, record: known === 'messages' ? parseRecord(query.get('record')) : null }
}

const MAX_OFFSET = 2n ** 63n - 1n

function parseRecord(text: string | null): RecordAddress | null {
  const [, partition, offset] = /^(\d{1,9}):(\d{1,19})$/.exec(text ?? '') ?? []
  if (partition === undefined || offset === undefined || BigInt(offset) > MAX_OFFSET) return null
  return { partition: Number(partition), offset: BigInt(offset) }
}

export function formatRoute({ connectionId, screen }: Route): string {
  return `#/${encode(connectionId)}/${formatScreen(screen)}`
}

function formatScreen(screen: Screen): string {
  switch (screen.name) {
    case 'topic': {
      const side = screen.side === 'messages' ? '' : `/${screen.side}`
      const record = screen.record && screen.side === 'messages' ? `?record=${screen.record.partition}:${screen.record.offset}` : ''
      return `topics/${encode(screen.topic)}${side}${record}`
    }
    case 'group':
      return `groups/${encode(screen.groupId)}`
    case 'dead-letters':
      return `dead-letters${formatDeadLetters(screen)}`
    case 'replay':
      return `replay/${encode(screen.planId)}`
    case 'job':
      return `jobs/${encode(screen.jobId)}`
    case 'retries':
      return screen.policy === null ? 'retries' : `retries/${encode(screen.policy)}`
    default:
      return screen.name
  }
}

function formatDeadLetters({ topic, group, record }: DeadLettersPlace): string {
  const shown = [
    topic !== null && `topic=${encode(topic)}`,
    group !== null && `group=${encode(group)}`,
    record && `record=${encode(record.topic)}:${record.partition}:${record.offset}`,
  ].filter(Boolean)
  return shown.length === 0 ? '' : `?${shown.join('&')}`
}

/** `headwater:local/topics/orders?record=2:8841`: the same place as a link that opens the application. */
export const deepLink = (route: Route): string => `headwater:${formatRoute(route).slice(2)}`

/** What a place is about, whatever side or record of it is shown: one tab for each. */
export function subjectOf({ connectionId, screen }: Route): string {
  switch (screen.name) {
    case 'topic':
      return `${connectionId}/topics/${screen.topic}`
    case 'group':
      return `${connectionId}/groups/${screen.groupId}`
    case 'replay':
      return `replay/${screen.planId}`
    case 'job':
      return `jobs/${screen.jobId}`
    default:
      return isOfCluster(screen) ? `${connectionId}/${screen.name}` : screen.name
  }
}

const OF_NO_CLUSTER: ReadonlySet<Screen['name']> = new Set(['settings', 'broker', 'replay', 'jobs', 'job', 'ledger'])

/** Whether it is about the cluster that the window looks at, and not about the local broker or this Headwater. */
export const isOfCluster = ({ name }: Screen): boolean => !OF_NO_CLUSTER.has(name)

/** encodeURIComponent throws for half a surrogate pair, which a hand-made link may hold. */
function encode(part: string): string {
  return encodeURIComponent(part.toWellFormed())
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A hand-typed address with a stray percent sign names itself.
    return part
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
