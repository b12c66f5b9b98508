// Looks for the record that failed where its dead letter says it was, and compares the two.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { ConnectionFailed } from '../../client/connection-errors.ts'
import { NoSuchRecord, readRecord } from '../../client/read-record.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import type { FailureOrigin } from '../failure.ts'

export type OriginState = 'same' | 'different' | 'gone' | 'topic-missing' | 'unknown' | 'unreachable'

export interface OriginCheck {
  readonly state: OriginState
  readonly text: string
}

/** `copy` null: the dead letter has no payload of its own, so that whatever is there is taken. */
export async function checkOrigin(cluster: ClusterConnection, origin: FailureOrigin | undefined, copy: { readonly key: Buffer | null; readonly value: Buffer | null } | null): Promise<OriginCheck> {
  if (origin?.partition === undefined || origin.offset === undefined) return { state: 'unknown', text: unknownText(origin) }
  const { topic, partition, offset } = origin
  const where = `"${topic}" partition ${partition} offset ${offset}`
  try {
    const record = await readRecord(cluster, topic, partition, BigInt(offset))
    if (copy === null) return { state: 'same', text: `The record that failed is still there: ${where}.` }
    const [sameKey, sameValue] = [isSame(record.key, copy.key), isSame(record.value, copy.value)]
    if (sameKey && sameValue) return { state: 'same', text: `The record that failed is still there, with the same key and value: ${where}.` }
    const what = sameKey ? 'another value' : sameValue ? 'another key' : 'another key and value'
    return { state: 'different', text: `The record at ${where} has ${what}: the topic may have been created anew, or the consumer has changed the message.` }
  } catch (error) {
    return failedCheck(error, topic, where)
  }
}

function failedCheck(error: unknown, topic: string, where: string): OriginCheck {
  if (error instanceof NoSuchRecord) return { state: 'gone', text: `${error.message} ${error.remedy}`.trim() }
  if (error instanceof KafkaError && error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION') return { state: 'topic-missing', text: `${error.message} Choose another target when you replay it.` }
  if (error instanceof KafkaError || error instanceof ConnectionFailed) return { state: 'unreachable', text: `The record that failed (${where}) could not be read: ${error.message}` }
  throw Object.assign(new Error(`The origin in "${topic}" could not be checked.`), { cause: error })
}

function unknownText(origin: FailureOrigin | undefined): string {
  if (origin === undefined) return 'The headers do not tell where the record was when it failed.'
  const missing = origin.partition === undefined ? (origin.offset === undefined ? 'partition and offset' : 'partition') : 'offset'
  return `The headers name the topic "${origin.topic}", but not the ${missing} of the record that failed.`
}

function isSame(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b)
}
