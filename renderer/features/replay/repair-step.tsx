// What becomes of the records before they are sent: which bytes, which headers, and a repair of all of them at once, tried as it is written.
import { Braces } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { cx } from '../../ui/class-names.ts'
import { useSettled } from '../../ui/clock.ts'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { Notice, SkeletonRows } from '../../ui/states.tsx'
import { Pager } from './item-pane.tsx'
import type { PlanView } from './plan-view.ts'
import { PreviewSides } from './preview-sides.tsx'
import { NumberInput, TypedLines, TypedText } from './typed-inputs.tsx'
import { useReplayDraft } from './replay-draft.ts'
import { type TriedOnly, type TriedTransform, useDialectNames, useTriedTransform } from './replay.queries.ts'
import { StepForm, StepRow } from './step-form.tsx'
import { startOf, textOfTransform, transformOf, type TransformKind, triedWords } from './transform-words.ts'

const JsonEditor = lazy(async () => ({ default: (await import('../../ui/json-editor.tsx')).JsonEditor }))

/** Tried once nobody types any more. */
const TRY_SETTLES_MS = 350

export function RepairStep({ view }: { view: PlanView }): ReactNode {
  const { summary } = view
  // Who came to repair many records begins there.
  const intent = useReplayDraft((store) => store.planned[summary.planId]?.intent)
  const [kind, setKind] = useState<TransformKind>(summary.transform.kind === 'none' && intent === 'repair' ? 'javascript' : summary.transform.kind)
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-3 border-b border-n6 px-4">
        <Segments
          label="How records are repaired"
          options={[
            { value: 'none', label: 'Bytes and headers' },
            { value: 'javascript', label: 'JavaScript' },
            { value: 'json-patch', label: 'JSON Patch' },
          ]}
          value={kind}
          onChange={(next) => setKind(next as TransformKind)}
        />
        <span className="flex-1" />
        <EditFirst view={view} />
      </div>
      {kind === 'none' ? <AsTheyAre view={view} /> : <TransformEditor key={kind} view={view} kind={kind} />}
    </>
  )
}

function EditFirst({ view: { summary, isStarted, onEdit } }: { view: PlanView }): ReactNode {
  return (
    <>
      {summary.editedCount > 0 && <span className="text-accent tabular-nums">{formatCount(summary.editedCount)} edited by hand</span>}
      <Button disabled={isStarted || summary.itemCount === 0} onClick={() => onEdit(0)}>
        Edit one by one
      </Button>
    </>
  )
}

function AsTheyAre({ view }: { view: PlanView }): ReactNode {
  const { summary, options, changeOptions, isStarted } = view
  const names = useDialectNames()
  return (
    <StepForm isStarted={isStarted} intro="Key, value and all headers of the application stay byte for byte, in their order. What the failure brought along is taken off.">
      {summary.transform.kind !== 'none' && (
        <StepRow title="Repair of all">
          <p className="flex items-center gap-2">
            {summary.transform.kind === 'javascript' ? 'Each record goes through your JavaScript.' : 'Each value is changed by your JSON Patch.'}
            <Button onClick={() => view.actions.change({ transform: { kind: 'none' } })}>Take it off</Button>
          </p>
        </StepRow>
      )}
      <StepRow title="Bytes">
        <Choices
          label="Bytes"
          value={options.payload}
          onChange={(payload) => changeOptions({ payload })}
          choices={[
            { value: 'auto', label: 'The original where it can still be read and differs', hint: 'else the dead letter' },
            { value: 'dlq', label: 'The dead letter', hint: 'as it lies in the dead-letter topic' },
            { value: 'origin', label: 'The original', hint: 'read again where it failed; without it a record cannot be sent' },
          ]}
        />
      </StepRow>
      <StepRow title="Failure headers">
        <Choices
          label="Failure headers"
          value={options.headers}
          onChange={(headers) => changeOptions({ headers })}
          choices={[
            { value: 'strip', label: 'Take off', hint: 'the application sees the record as if for the first time' },
            { value: 'rename', label: 'Keep under x-prev-…', hint: 'for those who want to look later' },
            { value: 'keep', label: 'Leave', hint: 'retry counters stay: the application may give up at once' },
          ]}
        />
        {summary.dialects.map(({ dialect, count, ownedHeaders }) => (
          <p key={dialect} className="text-small text-n10 select-text">
            {formatCount(count)} × {names.get(dialect) ?? dialect}
            {ownedHeaders.length > 0 && ': '}
            <span className="font-mono">{ownedHeaders.join(', ')}</span>
          </p>
        ))}
      </StepRow>
      <OtherHeaders view={view} />
      <StepRow title="Timestamp">
        <Choices
          label="Timestamp"
          value={options.timestamp}
          onChange={(timestamp) => changeOptions({ timestamp })}
          choices={[
            { value: 'now', label: 'When it is sent' },
            { value: 'preserve', label: 'As it was', hint: 'retention counts from it, and the topic may refuse what is too old' },
          ]}
        />
      </StepRow>
      <ValueSchema view={view} />
    </StepForm>
  )
}

/** What a target may need beyond the failure's own headers. */
function OtherHeaders({ view: { options, changeOptions } }: { view: PlanView }): ReactNode {
  return (
    <StepRow title="Other headers">
      <p className="flex items-center gap-2">
        Take off also
        <TypedText
          label="Further headers to take off"
          placeholder="b3, x-debug-*"
          value={(options.removeHeaders ?? []).join(', ')}
          onChange={(text) => changeOptions({ removeHeaders: text.split(/[,\s]+/).filter((name) => name !== '') })}
        />
      </p>
      <p className="flex items-center gap-2">
        Cut values over
        <NumberInput label="Bytes that a header value may have" value={options.maxHeaderBytes ?? null} least={0} placeholder="never" onChange={(maxHeaderBytes) => changeOptions({ maxHeaderBytes })} />
        bytes, where a record would be too large for its target.
      </p>
    </StepRow>
  )
}

/** Held against every value as it would be sent, after edits and repairs. */
function ValueSchema({ view: { options, changeOptions } }: { view: PlanView }): ReactNode {
  return (
    <StepRow title="JSON Schema">
      <TypedLines
        label="JSON Schema that values have to satisfy"
        placeholder='{ "type": "object", "required": ["orderId"] }'
        value={options.valueSchema ?? ''}
        onChange={(text) => changeOptions({ valueSchema: text === '' ? null : text })}
      />
      <p className="text-small text-n10">A value that does not satisfy it cannot be sent: the dry run says where and why. Empty: values are not checked.</p>
    </StepRow>
  )
}

function TransformEditor({ view, kind }: { view: PlanView; kind: Exclude<TransformKind, 'none'> }): ReactNode {
  const { summary, dark, actions, isStarted } = view
  const isKept = summary.transform.kind === kind
  const [initial] = useState(() => (isKept ? textOfTransform(summary.transform) : startOf(kind)))
  const [text, setText] = useState(initial)
  const settled = useSettled(text, TRY_SETTLES_MS)
  const [only, setOnly] = useState<TriedOnly>('changed')
  const isSaved = isKept && textOfTransform(summary.transform) === text
  const save = (): void => actions.change({ transform: transformOf(kind, text) })
  useCommands([{ id: 'replay.keep-repair', title: 'Use the repair for this plan', keys: ['Mod+S'], disabled: isSaved || isStarted ? 'It is in use' : undefined, run: save }])
  const keys = useKeyLabel('replay.keep-repair')
  return (
    <SplitPane
      name="replay-repair"
      main={
        <section aria-label="The repair" className="flex min-h-0 flex-1 flex-col bg-n1">
          <Suspense fallback={<SkeletonRows label="Loading the editor" rows={6} />}>
            <JsonEditor
              name={`replay/${summary.planId}/${kind}`}
              label={kind === 'javascript' ? 'JavaScript that repairs a record' : 'JSON Patch over the value'}
              language={kind === 'javascript' ? 'javascript' : 'json'}
              initialValue={initial}
              dark={dark}
              onChange={setText}
            />
          </Suspense>
          <footer className="flex shrink-0 items-center gap-3 border-t border-n5 px-3 py-1.5">
            <Braces size={13} aria-hidden="true" className="shrink-0 text-n9" />
            <p className="min-w-0 flex-1 text-small text-n10">
              {kind === 'javascript' ? 'Runs on this computer, without network and files, for a short time and within bounded memory.' : <>RFC 6902, on values that are JSON, such as <code className="font-mono">{PATCH_EXAMPLE}</code></>}
            </p>
            <Button variant={isSaved ? 'plain' : 'primary'} shortcut={keys} disabled={isSaved || isStarted || actions.isBusy} onClick={save}>
              {isSaved ? 'In use' : 'Use this repair'}
            </Button>
          </footer>
        </section>
      }
      side={<Tried key={only} view={view} kind={kind} text={settled} isWaiting={settled !== text} only={only} onOnly={setOnly} />}
      sideLabel="what the repair does"
      sideWidth={460}
    />
  )
}

interface TriedProps {
  view: PlanView
  kind: Exclude<TransformKind, 'none'>
  text: string
  isWaiting: boolean
  only: TriedOnly
  onOnly: (only: TriedOnly) => void
}

function Tried({ view, kind, text, isWaiting, only, onOnly }: TriedProps): ReactNode {
  // Cursors of the pages so far: the way back is known, the way forward is told with each page.
  const [cursors, setCursors] = useState<readonly number[]>([0])
  const query = useTriedTransform(view.summary, text.trim() === '' ? null : transformOf(kind, text), only, cursors.at(-1)!)
  const tried = query.data
  const failure = query.error && failureOf(query.error)
  const isOld = isWaiting || query.isFetching
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {failure && <FailureNotice failure={failure} action={{ label: 'Try again', run: () => void query.refetch() }} />}
      <div className="flex shrink-0 flex-col gap-1.5 border-b border-n6 px-3 py-2">
        <p role="status" aria-live="polite" className={cx('font-medium tabular-nums', isOld && 'text-n10', tried && (tried.invalid > 0 || tried.error !== null) && !isOld && 'text-warn')}>
          {tried ? triedWords(tried) : 'Trying it…'}
        </p>
        <div className="flex items-center gap-2">
          <Segments
            label="Which records are shown"
            options={[
              { value: 'all', label: 'All' },
              { value: 'changed', label: 'Changed' },
              { value: 'failed', label: tried && tried.invalid > 0 ? `Failed ${formatCount(tried.invalid)}` : 'Failed' },
            ]}
            value={only}
            onChange={(next) => onOnly(next as TriedOnly)}
          />
          <span className="flex-1" />
          {tried && tried.pages.length > 0 && (
            <Pager
              what="record"
              at={cursors.length - 1}
              total={tried.cursor === null ? cursors.length : Math.max(cursors.length + 1, totalOf(tried, only))}
              onMove={(by) => setCursors(by === -1 ? cursors.slice(0, -1) : tried.cursor === null ? cursors : [...cursors, tried.cursor])}
            />
          )}
        </div>
      </div>
      {tried?.error && <RepairError error={tried.error} />}
      <div className="min-h-0 flex-1 overflow-y-auto">
        {tried?.pages.length === 0 && !tried.error && <p className="px-3 py-4 text-n10">{NONE[only]}</p>}
        {tried?.pages.map((preview) => (
          <div key={preview.item.index}>
            {preview.error && <RepairError error={preview.error} />}
            <PreviewSides preview={preview} />
          </div>
        ))}
      </div>
    </div>
  )
}

function RepairError({ error: { message, line } }: { error: NonNullable<TriedTransform['error']> }): ReactNode {
  return <Notice tone="bad" message={message} detail={line === null || message.includes(`line ${line}`) ? null : `Line ${line} of the repair.`} />
}

const PATCH_EXAMPLE = '{ "op": "add", "path": "/currency", "value": "EUR" }'

const NONE: Record<TriedOnly, string> = { all: 'There are no records to try it on.', changed: 'It changes nothing.', failed: 'It fails for none of them.' }

const totalOf = ({ valid, invalid, unchanged }: TriedTransform, only: TriedOnly): number => (only === 'failed' ? invalid : only === 'changed' ? valid - unchanged : valid + invalid)
