// Why a record failed: the exception and its cause, the facts around it, the way it went, the stack, and others like it.
import type { ReactNode } from 'react'
import type { FailureCase, FailureRow } from '../../../core/contract/dead-letters.ts'
import { formatDuration } from '../../format/durations.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { MomentText, RelativeTime } from '../../ui/moment-text.tsx'
import { Notice } from '../../ui/states.tsx'
import { CaseHops } from './case-hops.tsx'
import type { CaseActions } from './case-pane.tsx'
import { CaseStack } from './case-stack.tsx'
import { useDialects } from './dead-letters.queries.ts'
import { attemptsNote, placeText, reasonText, shortClass, timeNote, whyNotSendable } from './failure-words.ts'
import { NoteBox } from './note-box.tsx'
import { PlaceLink } from './place-link.tsx'
import { StateBadge } from './state-badge.tsx'

export function CaseFailure({ data, actions }: { data: FailureCase; actions: CaseActions }): ReactNode {
  const { row, decodeIssues } = data
  return (
    <div role="region" aria-label="Failure" tabIndex={0} className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto bg-n1 px-3 py-2.5">
      <Warnings data={data} />
      <Exception data={data} />
      <FactList data={data} actions={actions} />
      <NoteBox key={`${row.key.topic}:${row.key.partition}:${row.key.offset}`} label="Note" note={data.note} onNote={(note) => actions.note(row.key, note)} />
      {data.hops.length > 0 && (
        <Section title="The way it went">
          <CaseHops data={data} onOpenRecord={actions.openRecord} />
        </Section>
      )}
      {(data.causes.length > 0 || data.error.stack !== null) && (
        <Section title="Stack" end={data.error.stack !== null && <CopyButton text={() => data.error.stack ?? ''} label="Copy the stack" />}>
          <CaseStack causes={data.causes} stack={data.error.stack} />
        </Section>
      )}
      <Others title="Failed before or since, the same record" rows={data.occurrences} actions={actions} />
      <Others title="Other dead letters of this key" rows={data.siblings} actions={actions} />
      {decodeIssues.length > 0 && (
        <Section title="Headers that could not be decoded">
          <ul className="text-small text-n11 select-text">
            {decodeIssues.map((issue) => (
              <li key={issue} className="wrap-anywhere">
                {issue}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

/** What to know before it is sent again. */
function Warnings({ data: { row, superseded, origin } }: { data: FailureCase }): ReactNode {
  const why = whyNotSendable(row)
  return (
    <>
      {why !== null && <Notice boxed tone="warn" message="It cannot be replayed." remedy={why} />}
      {superseded && (
        <Notice
          boxed
          tone="warn"
          message="Superseded:"
          remedy={`a later record of the same key is at offset ${formatCount(superseded.offset)} of the origin partition. Replaying this one may undo it.`}
        />
      )}
      {origin.state === 'topic-missing' && <Notice boxed tone="warn" message="Its topic is gone." remedy={`${origin.text} A replay needs another target.`} />}
    </>
  )
}

function Exception({ data: { error } }: { data: FailureCase }): ReactNode {
  const { class: outer, rootClass, message, rootMessage } = error
  const deepest = rootClass ?? outer
  const shown = rootMessage ?? message
  const reason = reasonText(error.reason)
  return (
    <section aria-label="Exception" className="flex flex-col gap-0.5 select-text">
      <h3 className="text-title font-semibold wrap-anywhere text-bad" title={deepest ?? undefined}>
        {deepest === null && reason !== null ? reason : shortClass(deepest)}
      </h3>
      {shown !== null && <p className="wrap-anywhere whitespace-pre-wrap text-n12">{shown}</p>}
      {deepest !== null && <p className="font-mono text-mono wrap-anywhere text-n9">{deepest}</p>}
      {outer !== null && rootClass !== null && outer !== rootClass && (
        <p className="text-n10">
          passed on as <span className="wrap-anywhere" title={[outer, message].filter(Boolean).join(': ')}>{shortClass(outer)}</span>
        </p>
      )}
      {error.side !== null && <p className="text-n10">The {error.side} could not be deserialized.</p>}
      {deepest !== null && reason !== null && error.reason !== 'exception' && <p className="text-n10">{reason}</p>}
    </section>
  )
}

function FactList({ data, actions }: { data: FailureCase; actions: CaseActions }): ReactNode {
  const { row, component, stage, attemptsSource, firstFailureAtMs, lastFailureAtMs, origin } = data
  const dialects = useDialects().data
  const dialectName = [...(dialects?.builtIn ?? []), ...(dialects?.own ?? [])].find(({ id }) => id === row.dialect)?.name ?? row.dialect
  const originPlace = origin.place ?? row.origin
  const tookMs = firstFailureAtMs !== null && lastFailureAtMs !== null ? lastFailureAtMs - firstFailureAtMs : 0
  return (
    <dl className="grid grid-cols-[96px_1fr] gap-x-3 gap-y-1 select-text">
      <Fact name={row.timeQuality === 'exact' ? 'Failed' : row.timeQuality === 'derived' ? 'Failed about' : 'Record of'}>
        <MomentText timestampMs={row.atMs} /> <span className="text-n10">· <RelativeTime timestampMs={row.atMs} /></span>
        {row.timeQuality === 'unknown' && <span className="block text-small text-n9">{timeNote(row)}</span>}
      </Fact>
      {firstFailureAtMs !== null && tookMs > 0 && (
        <Fact name="First failed">
          <MomentText timestampMs={firstFailureAtMs} /> <span className="text-n10">· {formatDuration(Math.round(tookMs / 1_000) * 1_000)} before</span>
        </Fact>
      )}
      <Fact name="Attempts">
        {row.attempts === null ? <span className="text-n9">not known</span> : formatCount(row.attempts)} <span className="text-n10">{row.attempts !== null && attemptsSource !== null && `· ${attemptsNote(attemptsSource)}`}</span>
      </Fact>
      <Fact name="From">
        {originPlace === null ? (
          <span className="text-n9">not known: its headers do not say</span>
        ) : (
          <PlaceLink place={originPlace} isThere={origin.state === 'same' || origin.state === 'different'} onOpenRecord={actions.openRecord} />
        )}
        {row.origin !== null && row.origin.timestampMs !== null && (
          <span className="block text-small text-n10">
            written <MomentText timestampMs={row.origin.timestampMs} />
          </span>
        )}
      </Fact>
      {row.group !== null && <Fact name="Group">{row.group}</Fact>}
      {component !== null && <Fact name="Component">{component}</Fact>}
      {stage !== null && <Fact name="Stage">{stage}</Fact>}
      <Fact name="Key">{row.keyText === null ? <em className="text-n9">null</em> : <span className="font-mono text-mono wrap-anywhere">{row.keyText}</span>}</Fact>
      <Fact name="Size">
        {formatBytes(row.sizeBytes)} {row.payloadSource === 'pointer' && <span className="text-n10">· a pointer: the payload is in the origin record</span>}
      </Fact>
      {row.replayCount > 0 && <Fact name="Replays">{formatCount(row.replayCount)}</Fact>}
      <Fact name="Headers by">{dialectName}</Fact>
      <Fact name="Lies in">
        <PlaceLink place={row.key} isThere={!row.isGone} onOpenRecord={actions.openRecord} />
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-n9">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function Section({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className="flex flex-col gap-1">
      <header className="flex min-h-6.5 items-center justify-between gap-2 border-b border-n5">
        <h3 className="text-small font-medium text-n10">{title}</h3>
        {end}
      </header>
      {children}
    </section>
  )
}

const MOST_OTHERS = 20

function Others({ title, rows, actions }: { title: string; rows: readonly FailureRow[]; actions: CaseActions }): ReactNode {
  if (rows.length === 0) return null
  return (
    <Section title={`${title} (${formatCount(rows.length)})`}>
      <ul>
        {rows.slice(0, MOST_OTHERS).map((row) => (
          <li key={placeText(row.key)}>
            <button type="button" className="flex w-full items-center gap-2 rounded-inner px-1 py-0.5 text-left hover:bg-n3" onClick={() => actions.openCase(row.key)}>
              <span className="shrink-0 text-n10">
                <RelativeTime timestampMs={row.atMs} />
              </span>
              <span className="min-w-0 flex-1 truncate">
                <span className="font-medium">{shortClass(row.class)}</span> <span className="text-n10">{row.message}</span>
              </span>
              <StateBadge state={row.state} />
            </button>
          </li>
        ))}
      </ul>
      {rows.length > MOST_OTHERS && <p className="text-n10">and {counted(rows.length - MOST_OTHERS, 'more', 'more')}</p>}
    </Section>
  )
}
