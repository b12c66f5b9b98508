// One simulated consumer: what it was told to do, what it has done, and the last things that happened.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Simulator, SimulatorEvent } from '../../../core/contract/retries.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { MomentText } from '../../ui/moment-text.tsx'
import { Notice } from '../../ui/states.tsx'
import { useRemoveSimulator, useStopSimulator } from './retries.queries.ts'
import { behaviourWords } from './simulator-draft.ts'
import { tellFailure } from './tell.ts'

const SHOWN_EVENTS = 30
const STATES = { starting: 'Starting', running: 'Running', stopping: 'Stopping', stopped: 'Stopped' } as const
const STATE_TONES = { starting: 'accent', running: 'good', stopping: 'warn', stopped: 'neutral' } as const

export function SimulatorCard({ simulator, onOpenGroup }: { simulator: Simulator; onOpenGroup: (groupId: string) => void }): ReactNode {
  const { simulatorId, spec, state, problem, events } = simulator
  const stop = useStopSimulator()
  const remove = useRemoveSimulator()
  return (
    <article aria-label={`Simulated consumer of ${spec.groupId}`} className="flex shrink-0 flex-col rounded-outer border border-n6">
      <header className="flex min-h-9 items-center gap-2.5 border-b border-n6 px-2.5">
        <Badge tone={STATE_TONES[state]}>{STATES[state]}</Badge>
        <button type="button" className="min-w-0 truncate font-mono text-mono text-accent hover:underline" title="Open the group" onClick={() => onOpenGroup(spec.groupId)}>
          {spec.groupId}
        </button>
        <span className="min-w-0 flex-1 truncate text-n10">{behaviourWords(spec.behaviour)}</span>
        <Counts simulator={simulator} />
        {state === 'stopped' ? (
          <IconButton label="Remove from the list" onClick={() => remove.mutate({ simulatorId }, { onError: tellFailure })}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        ) : (
          <Button disabled={state === 'stopping'} onClick={() => stop.mutate({ simulatorId }, { onError: tellFailure })}>
            Stop
          </Button>
        )}
      </header>
      {problem !== null && <Notice tone="warn" message={problem} remedy="It tries again by itself." />}
      <ol aria-label="What it did last" className="flex max-h-56 flex-col overflow-auto py-1" tabIndex={0}>
        {events.length === 0 && <li className="px-2.5 text-n10">Nothing yet.</li>}
        {events.slice(-SHOWN_EVENTS).toReversed().map((event) => (
          <EventLine key={event.sequence} event={event} members={spec.members} />
        ))}
      </ol>
    </article>
  )
}

function Counts({ simulator: { succeeded, failed, hung, crashed } }: { simulator: Simulator }): ReactNode {
  return (
    <span className="flex shrink-0 gap-3 tabular-nums">
      <span className="text-good">{formatCount(succeeded)} done</span>
      <span className={failed > 0 ? 'text-bad' : 'text-n9'}>{formatCount(failed)} failed</span>
      {hung > 0 && <span className="text-warn">{formatCount(hung)} hung</span>}
      {crashed > 0 && <span className="text-warn">{formatCount(crashed)} crashed</span>}
    </span>
  )
}

const EVENT_TONES: Readonly<Record<SimulatorEvent['kind'], string>> = {
  joined: 'text-n10', assigned: 'text-n10', succeeded: 'text-good', failed: 'text-bad', hung: 'text-warn', crashed: 'text-warn', left: 'text-n10', problem: 'text-bad',
}

function EventLine({ event: { atMs, member, kind, topic, partition, offset, key, message }, members }: { event: SimulatorEvent; members: number }): ReactNode {
  return (
    <li className="flex gap-2.5 px-2.5 text-small">
      <span className="w-24 shrink-0 text-n9">
        <MomentText timestampMs={atMs} />
      </span>
      {members > 1 && <span className="w-5 shrink-0 text-n9">#{member}</span>}
      {topic !== null && (
        <span className="min-w-0 shrink truncate font-mono" title={`${topic} partition ${partition} offset ${offset}${key === null ? '' : `, key ${key}`}`}>
          {topic}/{partition} @{String(offset)}
          {key !== null && ` ${key}`}
        </span>
      )}
      <span className={cx('min-w-0 flex-1 truncate', EVENT_TONES[kind])} title={message}>
        {message}
      </span>
    </li>
  )
}
