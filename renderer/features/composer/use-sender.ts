// Sends the draft, once or many times, and remembers what was sent.
import { useState } from 'react'
import type { Failure } from '../../rpc/failure.ts'
import { now } from '../../ui/clock.ts'
import { toast } from '../../ui/toast.tsx'
import { type ManySender, type Produced, useManySender, useSend, useSendFailure } from './composer.queries.ts'
import { type Draft, sendableOf } from './draft.ts'
import type { Many } from './many.ts'
import { useSendHistory } from './send-history.ts'
import { placeOf } from './sent-messages.ts'

export type Outcome = { kind: 'refused'; error: string } | { kind: 'failed'; failure: Failure } | { kind: 'sent'; topic: string; at: Produced }

export interface Sender {
  send: () => void
  sendMany: (many: Many) => void
  many: ManySender
  isSending: boolean
  /** Of what is sent as it is, how much has been read for the message on its way. */
  fetchedBytes: number
  outcome: Outcome | null
}

export function useSender(connectionId: string, draft: Draft, onOpen: (topic: string, at: Produced) => void): Sender {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const remember = useSendHistory((history) => history.remember)
  const [fetchedBytes, setFetchedBytes] = useState(0)
  const { mutate, isPending } = useSend(connectionId, (bytes) => setFetchedBytes((sum) => sum + bytes))
  const failureOf = useSendFailure(connectionId)
  const keep = (sent: Draft, topic: string, at: Produced, count: number): void =>
    remember({ connectionId, topic, partition: at.partition, offset: at.offset.toString(), sentAtMs: now(), count, draft: sent })
  const many = useManySender(connectionId)
  const send = (): void => {
    if (isPending) return
    const checked = sendableOf(draft)
    if (!checked.ok) return setOutcome({ kind: 'refused', error: checked.error })
    const { topic } = checked.value
    setOutcome(null)
    setFetchedBytes(0)
    mutate(checked.value, {
      onSuccess: (at) => {
        setOutcome({ kind: 'sent', topic, at })
        keep(draft, topic, at, 1)
        toast({ tone: 'good', message: placeOf({ topic, ...at }), action: { label: 'Open record', run: () => onOpen(topic, at) } })
      },
      onError: (error) => void failureOf(error, checked.value).then((failure) => setOutcome({ kind: 'failed', failure })),
    })
  }
  const sendMany = (choice: Many): void => {
    const checked = sendableOf(draft, choice.fillIn)
    if (!checked.ok) return setOutcome({ kind: 'refused', error: checked.error })
    setOutcome(null)
    many.start(checked.value, choice, (acknowledged, latest) => {
      if (latest) keep(draft, checked.value.topic, latest, acknowledged)
    })
  }
  return { send, sendMany, many, isSending: isPending, fetchedBytes, outcome }
}
