// Sends the draft, once or many times, and remembers what was sent.
import { useState } from 'react'
import { useIsLinkDown } from '../../rpc/rpc-context.ts'
import { now } from '../../ui/clock.ts'
import { toast } from '../../ui/toast.tsx'
import { type ManySender, type Produced, useManySender, useSend, useSendFailure } from './composer.queries.ts'
import { type Draft, type Sendable, sendableOf } from './draft.ts'
import { draftOn, useDrafts } from './drafts.ts'
import type { Many } from './many.ts'
import { NO_LINK, type Outcome, standing, type Told } from './outcome.ts'
import { useSendHistory } from './send-history.ts'
import { placeOf } from './sent-messages.ts'
import type { TopicProblem } from './topic-problem.ts'

export interface Sender {
  send: () => void
  sendMany: (many: Many) => void
  many: ManySender
  isSending: boolean
  /** Of what is sent as it is, how much has been read for the message on its way. */
  fetchedBytes: number
  outcome: Outcome | null
}

export function useSender(connectionId: string, draft: Draft, topicProblem: TopicProblem | null, onOpen: (topic: string, at: Produced) => void): Sender {
  const [told, setTold] = useState<Told | null>(null)
  // A failure may come when something else is in the fields already: it stands beside that, and is not lost.
  const tell = (outcome: Outcome): void => setTold({ outcome, draft: draftOn(useDrafts.getState(), connectionId) })
  const isLinkDown = useIsLinkDown()
  const remember = useSendHistory((history) => history.remember)
  const [fetchedBytes, setFetchedBytes] = useState(0)
  const { mutate, isPending } = useSend(connectionId, (bytes) => setFetchedBytes((sum) => sum + bytes))
  const failureOf = useSendFailure(connectionId)
  const keep = (sent: Draft, topic: string, at: Produced, count: number): void =>
    remember({ connectionId, topic, partition: at.partition, offset: at.offset.toString(), sentAtMs: now(), count, draft: sent })
  const many = useManySender(connectionId)
  const obstacle = isLinkDown ? NO_LINK : (topicProblem?.message ?? null)
  /** What can leave now; otherwise says why not. */
  const ready = (fillsIn: boolean): Sendable | null => {
    const checked = sendableOf(draft, fillsIn)
    if (checked.ok && obstacle === null) return checked.value
    tell({ kind: 'refused', error: checked.ok ? obstacle! : checked.error, byObstacle: checked.ok })
    return null
  }
  const send = (): void => {
    if (isPending) return
    const message = ready(false)
    if (!message) return
    const { topic } = message
    setTold(null)
    setFetchedBytes(0)
    mutate(message, {
      onSuccess: (at) => {
        tell({ kind: 'sent', topic, at })
        keep(draft, topic, at, 1)
        toast({ tone: 'good', message: `Sent to ${placeOf({ topic, ...at })}`, replaces: 'composer.sent', action: { label: 'Open record', run: () => onOpen(topic, at) } })
      },
      onError: (error) => void failureOf(error, message).then((failure) => tell({ kind: 'failed', failure })),
    })
  }
  const sendMany = (choice: Many): void => {
    const message = ready(choice.fillIn)
    if (!message) return
    setTold(null)
    many.start(message, choice, (acknowledged, latest) => {
      if (latest) keep(draft, message.topic, latest, acknowledged)
    })
  }
  return { send, sendMany, many, isSending: isPending, fetchedBytes, outcome: standing(told, draft, obstacle) }
}
