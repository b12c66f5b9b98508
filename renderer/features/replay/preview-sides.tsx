// Before and after of a record: key, value and headers, with what goes and what comes.
import { type ReactNode, useMemo } from 'react'
import type { ItemPreview } from '../../../core/contract/replay.ts'
import { counted } from '../../format/numbers.ts'
import { cx } from '../../ui/class-names.ts'
import { DiffView } from './diff-view.tsx'
import { diffOfFields, headerChanges, type HeaderChange, type SideField } from './record-sides.ts'

export function PreviewSides({ preview }: { preview: ItemPreview }): ReactNode {
  const { before, after, origin, item } = preview
  if (before === null && after === null) return <p className="px-3 py-4 text-n10">Its bytes could not be read, so there is nothing to show.</p>
  return (
    <>
      <Route preview={preview} />
      <FieldDiff title="Value" before={before?.value ?? null} after={after?.value ?? null} />
      <FieldDiff title="Key" before={before?.key ?? null} after={after?.key ?? null} />
      <Headers preview={preview} />
      {origin !== null && <FieldDiff title={item.payload === 'origin' ? 'The dead letter had another value than the origin' : 'The origin record differs'} before={before?.value ?? null} after={origin.value} />}
    </>
  )
}

/** Where it comes from and where it goes. */
function Route({ preview: { item, after } }: { preview: ItemPreview }): ReactNode {
  const from = item.source === null ? `line ${item.line} of the file` : `${item.source.topic}-${item.source.partition} @ ${item.source.offset}`
  const to = item.target.topic === '' ? 'nowhere' : `${item.target.topic}${item.target.partition === null || item.target.partition < 0 ? '' : `-${item.target.partition}`}`
  return (
    <p className="border-b border-n5 px-3 py-1.5 font-mono text-mono break-all select-text">
      {from} <span className="font-sans text-n10">goes to</span> {after === null ? <s className="text-n9">{to}</s> : to}
    </p>
  )
}

function FieldDiff({ title, before, after }: { title: string; before: SideField | null; after: SideField | null }): ReactNode {
  const diff = useMemo(() => (before === null && after === null ? null : diffOfFields(before, after)), [before, after])
  if (diff === null) return null
  const isNull = before?.kind === 'null' && after?.kind === 'null'
  return (
    <section aria-label={title} className="border-b border-n5">
      <h4 className="flex items-baseline gap-2 px-3 pt-1.5 pb-1">
        <span className="text-small font-medium text-n10">{title}</span>
        <span className="text-small text-n9 tabular-nums">{diff.words}</span>
        <span className="flex-1" />
        {before !== null && after !== null && <span className={cx('text-small', diff.isSame ? 'text-n9' : 'text-accent')}>{diff.isSame ? 'unchanged' : 'changed'}</span>}
        {after === null && <span className="text-small text-warn">not sent</span>}
      </h4>
      {!isNull && <DiffView label={`${title} before and after`} lines={diff.lines} isJson={diff.words.includes('JSON')} />}
    </section>
  )
}

function Headers({ preview: { before, after, strippedHeaders } }: { preview: ItemPreview }): ReactNode {
  const changes = useMemo(() => headerChanges(before?.headers ?? [], after?.headers ?? before?.headers ?? [], strippedHeaders), [before, after, strippedHeaders])
  const counts = { kept: 0, removed: 0, added: 0 }
  for (const { kind } of changes) counts[kind] += 1
  const words = [counts.kept > 0 && `${counts.kept} kept`, counts.removed > 0 && `${counts.removed} taken off`, counts.added > 0 && `${counts.added} added`].filter(Boolean).join(', ')
  return (
    <section aria-label="Headers" className="border-b border-n5">
      <h4 className="flex items-baseline gap-2 px-3 pt-1.5 pb-1">
        <span className="text-small font-medium text-n10">Headers</span>
        <span className="text-small text-n9">{changes.length === 0 ? 'none' : words || counted(changes.length, 'header')}</span>
      </h4>
      {changes.length > 0 && (
        <ul className="bg-n1 py-1 font-mono text-mono">
          {changes.map((change, at) => (
            // Keys repeat, so the place is the identity.
            // oxlint-disable-next-line no-array-index-key
            <HeaderLine key={at} change={change} />
          ))}
        </ul>
      )}
    </section>
  )
}

const SIGNS = { kept: ' ', removed: '−', added: '+' }

function HeaderLine({ change: { kind, key, value, isOwned } }: { change: HeaderChange }): ReactNode {
  const shown = value === null ? <em className="text-n9">null</em> : value.split('\n', 1)[0]
  return (
    <li className={cx('flex pr-3 pl-1 select-text', kind === 'removed' && (isOwned ? 'bg-n3 text-n10' : 'bg-bad-soft'), kind === 'added' && 'bg-good-soft')} title={value === null ? undefined : `${key}: ${value.slice(0, 2_000)}`}>
      <span aria-hidden="true" className={cx('w-4 shrink-0 text-center select-none', kind !== 'removed' ? 'text-good' : isOwned ? 'text-n10' : 'text-bad')}>
        {SIGNS[kind]}
      </span>
      {kind !== 'kept' && <span className="sr-only">{kind === 'removed' ? 'taken off: ' : 'added: '}</span>}
      <span className={cx('max-w-3/5 shrink-0 truncate', kind === 'removed' && 'line-through decoration-n8')}>{key}</span>
      <span className="min-w-0 flex-1 truncate pl-2 text-n10">{shown}</span>
      {isOwned && kind === 'removed' && <span className="shrink-0 pl-2 font-sans text-small text-n10">failure</span>}
    </li>
  )
}
