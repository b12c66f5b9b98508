// What a message takes on the wire, and what is said where a topic takes less.
import type { TopicConfig } from '../../../core/contract/topics.ts'
import { formatBytes } from '../../format/sizes.ts'
import type { Failure } from '../../rpc/failure.ts'
import type { Sendable } from './draft.ts'
import { sizeOfContent } from './part.ts'

/** A batch header, and what surrounds key, value and headers. */
const OVERHEAD_BYTES = 61 + 20
const HEADER_OVERHEAD_BYTES = 8

export function messageBytes({ key, value, headers }: Sendable): number {
  const headerBytes = headers.reduce((sum, header) => sum + new TextEncoder().encode(header.key).length + (sizeOfContent(header.value) ?? 0) + HEADER_OVERHEAD_BYTES, 0)
  return OVERHEAD_BYTES + (sizeOfContent(key) ?? 0) + (sizeOfContent(value) ?? 0) + headerBytes
}

/** null where the limit could not be read. */
export function maxMessageBytes(configs: readonly TopicConfig[]): number | null {
  const value = configs.find(({ name }) => name === 'max.message.bytes')?.value
  return value && /^\d+$/.test(value) ? Number(value) : null
}

export function tooLargeFailure(failure: Failure, topic: string, sizeBytes: number, limitBytes: number | null): Failure {
  const limit = limitBytes === null ? 'less than that' : `at most ${formatBytes(limitBytes)} (${limitBytes} bytes)`
  return {
    ...failure,
    message: `The message takes about ${formatBytes(sizeBytes)}; ${topic} takes ${limit} in a batch.`,
    remedy: 'Send less, or raise max.message.bytes of the topic (and message.max.bytes of the broker).',
  }
}
