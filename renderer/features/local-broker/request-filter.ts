// Which requests of the log a person wants to see: words like `api:Fetch client:app err:*`, and plain text.
import type { LoggedRequest } from '../../../core/contract/local-broker.ts'

type Field = 'api' | 'client' | 'err' | 'text'

export interface Term {
  field: Field
  /** In lower case; '*' of an error = any. */
  value: string
  /** Written with a minus before it: what it matches is left out. */
  not: boolean
}

const FIELDS: Record<string, Field> = { api: 'api', client: 'client', err: 'err', error: 'err' }

export function parseRequestFilter(text: string): Term[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map(termOf)
    .filter(({ value }) => value !== '')
}

function termOf(word: string): Term {
  const not = word.startsWith('-')
  const bare = not ? word.slice(1) : word
  const [, name, rest] = /^(\w+):(.*)$/.exec(bare) ?? []
  const field = FIELDS[name?.toLowerCase() ?? '']
  return field === undefined ? { field: 'text', value: bare.toLowerCase(), not } : { field, value: rest!.toLowerCase(), not }
}

/** Every term has to agree. */
export function matchesRequest(request: LoggedRequest, terms: readonly Term[]): boolean {
  return terms.every((term) => matchesTerm(request, term) !== term.not)
}

function matchesTerm({ api, clientId, address, error, version }: LoggedRequest, { field, value }: Term): boolean {
  if (field === 'api') return `${api} v${version}`.toLowerCase().includes(value)
  if (field === 'client') return clientId.toLowerCase().includes(value) || address.includes(value)
  if (field === 'err') return error !== null && (value === '*' || error.toLowerCase().includes(value))
  return [api, clientId, address, error ?? ''].some((text) => text.toLowerCase().includes(value))
}

/** What clients do to stay where they are: heartbeats, and fetches that went well. */
export function isPoll({ api, error }: LoggedRequest): boolean {
  return error === null && (api === 'Fetch' || api === 'Heartbeat')
}

export interface Hidden {
  workbench: boolean
  polls: boolean
}

export function isShown(request: LoggedRequest, hidden: Hidden, terms: readonly Term[]): boolean {
  if (hidden.workbench && request.isWorkbench) return false
  if (hidden.polls && isPoll(request)) return false
  return matchesRequest(request, terms)
}
