// Where a view of many lines gets those that are looked at.
export interface ShownLine {
  text: string
  /** It goes on in the next one: no line feed stands here. */
  continues: boolean
}

export interface LineSource {
  /** undefined = not known yet. */
  total: number | undefined
  /** undefined = on its way. */
  at: (line: number) => ShownLine | undefined
  /** Tells what is in sight, `last` inclusive. */
  show: (first: number, last: number) => void
}

/** An occurrence of what was searched for. */
export interface FoundPlace {
  line: number
  column: number
  length: number
}
