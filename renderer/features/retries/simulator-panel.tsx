// Tries a policy out without writing a consumer: a simulated one is started here, and shows what it does.
import { type ReactNode, useState } from 'react'
import type { RetryPolicy, SimulatorSpec } from '../../../core/contract/retries.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field, inputClass, TextField } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { useSimulators, useStartSimulator } from './retries.queries.ts'
import { SimulatorCard } from './simulator-card.tsx'
import { BEHAVIOURS, behaviourOf, simulatorsOf, suitedTo } from './simulator-draft.ts'

export interface SimulatorPanelProps {
  policy: RetryPolicy
  onOpenGroup: (groupId: string) => void
}

export function SimulatorPanel({ policy, onOpenGroup }: SimulatorPanelProps): ReactNode {
  const [spec, setSpec] = useState<SimulatorSpec>(() => suitedTo(policy))
  const { value: simulators, failure } = useSimulators()
  const start = useStartSimulator()
  const shown = simulatorsOf(policy, simulators ?? [])
  return (
    <section aria-label="Simulated consumers" className="flex min-h-0 flex-1">
      <SimulatorForm spec={spec} busy={start.isPending} onChange={setSpec} onStart={() => start.mutate(spec)}>
        {start.error && <FailureNotice boxed failure={failureOf(start.error)} />}
      </SimulatorForm>
      <div className="flex min-w-0 flex-1 flex-col gap-3 overflow-auto p-3">
        {failure && failure.code !== 'LOST' && <FailureNotice boxed failure={failure} />}
        {simulators !== null && shown.length === 0 && (
          <p className="text-n10">
            A simulated consumer reads {spec.topics.map((topic) => `“${topic}”`).join(' and ')} over the wire, as any consumer does, and fails as you choose. Start one, then produce a few records and watch the ladder.
          </p>
        )}
        {shown.map((simulator) => (
          <SimulatorCard key={simulator.simulatorId} simulator={simulator} onOpenGroup={onOpenGroup} />
        ))}
      </div>
    </section>
  )
}

interface SimulatorFormProps {
  spec: SimulatorSpec
  busy: boolean
  onChange: (spec: SimulatorSpec) => void
  onStart: () => void
  children: ReactNode
}

function SimulatorForm({ spec, busy, onChange, onStart, children }: SimulatorFormProps): ReactNode {
  const change = (changes: Partial<SimulatorSpec>): void => onChange({ ...spec, ...changes })
  const forwardTo = spec.onFailure.kind === 'forward' ? spec.onFailure.topic : ''
  const [ingress] = useState(forwardTo)
  return (
    <form
      aria-label="New simulated consumer"
      noValidate
      className="flex w-80 shrink-0 flex-col gap-2.5 overflow-auto border-r border-n6 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (spec.groupId !== '' && !busy) onStart()
      }}
    >
      <Field label="Behaviour">
        {({ id }) => <Select id={id} label="Behaviour" className="w-full" options={BEHAVIOURS} value={spec.behaviour.kind} onChange={(kind) => change({ behaviour: behaviourOf(kind) })} />}
      </Field>
      <BehaviourField spec={spec} change={change} />
      <Field label="After a failure">
        {({ id }) => (
          <Select
            id={id}
            label="After a failure"
            className="w-full"
            options={[
              { value: 'forward', label: `Hands it over to ${ingress}` },
              { value: 'again', label: 'Reads it again, without a commit' },
              { value: 'skip', label: 'Commits and goes on' },
            ]}
            value={spec.onFailure.kind}
            onChange={(kind) => change({ onFailure: kind === 'forward' ? { kind, topic: ingress } : { kind } })}
          />
        )}
      </Field>
      <TextField label="Group" mono value={spec.groupId} onChange={(groupId) => change({ groupId })} />
      <div className="grid grid-cols-3 gap-2">
        <NumberField label="Members" least={1} most={8} value={spec.members} onChange={(members) => change({ members })} />
        <NumberField label="ms a record" least={0} most={60_000} value={spec.processingMs} onChange={(processingMs) => change({ processingMs })} />
        <NumberField label="Seed" least={0} most={1_000_000} value={spec.seed} onChange={(seed) => change({ seed })} />
      </div>
      <label className="flex items-center gap-2">
        <input type="checkbox" className="accent-accent" checked={spec.fromBeginning} onChange={(event) => change({ fromBeginning: event.target.checked })} />
        From the beginning where the group has committed nothing
      </label>
      {children}
      <div className="sticky -bottom-3 -mx-3 -mb-3 mt-auto border-t border-n6 bg-n2 p-3">
        <Button type="submit" variant="primary" className="w-full" disabled={spec.groupId === '' || busy}>
          Start consumer
        </Button>
      </div>
    </form>
  )
}

function BehaviourField({ spec: { behaviour }, change }: { spec: SimulatorSpec; change: (changes: Partial<SimulatorSpec>) => void }): ReactNode {
  switch (behaviour.kind) {
    case 'succeed':
      return null
    case 'fail-until':
      return <NumberField label="Succeeds at attempt" least={1} most={1000} value={behaviour.attempt} onChange={(attempt) => change({ behaviour: { ...behaviour, attempt } })} />
    case 'fail-matching':
    case 'crash-matching':
      return <TextField label="Text in the key or value" mono value={behaviour.text} onChange={(text) => text !== '' && change({ behaviour: { ...behaviour, text } })} />
    default:
      return <NumberField label="Percent of the records" least={0} most={100} value={behaviour.percent} onChange={(percent) => change({ behaviour: { ...behaviour, percent } })} />
  }
}

function NumberField({ label, least, most, value, onChange }: { label: string; least: number; most: number; value: number; onChange: (value: number) => void }): ReactNode {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="number"
          min={least}
          max={most}
          className={inputClass}
          value={value}
          onChange={(event) => {
            const next = Math.round(Number(event.target.value))
            if (Number.isFinite(next)) onChange(Math.min(most, Math.max(least, next)))
          }}
        />
      )}
    </Field>
  )
}
