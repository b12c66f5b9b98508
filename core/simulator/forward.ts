// What a consumer does with a record that it has given up for now: into the topic for failed ones, with its headers and a note of what went wrong.
import type { ClientRecord } from '../client/client-record.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { produce } from '../client/producer.ts'
import { NOTES, withoutNotes } from '../retries/headers/failure-notes.ts'
import type { Place } from './consumer-protocol.ts'

export async function forward(cluster: ClusterConnection, topic: string, from: Place & { readonly offset: number }, record: ClientRecord, attempt: number): Promise<void> {
  const notes: Record<string, string> = {
    [NOTES.errorClass]: 'SimulatedFailure',
    [NOTES.errorMessage]: `Attempt ${attempt} of ${from.topic}/${from.partition} offset ${from.offset} was told to fail.`,
    [NOTES.originalTopic]: from.topic,
    [NOTES.originalPartition]: String(from.partition),
    [NOTES.originalOffset]: String(from.offset),
    [NOTES.originalTimestamp]: String(record.timestamp),
  }
  const headers = [...withoutNotes(record.headers), ...Object.entries(notes).map(([key, value]) => ({ key, value: Buffer.from(value) }))]
  const partitions = (await cluster.topic(topic)).partitions.length
  // By its key, as producers do; without one where it was, so that a test sees the same twice.
  await produce(cluster, { topic, partition: record.key === null ? from.partition % partitions : null, key: record.key, value: record.value, headers })
}
