// The headers of one record by name, found in one pass, with every occurrence in its order.
import type { FailureHeader } from '../failure.ts'

const NONE: readonly (Buffer | null)[] = []

export class HeaderView {
  readonly headers: readonly FailureHeader[]
  readonly #byName = new Map<string, (Buffer | null)[]>()

  constructor(headers: readonly FailureHeader[]) {
    this.headers = headers
    for (const { key, value } of headers) {
      const values = this.#byName.get(key)
      if (values) values.push(value)
      else this.#byName.set(key, [value])
    }
  }

  has(name: string): boolean {
    return this.#byName.has(name)
  }

  /** True if at least one of them is there. */
  hasAny(names: readonly string[]): boolean {
    return names.some((name) => this.#byName.has(name))
  }

  hasPrefix(prefix: string): boolean {
    for (const name of this.#byName.keys()) if (name.startsWith(prefix)) return true
    return false
  }

  /** Every occurrence, as they stand in the record. */
  all(name: string): readonly (Buffer | null)[] {
    return this.#byName.get(name) ?? NONE
  }

  /** True if both are there and the first of `name` stands before the first of `other`. */
  isBefore(name: string, other: string): boolean {
    if (!this.has(name) || !this.has(other)) return false
    const first = this.headers.find(({ key }) => key === name || key === other)
    return first?.key === name
  }

  /** True if both are there and the last of `name` stands behind the last of `other`. */
  isBehind(name: string, other: string): boolean {
    if (!this.has(name) || !this.has(other)) return false
    const last = this.headers.findLast(({ key }) => key === name || key === other)
    return last?.key === name
  }
}
