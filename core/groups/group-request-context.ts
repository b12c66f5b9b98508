// What a group operation knows of the request that asked for it, beside its fields.

export interface GroupRequestContext {
  readonly apiVersion: number
  /** '' for a client that sent none. */
  readonly clientId: string
  /** As Kafka prints it: `/127.0.0.1`. */
  readonly clientHost: string
  readonly connectionId: number
  /** Whether the client may hear of the topic: others do not match its patterns. */
  readonly mayDescribeTopic: (topic: string) => boolean
}
