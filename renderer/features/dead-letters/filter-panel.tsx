// Everything dead letters can be narrowed down by, below the toolbar, opened when wanted.
import type { ReactNode } from 'react'
import { TextField } from '../../ui/field.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { type FilterFields, fieldProblem } from './failure-filter.ts'

export interface FilterPanelProps {
  fields: FilterFields
  onChange: (change: Partial<FilterFields>) => void
  originTopics: readonly string[]
  groups: readonly string[]
  classes: readonly string[]
}

type TextName = { [Name in keyof FilterFields]: FilterFields[Name] extends string ? Name : never }[keyof FilterFields]

export function FilterPanel({ fields, onChange, originTopics, groups, classes }: FilterPanelProps): ReactNode {
  const text = (name: Exclude<TextName, 'openness'>, label: string, placeholder: string): ReactNode => (
    <TextField label={label} mono placeholder={placeholder} value={fields[name]} error={fieldProblem(name, fields)} onChange={(value) => onChange({ [name]: value })} />
  )
  const suggest = (name: 'originTopic' | 'group' | 'class', label: string, suggestions: readonly string[]): ReactNode => (
    <SuggestField label={label} suggestions={suggestions} value={fields[name]} onChange={(value) => onChange({ [name]: value })} />
  )
  const flag = (name: 'isPointerOnly' | 'hasIssues' | 'includeGone' | 'includeAborted', label: string, title: string): ReactNode => (
    <label className="flex items-center gap-1.5" title={title}>
      <input type="checkbox" className="accent-accent" checked={fields[name]} onChange={(event) => onChange({ [name]: event.target.checked })} />
      {label}
    </label>
  )
  return (
    <section aria-label="Filters" className="flex shrink-0 flex-col gap-2 border-b border-n6 bg-n3 px-3 py-2">
      <div className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-3 gap-y-1.5">
        {suggest('class', 'Exception class', classes)}
        {suggest('originTopic', 'From topic', originTopics)}
        {text('originPartition', 'From partition', 'any')}
        {suggest('group', 'Consumer group', groups)}
        {text('key', 'Key contains', 'any')}
        {text('header', 'Header', 'name or name=value')}
        {text('payload', 'Payload (reads records)', 'customer.id = 42')}
        {text('minAttempts', 'Attempts at least', 'any')}
        {text('minReplayCount', 'Replays at least', 'any')}
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {flag('isPointerOnly', 'Pointers only', 'Those that hold no payload, only where the record was')}
        {flag('hasIssues', 'Undecodable headers', 'Those whose headers could not be read in full')}
        {flag('includeGone', 'Also those gone from the log', 'Retention or a purge has taken the record: kept for the history')}
        {flag('includeAborted', 'Also aborted ones', 'Of transactions that were aborted: no consumer of committed records sees them')}
      </div>
    </section>
  )
}
