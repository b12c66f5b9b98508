// Finds what was meant by a few letters: how well a text answers a query, and which letters of it did.

export interface Match {
  /** Larger is better. */
  score: number
  /** Places of the text that answer the query, ascending. */
  places: readonly number[]
}

const WHOLE = 1_000
const AT_WORD_START = 200
const RUN = 30
const WORD_START = 20
const GAP = 2
const NO_LENGTH_MATTERS_ABOVE = 100

/** Words of the query each find their own place; null when one of them has none. An empty query matches everything alike. */
export function fuzzyMatch(query: string, text: string): Match | null {
  const folded = text.toLowerCase()
  // A few letters have two in lower case, which would shift all places.
  const lower = folded.length === text.length ? folded : text
  let score = -Math.min(text.length, NO_LENGTH_MATTERS_ABOVE)
  const places = new Set<number>()
  for (const word of query.toLowerCase().split(/\s+/)) {
    if (word === '') continue
    const found = matchWord(word, lower, text)
    if (!found) return null
    score += found.score
    for (const place of found.places) places.add(place)
  }
  return { score, places: [...places].toSorted((a, b) => a - b) }
}

function matchWord(word: string, lower: string, text: string): Match | null {
  const at = substringAt(word, lower, text)
  if (at >= 0) {
    const score = WHOLE + (isWordStart(text, at) ? AT_WORD_START : 0) - Math.min(at, NO_LENGTH_MATTERS_ABOVE) + (word.length === text.length ? WHOLE : 0)
    return { score, places: Array.from({ length: word.length }, (_, index) => at + index) }
  }
  // Beginnings of words first; where that leads past the rest of the letters, each as early as it comes.
  return matchLetters(word, lower, text, letterFrom) ?? matchLetters(word, lower, text, (letter, inText, _text, from) => inText.indexOf(letter, from))
}

type FindLetter = (letter: string, lower: string, text: string, from: number) => number

/** Where the word stands as a whole, at the start of a word if there is such a place. */
function substringAt(word: string, lower: string, text: string): number {
  const first = lower.indexOf(word)
  for (let at = first; at >= 0; at = lower.indexOf(word, at + 1)) if (isWordStart(text, at)) return at
  return first
}

function matchLetters(word: string, lower: string, text: string, find: FindLetter): Match | null {
  const places: number[] = []
  let score = 0
  for (const letter of word) {
    const from = (places.at(-1) ?? -1) + 1
    const place = find(letter, lower, text, from)
    if (place < 0) return null
    if (place === from && from > 0) score += RUN
    else score -= Math.min(place - from, 20) * GAP
    if (isWordStart(text, place)) score += WORD_START
    places.push(place)
  }
  return { score, places }
}

/** The next letter, or the one that begins a word soon after it: `op` means order-payments before option. */
function letterFrom(letter: string, lower: string, text: string, from: number): number {
  const next = lower.indexOf(letter, from)
  if (next < 0 || next === from || isWordStart(text, next)) return next
  for (let at = lower.indexOf(letter, next + 1); at >= 0; at = lower.indexOf(letter, at + 1)) if (isWordStart(text, at)) return at
  return next
}

function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  const here = text.charCodeAt(at)
  return !isLetterOrDigit(before) || (isUpper(here) && !isUpper(before)) || (isDigit(here) && !isDigit(before))
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isUpper = (code: number): boolean => code >= 65 && code <= 90
const isLetterOrDigit = (code: number): boolean => isDigit(code) || isUpper(code) || (code >= 97 && code <= 122) || code > 127

export interface Ranked<Item> {
  /** The best, at most as many as asked for. */
  shown: readonly { item: Item; match: Match }[]
  /** All that match. */
  count: number
}

/** Equal scores keep the order they came in. */
export function rank<Item>(query: string, items: readonly Item[], textOf: (item: Item) => string, most: number, bonusOf = (_item: Item): number => 0): Ranked<Item> {
  const matching: { item: Item; match: Match; rating: number }[] = []
  for (const item of items) {
    const match = fuzzyMatch(query, textOf(item))
    if (match) matching.push({ item, match, rating: match.score + bonusOf(item) })
  }
  if (query.trim() !== '') matching.sort((a, b) => b.rating - a.rating)
  return { shown: matching.slice(0, most), count: matching.length }
}
