// The batch that is under way, written down before it is sent: after a crash these are the items of which the ledger does not know what became.

/** One partition's share of a batch, in the order of its records. */
export interface FlightPlace {
  readonly topic: string
  readonly partition: number
  readonly indexes: readonly number[]
  /** The log end before it was sent, where a search for it would begin; null where nobody will search. */
  readonly endOffset: number | null
}

export interface Flight {
  readonly pass: number
  /** Positions in the list of the pass: what the register says before and after it. */
  readonly from: number
  readonly to: number
  readonly places: readonly FlightPlace[]
  /** By index: the first 16 hex characters of SHA-256 over what was sent, and its size. */
  readonly contents: Readonly<Record<number, readonly [hash: string, sizeBytes: number]>>
  readonly atMs: number
}

export function indexesOf({ places }: Flight): number[] {
  return places.flatMap(({ indexes }) => indexes)
}
