// Where the records go: topic, cluster, partition; and what to do about topics that are not there.
import { type ReactNode, useState } from 'react'
import type { ReplayOptions } from '../../../core/contract/replay.ts'
import { counted } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Figure } from '../../ui/figure.tsx'
import { Select } from '../../ui/select.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import type { PlanView } from './plan-view.ts'
import { useRedirects, useTopicNames } from './replay.queries.ts'
import { NumberInput } from './typed-inputs.tsx'
import { StepForm, StepRow } from './step-form.tsx'

type Target = ReplayOptions['target']

export function TargetStep({ view }: { view: PlanView }): ReactNode {
  const { summary, options, changeOptions, connections, isStarted } = view
  return (
    <StepForm isStarted={isStarted} intro="Where each record goes. By default back to where it failed.">
      <StepRow title="Cluster">
        <Select
          label="Cluster that the records go to"
          className="w-60"
          options={connections.map(({ id, name, kind }) => ({ value: id, label: `${name}${kind === 'local' ? ', on this computer' : id === summary.sourceConnectionId ? ', where they failed' : ''}` }))}
          value={options.targetConnectionId}
          onChange={(targetConnectionId) => changeOptions({ targetConnectionId })}
        />
        <p className="text-small text-n10">{summary.modeText}</p>
      </StepRow>
      <StepRow title="Topic">
        <Choices
          label="Topic"
          value={options.target.kind}
          onChange={(kind) => changeOptions({ target: targetOf(kind, options.target, summary.targets[0]?.topic ?? '') })}
          choices={[
            { value: 'origin', label: 'Where it failed', hint: 'as its headers say; redirects apply' },
            { value: 'first-retry', label: 'Its first retry topic', hint: 'live traffic of the topic is not disturbed' },
            { value: 'topic', label: 'One topic for all' },
          ]}
        />
        {options.target.kind === 'topic' && <TopicField key={options.targetConnectionId} view={view} topic={options.target.topic} />}
      </StepRow>
      <StepRow title="Partition">
        <Choices
          label="Partition"
          value={options.partition}
          onChange={(partition) => changeOptions({ partition })}
          choices={[
            { value: 'same', label: 'The same number as before', hint: 'an error where the topic has fewer by now' },
            { value: 'by-key-murmur2', label: 'By key, as Java clients do', hint: 'murmur2' },
            { value: 'by-key-crc32', label: 'By key, as librdkafka does', hint: 'CRC-32; Python, Go and .NET clients' },
            { value: 'explicit', label: 'One partition for all' },
          ]}
        />
        {options.partition === 'explicit' && (
          <p className="flex items-center gap-2 pl-7">
            Partition <NumberInput label="Partition that all go to" value={options.explicitPartition ?? 0} least={0} onChange={(partition) => changeOptions({ explicitPartition: partition ?? 0 })} />
          </p>
        )}
      </StepRow>
      <StepRow title="Order">
        <Choices
          label="Order"
          value={options.order}
          onChange={(order) => changeOptions({ order })}
          choices={[
            { value: 'per-key', label: 'Per key, as they failed', hint: 'after a failure the later records of that key are held back' },
            { value: 'none', label: 'Any', hint: 'faster; records of one key may overtake each other' },
          ]}
        />
      </StepRow>
      <StepRow title="That makes">
        <Targets view={view} />
      </StepRow>
    </StepForm>
  )
}

function targetOf(kind: Target['kind'], before: Target, guess: string): Target {
  return kind === 'topic' ? { kind, topic: before.kind === 'topic' ? before.topic : guess || 'orders' } : { kind }
}

function TopicField({ view: { options, changeOptions, summary }, topic }: { view: PlanView; topic: string }): ReactNode {
  const names = useTopicNames(options.targetConnectionId)
  const [typed, setTyped] = useState(topic)
  const commit = (): void => {
    const name = typed.trim()
    if (name !== '' && name !== topic) changeOptions({ target: { kind: 'topic', topic: name } })
  }
  return (
    <form className="flex max-w-110 items-end gap-2" onSubmit={(event) => (event.preventDefault(), commit())}>
      <div className="min-w-0 flex-1">
        <SuggestField
          label={`Topic on ${summary.targetName}`}
          suggestions={names}
          value={typed}
          onChange={setTyped}
          error={typed.trim() === '' ? 'Name the topic that they go to.' : null}
        />
      </div>
      <Button type="submit" disabled={typed.trim() === '' || typed.trim() === topic}>
        Use this topic
      </Button>
    </form>
  )
}

function Targets({ view }: { view: PlanView }): ReactNode {
  const { summary } = view
  if (summary.targets.length === 0) return <p className="text-warn">No topic yet: the headers do not say where these records failed. Choose one topic for all.</p>
  return (
    <table className="w-full max-w-150 text-left">
      <thead className="text-small text-n10">
        <tr className="h-6">
          <th className="font-medium">Topic on {summary.targetName}</th>
          <th className="w-24 pr-3 text-right font-medium">Records</th>
          <th className="font-medium">
            <span className="sr-only">State</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {summary.targets.map((target) => (
          <TargetRow key={target.topic} view={view} target={target} />
        ))}
      </tbody>
    </table>
  )
}

function TargetRow({ view, target: { topic, count, isMissing } }: { view: PlanView; target: PlanView['summary']['targets'][number] }): ReactNode {
  return (
    <>
      <tr className="h-6.5 border-t border-n4">
        <td className="font-mono text-mono select-text">{topic || 'unknown'}</td>
        <td className="pr-3 text-right">
          <Figure value={count} />
        </td>
        <td className={isMissing ? 'text-bad' : 'text-good'}>{isMissing ? 'does not exist; Headwater never creates it' : 'exists'}</td>
      </tr>
      {isMissing && !view.isStarted && (
        <tr>
          <td colSpan={3} className="pb-2">
            <Redirect view={view} fromTopic={topic} count={count} />
          </td>
        </tr>
      )}
    </>
  )
}

/** A redirect is remembered: the next plan knows where the topic has gone. */
function Redirect({ view: { options, changeOptions }, fromTopic, count }: { view: PlanView; fromTopic: string; count: number }): ReactNode {
  const names = useTopicNames(options.targetConnectionId)
  const redirects = useRedirects(options.targetConnectionId)
  const [toTopic, setToTopic] = useState('')
  const isKnown = names.includes(toTopic.trim())
  const save = (): void => {
    if (isKnown) redirects.set(fromTopic, toTopic.trim(), () => changeOptions({}))
  }
  return (
    <form className="flex max-w-130 flex-col gap-2 pl-3" onSubmit={(event) => (event.preventDefault(), save())}>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <SuggestField
            label={`Send ${count === 1 ? 'it' : `the ${counted(count, 'record')}`} of ${fromTopic || 'no topic'} to`}
            placeholder="a topic that exists"
            suggestions={names}
            value={toTopic}
            onChange={setToTopic}
            error={toTopic.trim() !== '' && names.length > 0 && !isKnown ? 'There is no topic of this name.' : null}
          />
        </div>
        <Button type="submit" disabled={!isKnown}>
          Redirect and remember
        </Button>
      </div>
      {redirects.failure && <FailureNotice boxed failure={redirects.failure} />}
    </form>
  )
}
