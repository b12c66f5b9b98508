// What every snippet is made from.
import type { PolicyDraft } from '../retry-policy.ts'
import { type Topology, topologyOf } from '../topology.ts'

export interface Snippet {
  readonly client: string
  /** For highlighting. */
  readonly language: string
  readonly title: string
  readonly code: string
}

export interface SnippetInput {
  readonly draft: PolicyDraft
  readonly topology: Topology
  /** What a consumer reads: the source, the group's own topic, and the tiers where it reads them itself. */
  readonly topics: readonly string[]
  readonly groupId: string
  readonly bootstrapServers: string
}

export function snippetInput(draft: PolicyDraft, bootstrapServers: string): SnippetInput {
  const topology = topologyOf(draft)
  const tiers = draft.mode === 'delayed-topics' ? topology.tiers.map(({ topic }) => topic) : []
  const topics = [...new Set([draft.source, ...tiers, ...(draft.mode === 'forward' ? [topology.returnTo] : [])])]
  return { draft, topology, topics, groupId: draft.group ?? `${draft.source}-consumer`, bootstrapServers }
}

/** A text in double quotes, as Java, Go, Python and JavaScript read it alike. */
export const quoted = (text: string): string => JSON.stringify(text)

/** In single quotes. */
export const singleQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
