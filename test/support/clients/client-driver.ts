// What the journeys ask of a real Kafka client, whatever its language: the same story is told to each.

export interface SentRecord {
  readonly key: string
  readonly value: string
  readonly headers: Record<string, string>
}

export interface ReceivedRecord extends SentRecord {
  readonly partition: number
  readonly offset: number
}

export interface GroupMember {
  /** Leaves the group in order, with what it received committed. */
  leave(): Promise<void>
}

export interface ClientDriver {
  readonly name: string
  readonly codecs: readonly string[]
  createTopic(bootstrap: string, topic: string, partitions: number): Promise<void>
  produce(bootstrap: string, topic: string, codec: string, records: readonly SentRecord[]): Promise<void>
  /** Joins a group and hands over every record, from the earliest where nothing is committed. */
  join(bootstrap: string, topic: string, groupId: string, receive: (record: ReceivedRecord) => void): Promise<GroupMember>
}
