// One record of a plan, repaired by hand: its value beside how it was read, key and headers at the right.
import { Plus, Trash2, WrapText } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import type { ItemPreview } from '../../../core/contract/replay.ts'
import { counted } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { QueryFailure } from '../../rpc/query-failure.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import { inputClass } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, SkeletonRows } from '../../ui/states.tsx'
import { Pager } from './item-pane.tsx'
import type { PlanView } from './plan-view.ts'
import { beforeText, bytesOf, type DraftHeader, type DraftKind, type DraftPart, draftOf, editOf, editRefusal, isChanged, type RecordDraft, withHeader, withKind, withText } from './record-draft.ts'
import type { Side } from './record-sides.ts'
import { usePreview } from './replay.queries.ts'

const DiffEditor = lazy(async () => ({ default: (await import('../../ui/diff-editor.tsx')).DiffEditor }))

export interface RecordEditorProps {
  view: PlanView
  index: number
  onIndex: (index: number) => void
  onClose: () => void
}

export function RecordEditor(props: RecordEditorProps): ReactNode {
  const { view, index, onClose } = props
  const query = usePreview(view.summary, index)
  const preview = query.data
  // What is shown while the next is read is of another record, or of this one before it was edited.
  if (!preview || query.isPlaceholderData) return query.isError ? <QueryFailure query={query} /> : <SkeletonRows label="Reading the record" rows={14} />
  const refusal = editRefusal(preview)
  if (refusal !== null || preview.before === null)
    return (
      <EmptyState title="This record cannot be edited" actions={<Button onClick={onClose}>Back to the plan</Button>}>
        <p className="text-n10 select-text">{refusal}</p>
      </EmptyState>
    )
  return <Editor key={`${index} ${view.summary.planHash}`} {...props} preview={preview} before={preview.before} />
}

function Editor({ view, index, onIndex, onClose, preview, before }: RecordEditorProps & { preview: ItemPreview; before: Side }): ReactNode {
  const { summary, actions } = view
  const [opened] = useState(() => draftOf(before, preview.edit))
  const [draft, setDraft] = useState(opened)
  const [leaving, setLeaving] = useState<(() => void) | null>(null)
  const changed = isChanged(draft, opened)
  const edit = useMemo(() => editOf(draft), [draft])
  const leave = (go: () => void): void => (changed ? setLeaving(() => go) : go())
  const save = (): void => {
    if (edit.ok && changed && !actions.isBusy) actions.edit(index, edit.value)
  }
  useCommands([
    { id: 'replay.save-edit', title: 'Keep the edit in the plan', keys: ['Mod+S', 'Mod+Enter'], disabled: changed ? (edit.ok ? undefined : edit.error) : 'Nothing is changed', run: save },
    { id: 'replay.close-edit', title: 'Back to the plan', keys: ['Escape'], run: () => leave(onClose) },
  ])
  const keys = useKeyLabel('replay.save-edit')
  return (
    <>
      <header className="flex h-10 shrink-0 items-center gap-3 border-b border-n6 px-3">
        <Button onClick={() => leave(onClose)}>Back to the plan</Button>
        <Pager what="record" at={index} total={summary.itemCount} onMove={(by) => leave(() => onIndex(index + by))} />
        <span className="min-w-0 flex-1 truncate font-mono text-mono text-n10" title={placeOf(preview)}>
          {placeOf(preview)}
        </span>
        {preview.edit !== null && (
          <Button disabled={actions.isBusy} onClick={() => actions.edit(index, null)}>
            Take the edit back
          </Button>
        )}
        <Button variant="primary" shortcut={keys} disabled={!changed || !edit.ok || actions.isBusy} onClick={save}>
          Keep the edit
        </Button>
      </header>
      <SplitPane
        name="replay-edit"
        main={<ValuePane view={view} index={index} before={before} draft={draft} onChange={setDraft} />}
        side={<Fields draft={draft} onChange={setDraft} stripped={preview.strippedHeaders} />}
        sideLabel="key and headers"
        sideWidth={320}
      />
      <p role="status" className={`flex h-6.5 shrink-0 items-center border-t border-n5 px-3 text-small ${edit.ok ? 'text-n10' : 'bg-bad-soft text-bad'}`}>
        <span className="truncate select-text">{edit.ok ? statusOf(draft, changed, preview) : edit.error}</span>
      </p>
      {leaving !== null && (
        <ConfirmDialog title="Leave without keeping the edit?" verb="Leave" danger busy={false} failure={null} onClose={() => setLeaving(null)} onConfirm={() => (setLeaving(null), leaving())}>
          <p>What you have changed in this record is not in the plan yet, and would be lost.</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function placeOf({ item: { source, line } }: ItemPreview): string {
  return source === null ? `line ${line}` : `${source.topic}-${source.partition} @ ${source.offset}`
}

function statusOf({ value }: RecordDraft, changed: boolean, { edit }: ItemPreview): string {
  const bytes = bytesOf(value, 'The value')
  const size = bytes.ok && bytes.value !== null ? formatBytes(bytes.value.length) : 'null: a tombstone'
  const state = changed ? 'Not kept yet.' : edit === null ? 'As it was read.' : 'As kept in the plan.'
  return `${state} Value: ${size}${value.kind === 'json' ? `, valid JSON${value.isOneLine ? ', goes back onto one line' : ''}` : ''}. Failure headers are taken off and replay headers added when it is sent.`
}

interface PaneProps {
  draft: RecordDraft
  onChange: (draft: RecordDraft) => void
}

const KINDS: { value: DraftKind; label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
  { value: 'null', label: 'Tombstone' },
]

function ValuePane({ view, index, before, draft, onChange }: PaneProps & { view: PlanView; index: number; before: Side }): ReactNode {
  const { value } = draft
  return (
    <section aria-label="Value" className="flex min-h-0 flex-1 flex-col bg-n1">
      <header className="flex h-9 shrink-0 items-center gap-3 border-b border-n5 px-3">
        <h2 className="text-small font-medium text-n10">Value</h2>
        <Segments label="Kind of value" options={KINDS} value={value.kind} onChange={(kind) => onChange({ ...draft, value: withKind(value, kind) })} />
        <span className="flex-1" />
        <span className="inline-flex items-center gap-1 text-small text-n9">
          <WrapText size={12} aria-hidden="true" />
          changes are marked against how it was read
        </span>
      </header>
      {value.kind === 'null' ? (
        <p className="flex-1 p-4 text-n10">
          A tombstone: the value is <em>null</em>. In a compacted topic it removes the key.
        </p>
      ) : (
        <Suspense fallback={<SkeletonRows label="Loading the editor" rows={8} />}>
          <DiffEditor
            name={`replay/${view.summary.planId}/${index}/${value.kind}`}
            label="Value as it will be sent"
            language={value.kind === 'json' ? 'json' : 'plaintext'}
            before={beforeText(before.value, value.kind)}
            initialValue={value.text}
            dark={view.dark}
            onChange={(text) => onChange({ ...draft, value: withText(value, text) })}
          />
        </Suspense>
      )}
    </section>
  )
}

function Fields({ draft, onChange, stripped }: PaneProps & { stripped: readonly string[] }): ReactNode {
  const editHeader = (id: number, change: Partial<DraftHeader>): void =>
    onChange({ ...draft, headers: draft.headers.map((header) => (header.id === id ? { ...header, ...change } : header)) })
  const owned = new Set(stripped)
  const business = draft.headers.map((header, at) => ({ header, at })).filter(({ header }) => !owned.has(header.key))
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3">
      <div className="flex flex-col gap-1">
        <h3 className="text-small font-medium text-n10">Key</h3>
        <PartFields label="Key" part={draft.key} onChange={(key) => onChange({ ...draft, key })} />
      </div>
      <div className="flex flex-col gap-1.5">
        <div className="flex items-center justify-between">
          <h3 className="text-small font-medium text-n10">Headers</h3>
          <Button variant="quiet" onClick={() => onChange({ ...draft, headers: withHeader(draft.headers) })}>
            <Plus size={13} aria-hidden="true" />
            Add header
          </Button>
        </div>
        {business.length === 0 && <p className="text-small text-n9">None of the application’s own.</p>}
        {business.map(({ header, at }) => (
          <div key={header.id} role="group" aria-label={`Header ${at + 1}`} className="flex flex-col gap-1 border-t border-n4 pt-1.5">
            <div className="flex items-center gap-1">
              <input aria-label={`Name of header ${at + 1}`} placeholder="name" spellCheck={false} className={`${inputClass} font-mono text-mono`} value={header.key} onChange={(event) => editHeader(header.id, { key: event.target.value })} />
              <IconButton label={`Remove header ${at + 1}`} onClick={() => onChange({ ...draft, headers: draft.headers.filter(({ id }) => id !== header.id) })}>
                <Trash2 size={13} aria-hidden="true" />
              </IconButton>
            </div>
            <PartFields label={`Value of header ${at + 1}`} part={header.value} onChange={(value) => editHeader(header.id, { value })} />
          </div>
        ))}
      </div>
      {business.length < draft.headers.length && (
        <p className="text-small text-n10">
          {counted(draft.headers.length - business.length, 'failure header')} not shown: taken off when the record is sent.
        </p>
      )}
    </div>
  )
}

const PART_KINDS: { value: DraftKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
  { value: 'null', label: 'Null' },
]

function PartFields({ label, part, onChange }: { label: string; part: DraftPart; onChange: (part: DraftPart) => void }): ReactNode {
  const isLong = part.text.includes('\n')
  const shared = {
    'aria-label': label,
    placeholder: part.kind === 'null' ? 'null' : 'empty',
    spellCheck: false,
    value: part.kind === 'null' ? '' : part.text,
    'aria-invalid': bytesOf(part, '').ok ? undefined : (true as const),
  }
  return (
    <div className="flex items-start gap-1">
      {isLong ? (
        <textarea {...shared} rows={4} className={`${inputClass} h-auto! py-1 font-mono text-mono`} onChange={(event) => onChange(withText(part, event.target.value))} />
      ) : (
        <input {...shared} className={`${inputClass} font-mono text-mono`} onChange={(event) => onChange(withText(part, event.target.value))} />
      )}
      <Select label={`Kind of ${label.toLowerCase()}`} className="w-18" options={PART_KINDS} value={part.kind === 'json' ? 'text' : part.kind} onChange={(kind) => onChange(withKind(part, kind))} />
    </div>
  )
}
