// Writes a message and sends it: value in the editor, key, headers and partition beside it.
import { Send } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { keyLabel, useCommands } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { Notice, Toolbar } from '../../ui/states.tsx'
import { ComposerFields } from './composer-fields.tsx'
import { type Produced, useSend } from './composer.queries.ts'
import { type Draft, emptyDraft, sendableOf } from './draft.ts'
import { useDrafts } from './drafts.ts'
import { SentList } from './sent-list.tsx'
import { ValueEditor } from './value-editor.tsx'

export interface ComposerScreenProps {
  connection: Connection
  writable: boolean
  dark: boolean
  onArm: () => void
  onOpenRecord: (topic: string, address: { partition: number; offset: bigint }) => void
}

export function ComposerScreen({ connection, writable, dark, onArm, onOpenRecord }: ComposerScreenProps): ReactNode {
  const draft = useDrafts(({ drafts }) => drafts[connection.id]) ?? emptyDraft('')
  const edit = useDrafts((drafts) => drafts.edit)
  const change = (part: Partial<Draft>): void => edit(connection.id, part)
  const { send, isSending, outcome } = useSender(connection.id, draft)
  const run = writable ? send : onArm
  useCommands([{ id: 'composer.send', title: writable ? 'Send the message' : 'Arm the cluster to send', keys: ['Mod+Enter'], run }])
  const fields = (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <ComposerFields connectionId={connection.id} draft={draft} onChange={change} />
      <SentList connectionId={connection.id} onOpen={onOpenRecord} />
    </div>
  )
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Compose</h1>
        <span className="flex-1" />
        <OutcomeLine outcome={outcome} onOpen={onOpenRecord} />
        <Button variant="primary" onClick={run} disabled={isSending} shortcut={keyLabel('Mod+Enter')}>
          <Send size={13} aria-hidden="true" />
          {writable ? (isSending ? 'Sending…' : 'Send') : 'Arm to send'}
        </Button>
      </Toolbar>
      {outcome?.kind === 'refused' && <Notice tone="bad" message="Not sent." remedy={outcome.error} />}
      {outcome?.kind === 'failed' && (
        <FailureNotice
          failure={outcome.failure}
          {...(outcome.failure.code === 'READ_ONLY' && { action: { label: 'Arm to send', run: onArm } })}
        />
      )}
      <SplitPane
        name="composer"
        main={<ValueEditor connectionId={connection.id} value={draft.value} dark={dark} onChange={(value) => change({ value })} />}
        side={fields}
        sideLabel="key and headers"
        sideWidth={420}
      />
    </>
  )
}

type Outcome = { kind: 'refused'; error: string } | { kind: 'failed'; failure: Failure } | { kind: 'sent'; topic: string; at: Produced }

function useSender(connectionId: string, draft: Draft): { send: () => void; isSending: boolean; outcome: Outcome | null } {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const remember = useDrafts((drafts) => drafts.remember)
  const { mutate, isPending } = useSend(connectionId)
  const send = (): void => {
    if (isPending) return
    const checked = sendableOf(draft)
    if (!checked.ok) return setOutcome({ kind: 'refused', error: checked.error })
    const { topic } = checked.value
    mutate(checked.value, {
      onSuccess: (at) => {
        setOutcome({ kind: 'sent', topic, at })
        remember({ connectionId, topic, partition: at.partition, offset: at.offset.toString(), sentAtMs: now() })
      },
      onError: (error) => setOutcome({ kind: 'failed', failure: sendFailureOf(error, topic) }),
    })
  }
  return { send, isSending: isPending, outcome }
}

/** A send whose answer was lost may have happened, and sending again would double it. */
function sendFailureOf(error: Error, topic: string): Failure {
  const failure = failureOf(error)
  return failure.code === 'LOST'
    ? { ...failure, remedy: `The message may have been sent: look into ${topic} before you send it again.` }
    : failure
}

/** `orders-2 @ 8841`, a way to the record itself. */
function OutcomeLine({ outcome, onOpen }: { outcome: Outcome | null; onOpen: ComposerScreenProps['onOpenRecord'] }): ReactNode {
  return (
    <output aria-live="polite" className="truncate">
      {outcome?.kind === 'sent' && (
        <>
          <span className="text-good">Sent: </span>
          <button
            type="button"
            className="font-mono text-mono text-accent underline-offset-2 hover:underline"
            onClick={() => onOpen(outcome.topic, outcome.at)}
          >
            {outcome.topic}-{outcome.at.partition} @ {outcome.at.offset.toString()}
          </button>
        </>
      )}
    </output>
  )
}
