// A record of the demo, before it is written.

export interface RecordHeader {
  readonly key: string
  readonly value: Buffer | null
}

export interface DemoRecord {
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly RecordHeader[]
}

/** A record with its place, which is known beforehand because the topics are new. */
export interface PlacedRecord extends DemoRecord {
  readonly partition: number
  readonly offset: number
}
