// What lists of names have in common: found by words, sorted by what is known of them, read again the less often the longer they are.

/** Whether every word of the text is in the name, in any order and case. */
export function byWords(text: string): (name: string) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return (name) => {
    const lower = name.toLowerCase()
    return words.every((word) => lower.includes(word))
  }
}

/** What is not known (null) comes last, whichever way it is sorted; equals stay in their order. */
export function sortedBy<Item>(items: readonly Item[], descending: boolean, valueOf: (item: Item) => number | bigint | string | null): readonly Item[] {
  const direction = descending ? -1 : 1
  const values = new Map(items.map((item) => [item, valueOf(item)]))
  return items.toSorted((a, b) => {
    const [left, right] = [values.get(a)!, values.get(b)!]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return left === right ? 0 : left < right ? -direction : direction
  })
}

/** Up to so many of them, so often; ascending, the last one for any number. */
export type Intervals = readonly (readonly [upTo: number, everyMs: number])[]

/** A cluster that did not answer is asked again soon, however long its list was. */
const FAILED_EVERY_MS = 10_000

export function everyMs(intervals: Intervals, count: number, hasFailed: boolean): number {
  const usualMs = intervals.find(([upTo]) => count <= upTo)![1]
  return hasFailed ? Math.min(usualMs, FAILED_EVERY_MS) : usualMs
}
