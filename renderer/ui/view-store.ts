// What a screen remembers about how it was left (filter, position, chosen side), per place, kept over restarts. The oldest places are forgotten.
export const MAX_PLACES = 200

/** The part of `localStorage` that is needed. */
export interface KeptText {
  getItem: (name: string) => string | null
  setItem: (name: string, text: string) => void
  removeItem: (name: string) => void
}

type Values = Record<string, unknown>

const INDEX = 'headwater.views'
const nameOf = (place: string): string => `headwater.view.${place}`

export class ViewStore {
  readonly #kept: KeptText
  readonly #later: (write: () => void) => void
  readonly #values = new Map<string, Values>()
  readonly #unwritten = new Set<string>()
  readonly #listeners = new Set<() => void>()

  /** `later` is called when there is something to write; many changes in a row (scrolling) become one write. */
  constructor(kept: KeptText, later: (write: () => void) => void) {
    this.#kept = kept
    this.#later = later
  }

  /** undefined = nothing is kept there. */
  get(place: string, name: string): unknown {
    return this.#valuesOf(place)[name]
  }

  set(place: string, name: string, value: unknown): void {
    this.#values.set(place, { ...this.#valuesOf(place), [name]: value })
    if (this.#unwritten.size === 0) this.#later(() => this.write())
    this.#unwritten.add(place)
    for (const listener of this.#listeners) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Now, not later: the page may be going away. */
  write(): void {
    if (this.#unwritten.size === 0) return
    const places = [...this.#unwritten].toReversed()
    this.#unwritten.clear()
    for (const place of places) this.#writeText(nameOf(place), encodeValues(this.#valuesOf(place)))
    // Read anew: another window of the same page writes here too.
    const recent = [...new Set([...places, ...this.#places()])]
    for (const place of recent.slice(MAX_PLACES)) this.#kept.removeItem(nameOf(place))
    this.#writeText(INDEX, JSON.stringify(recent.slice(0, MAX_PLACES)))
  }

  #valuesOf(place: string): Values {
    let values = this.#values.get(place)
    if (values === undefined) this.#values.set(place, (values = decodeValues(this.#kept.getItem(nameOf(place)))))
    return values
  }

  #places(): string[] {
    const places = parseOrNull(this.#kept.getItem(INDEX))
    return Array.isArray(places) ? places.filter((place) => typeof place === 'string') : []
  }

  #writeText(name: string, text: string): void {
    try {
      this.#kept.setItem(name, text)
    } catch {
      // No room: nothing kept is better than something old.
      this.#kept.removeItem(name)
    }
  }
}

/** JSON has no bigint: it is written `#n…`, and a text that begins with `#` gets another. */
export const encodeValues = (values: Values): string =>
  JSON.stringify(values, (_name, value: unknown) => {
    if (typeof value === 'bigint') return `#n${value}`
    return typeof value === 'string' && value.startsWith('#') ? `#${value}` : value
  })

export function decodeValues(text: string | null): Values {
  const values = parseOrNull(text, (_name, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith('#')) return value
    return value.startsWith('#n') ? BigInt(value.slice(2)) : value.slice(1)
  })
  return kindOf(values) === 'object' ? (values as Values) : {}
}

/** What was kept by hand or by another version may be anything. */
function parseOrNull(text: string | null, revive?: (name: string, value: unknown) => unknown): unknown {
  try {
    return text === null ? null : JSON.parse(text, revive)
  } catch {
    return null
  }
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/** Whether a kept value has the shape of the initial one, so that an older version of a screen cannot break a newer one. null fits everywhere. */
export function fits(kept: unknown, initial: unknown): boolean {
  const [keptKind, kind] = [kindOf(kept), kindOf(initial)]
  if (keptKind === 'null' || kind === 'null') return true
  if (keptKind !== kind) return false
  if (kind !== 'object') return true
  return Object.entries(initial as Values).every(([name, value]) => name in (kept as Values) && fits((kept as Values)[name], value))
}
