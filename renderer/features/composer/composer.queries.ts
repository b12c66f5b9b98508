// Asks the core to send a message, once or many times, and where its key would take it.
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Payload, SentRecord } from '../../../core/contract/messages.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { useSettled } from '../../ui/clock.ts'
import type { Sendable } from './draft.ts'
import type { Many, ManyProgress } from './many.ts'
import { type ChunkOf, outgoingOf } from './outgoing.ts'
import { addressOf } from './part.ts'
import type { Placement } from './placement.ts'
import { maxMessageBytes, messageBytes, tooLargeFailure } from './too-large.ts'
import { isMissing, type TopicProblem, topicProblem } from './topic-problem.ts'

/** A name is judged when nobody types any more. */
const NAME_SETTLES_MS = 400
/** A topic that is missing may be created by somebody else: then the screen may not go on saying that it is not there. */
const MISSING_EVERY_MS = 3_000
const TOPIC_PROBLEM = ['composer', 'topic problem']

type RpcClient = ReturnType<typeof useRpc>['client']

/** Which partition the key goes to; not asked while there is no key or no topic to ask about. */
export function usePlacement(connectionId: string, topic: string, key: Payload | null): UseQueryResult<Placement> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.messages.partitionForKey.queryOptions({ input: key === null || topic === '' ? skipToken : { connectionId, topic, key } }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isMissing(state.error) ? MISSING_EVERY_MS : false),
  })
}

export function useTopicNames(connectionId: string): string[] {
  const { queries } = useRpc()
  const { data } = useQuery(queries.topics.list.queryOptions({ input: { connectionId, includeInternal: false } }))
  return data?.topics.map(({ name }) => name) ?? []
}

/** Why the topic cannot be sent to; null also while that is not known. */
export function useTopicProblem(connectionId: string, typed: string): TopicProblem | null {
  const { client } = useRpc()
  const topic = useSettled(typed.trim(), NAME_SETTLES_MS)
  const ask = async (): Promise<TopicProblem | null> => {
    const said = client.messages.partitionForKey({ connectionId, topic, key: { kind: 'null' } })
    return said.then(() => null, (error: Error) => topicProblem(topic, error) ?? Promise.reject(error))
  }
  const illegal = topicProblem(topic, null)
  const { data } = useQuery({
    queryKey: [...TOPIC_PROBLEM, connectionId, topic],
    queryFn: topic === '' || illegal ? skipToken : ask,
    refetchInterval: ({ state }) => (state.data ? MISSING_EVERY_MS : false),
  })
  return topic === typed.trim() ? (illegal ?? data ?? null) : null
}

/** With the cluster's own number of partitions. */
export function useCreateTopic(connectionId: string): UseMutationResult<unknown, Error, string> {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => client.topics.create({ connectionId, topic: name }),
    onSuccess: () => Promise.all([TOPIC_PROBLEM, queries.topics.key(), queries.messages.partitionForKey.key()].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  })
}

export interface Produced {
  partition: number
  offset: bigint
}

/** `onFetched`: so many bytes of what is sent as it is have been read. */
export function useSend(connectionId: string, onFetched: (bytes: number) => void): UseMutationResult<Produced, Error, Sendable> {
  const { client } = useRpc()
  return useMutation({
    mutationFn: async (message: Sendable) =>
      client.messages.produce({ connectionId, topic: message.topic, ...(await outgoingOf(message, chunkOf(client, connectionId, onFetched))) }),
  })
}

/** Why a message was not sent; where it was too large, with its size and the limit. */
export function useSendFailure(connectionId: string): (error: Error, message: Sendable) => Promise<Failure> {
  const { client } = useRpc()
  return async (error, message) => {
    const failure = failureOf(error)
    if (failure.code === 'LOST') return { ...failure, remedy: `The message may have been sent: look into ${message.topic} before you send it again.` }
    if (!isTooLarge(error)) return failure
    // The limit is an extra: what could not be asked is left out of the sentence.
    const topic = await client.topics.describe({ connectionId, topic: message.topic }).catch(() => null)
    return tooLargeFailure(failure, message.topic, messageBytes(message), topic && maxMessageBytes(topic.configs))
  }
}

function isTooLarge(error: Error): boolean {
  const { data } = error as { data?: { name?: string } }
  return data?.name === 'MESSAGE_TOO_LARGE'
}

const chunkOf =
  (client: RpcClient, connectionId: string, onFetched?: (bytes: number) => void): ChunkOf =>
  async (stored, fromByte, maxBytes) => {
    const { bytes } = await client.records.chunk({ connectionId, topic: stored.topic, ...addressOf(stored), of: stored.of, fromByte, maxBytes })
    onFetched?.(bytes.length)
    return bytes
  }

export interface ManySender {
  progress: ManyProgress | null
  /** `onEnd`: how many were acknowledged, and where the latest of them is. */
  start: (message: Sendable, many: Many, onEnd: (acknowledged: number, latest: SentRecord | null) => void) => void
  stop: () => void
  clear: () => void
}

/** Leaving the screen stops the sending. */
export function useManySender(connectionId: string): ManySender {
  const { client } = useRpc()
  const [progress, setProgress] = useState<ManyProgress | null>(null)
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])
  const start = async (...[message, many, onEnd]: Parameters<ManySender['start']>): Promise<void> => {
    const stop = (running.current = new AbortController())
    let told: ManyProgress = { acknowledged: 0, failed: 0, failure: null, state: 'sending' }
    let latest: SentRecord | null = null
    setProgress(told)
    try {
      const input = { connectionId, topic: message.topic, ...(await outgoingOf(message, chunkOf(client, connectionId))), ...many }
      for await (const { done, ...event } of await client.messages.produceMany(input, { signal: stop.signal })) {
        latest = event.latest.at(-1) ?? latest
        setProgress((told = { ...event, state: done ? 'done' : 'sending' }))
      }
    } catch (error) {
      if (!stop.signal.aborted) told = { ...told, failure: failureOf(error), state: 'done' }
    }
    if (told.state === 'sending') told = { ...told, state: 'stopped' }
    setProgress(told)
    onEnd(told.acknowledged, latest)
  }
  return { progress, start: (...started) => void start(...started), stop: () => running.current?.abort(), clear: () => setProgress(null) }
}
