// Writes a message and sends it, once or many times: value in the editor, key, headers and partition beside it.
import { Repeat, Send } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { formatBytes } from '../../format/sizes.ts'
import type { Failure } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { Notice, Toolbar } from '../../ui/states.tsx'
import { useTopicProblem } from './composer.queries.ts'
import { ComposerFields } from './composer-fields.tsx'
import type { Draft } from './draft.ts'
import { draftOn, useDrafts } from './drafts.ts'
import { ManyStrip } from './many-strip.tsx'
import type { Outcome } from './outcome.ts'
import { useSendHistory } from './send-history.ts'
import { SentList } from './sent-list.tsx'
import { placeOf, type Sent } from './sent-messages.ts'
import { useSender } from './use-sender.ts'
import { ValueEditor } from './value-editor.tsx'

export interface ComposerScreenProps {
  connection: Connection
  writable: boolean
  dark: boolean
  onArm: () => void
  onOpenRecord: (topic: string, address: { partition: number; offset: bigint }) => void
}

export function ComposerScreen({ connection, writable, dark, onArm, onOpenRecord }: ComposerScreenProps): ReactNode {
  const { id } = connection
  const draft = useDrafts((drafts) => draftOn(drafts, id))
  const edit = useDrafts((drafts) => drafts.edit)
  const replace = useDrafts((drafts) => drafts.replace)
  const change = (part: Partial<Draft>): void => edit(id, part)
  const [isMany, setMany] = useState(false)
  const topicProblem = useTopicProblem(id, draft.topic)
  const { send, sendMany, many, isSending, fetchedBytes, outcome } = useSender(id, draft, topicProblem, onOpenRecord)
  const run = writable ? send : onArm
  const load = (sent: Sent): void => {
    if (sent.draft) replace(id, sent.draft)
  }
  const latest = useSendHistory(({ sent }) => sent.find((item) => item.connectionId === id && item.draft !== null))
  useCommands([
    { id: 'composer.send', title: writable ? 'Send the message' : 'Arm the cluster to send', keys: ['Mod+Enter'], run },
    { id: 'composer.many', title: 'Send the message many times', keys: ['Mod+Shift+Enter'], run: () => setMany(true) },
    {
      id: 'composer.previous',
      title: 'Load the message sent last',
      keys: ['Mod+ArrowUp'],
      disabled: latest ? undefined : 'Nothing was sent from here yet',
      run: () => latest && load(latest),
    },
  ])
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Compose</h1>
        <OriginLine draft={draft} onOpen={onOpenRecord} />
        <span className="flex-1" />
        {isSending && fetchedBytes > 0 && <span className="text-small text-n10 tabular-nums">{formatBytes(fetchedBytes)} read to be sent as they are</span>}
        <OutcomeLine outcome={outcome} onOpen={onOpenRecord} />
        <Button onClick={() => setMany(!isMany)} aria-expanded={isMany}>
          <Repeat size={13} aria-hidden="true" />
          Send many…
        </Button>
        <SendButton writable={writable} isSending={isSending} onClick={run} />
      </Toolbar>
      {isMany && (
        <ManyStrip progress={many.progress} writable={writable} onStart={sendMany} onStop={many.stop} onArm={onArm} onClose={() => (many.clear(), setMany(false))} />
      )}
      <OutcomeNotice outcome={outcome} onArm={onArm} />
      <SplitPane
        name="composer"
        main={<ValueEditor connectionId={id} value={draft.value} dark={dark} onChange={(value) => change({ value })} />}
        side={
          <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
            <ComposerFields connectionId={id} draft={draft} topicProblem={topicProblem} writable={writable} onArm={onArm} onChange={change} />
            <SentList connectionId={id} onLoad={load} onOpen={onOpenRecord} />
          </div>
        }
        sideLabel="key and headers"
        sideWidth={420}
      />
    </>
  )
}

/** Which record is edited and sent again, as long as it goes to the topic that it came from. */
function OriginLine({ draft: { origin, topic }, onOpen }: { draft: Draft; onOpen: ComposerScreenProps['onOpenRecord'] }): ReactNode {
  if (!origin || origin.topic !== topic.trim()) return null
  const place = placeOf(origin)
  return (
    <p className="min-w-0 truncate text-small text-n10">
      Editing{' '}
      <button
        type="button"
        title={`Open ${place}`}
        className="font-mono text-mono text-accent underline-offset-2 hover:underline"
        onClick={() => onOpen(origin.topic, { partition: origin.partition, offset: BigInt(origin.offset) })}
      >
        {place}
      </button>
    </p>
  )
}

function SendButton({ writable, isSending, onClick }: { writable: boolean; isSending: boolean; onClick: () => void }): ReactNode {
  const keys = useKeyLabel('composer.send')
  return (
    <Button variant="primary" onClick={onClick} disabled={isSending} shortcut={keys}>
      <Send size={13} aria-hidden="true" />
      {writable ? (isSending ? 'Sending…' : 'Send') : 'Arm to send'}
    </Button>
  )
}

function OutcomeNotice({ outcome, onArm }: { outcome: Outcome | null; onArm: () => void }): ReactNode {
  if (outcome?.kind === 'refused') return <Notice tone="bad" message="Not sent." remedy={outcome.error} />
  if (outcome?.kind !== 'failed') return null
  const failure: Failure = outcome.failure
  return <FailureNotice failure={failure} {...(failure.code === 'READ_ONLY' && { action: { label: 'Arm to send', run: onArm } })} />
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
            {placeOf({ topic: outcome.topic, ...outcome.at })}
          </button>
        </>
      )}
    </output>
  )
}
