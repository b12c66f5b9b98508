// What the palette offers, as data: commands, places, names; and which of it answers what was typed.
import { type Match, rank } from './fuzzy.ts'

export type EntryKind = 'recent' | 'command' | 'topic' | 'group' | 'cluster' | 'setting'

export interface PaletteEntry {
  id: string
  kind: EntryKind
  title: string
  /** Said beside it: the area of a command, the cluster of a topic. Matched as well. */
  detail?: string | undefined
  keys?: string | undefined
  /** Why it cannot be done now. */
  disabled?: string | undefined
  run: () => void
}

export interface PaletteList {
  shown: readonly { item: PaletteEntry; match: Match }[]
  /** All that match: more than are shown where there are too many. */
  count: number
}

export const MOST_SHOWN = 80

/** Among equal matches, where the person has been counts for most. */
const BONUS: Record<EntryKind, number> = { recent: 60, topic: 40, command: 30, group: 20, cluster: 10, setting: 0 }
const DISABLED = -500
/** Before anything is typed: what is likely wanted, not everything there is. */
const AT_FIRST: readonly EntryKind[] = ['recent', 'command']

export function paletteList(query: string, entries: readonly PaletteEntry[], mode: 'all' | 'topics'): PaletteList {
  const isAsked = query.trim() !== ''
  const offered = mode === 'topics' ? entries.filter(({ kind }) => kind === 'topic') : isAsked ? entries : entries.filter(({ kind }) => AT_FIRST.includes(kind))
  const ranked = rank(query, offered, (entry) => entry.title, MOST_SHOWN, bonusOf)
  // The area is looked at only where titles alone do not answer: `topics create`.
  return ranked.count > 0 || !isAsked ? ranked : rank(query, offered, ({ title, detail }) => `${title} ${detail ?? ''}`, MOST_SHOWN, bonusOf)
}

const bonusOf = ({ kind, disabled }: PaletteEntry): number => BONUS[kind] + (disabled === undefined ? 0 : DISABLED)

/** The text in pieces, by turns without and with an answer to the query. */
export function marked(text: string, places: readonly number[]): { text: string; isHit: boolean }[] {
  const hits = new Set(places)
  const pieces: { text: string; isHit: boolean }[] = []
  for (let at = 0; at < text.length; at++) {
    const isHit = hits.has(at)
    const last = pieces.at(-1)
    if (last?.isHit === isHit) last.text += text[at]
    else pieces.push({ text: text[at]!, isHit })
  }
  return pieces
}
