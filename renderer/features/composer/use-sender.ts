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
import type { Checked } from './part.ts'
import { useSendHistory } from './send-history.ts'
import { placeOf } from './sent-messages.ts'

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
  const checkedNow = (checked: Checked<Sendable>): Checked<Sendable> => (checked.ok && isLinkDown ? { ok: false, error: NO_LINK } : checked)
  const send = (): void => {
    if (isPending) return
    const checked = checkedNow(sendableOf(draft))
    if (!checked.ok) return tell({ kind: 'refused', error: checked.error })
    const { topic } = checked.value
    setTold(null)
    setFetchedBytes(0)
    mutate(checked.value, {
      onSuccess: (at) => {
        tell({ kind: 'sent', topic, at })
        keep(draft, topic, at, 1)
        toast({ tone: 'good', message: placeOf({ topic, ...at }), action: { label: 'Open record', run: () => onOpen(topic, at) } })
      },
      onError: (error) => void failureOf(error, checked.value).then((failure) => tell({ kind: 'failed', failure })),
    })
  }
  const sendMany = (choice: Many): void => {
    const checked = checkedNow(sendableOf(draft, choice.fillIn))
    if (!checked.ok) return tell({ kind: 'refused', error: checked.error })
    setTold(null)
    many.start(checked.value, choice, (acknowledged, latest) => {
      if (latest) keep(draft, checked.value.topic, latest, acknowledged)
    })
  }
  return { send, sendMany, many, isSending: isPending, fetchedBytes, outcome: standing(told, draft, isLinkDown) }
}
