// The settings of a new topic as a small table: a name out of those that Kafka knows, or any other, and a value.
import { Autocomplete } from '@base-ui/react/autocomplete'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Select, type SelectOption } from '../../ui/select.tsx'
import { Suggestions } from '../../ui/suggest-field.tsx'
import { checkConfig, type ConfigRow, nextId, valueIn, withConfig } from './new-topic.ts'
import { knownTopicConfigs } from './topic-config-names.ts'

const NAMES = [...knownTopicConfigs.keys()]
const POLICY = 'cleanup.policy'
const RETENTION = 'retention.ms'

const POLICIES: readonly SelectOption<string>[] = [
  { value: '', label: 'Cluster’s default' },
  { value: 'delete', label: 'Delete old records' },
  { value: 'compact', label: 'Compact by key' },
  { value: 'compact,delete', label: 'Compact, and delete old' },
]
const RETENTIONS: readonly SelectOption<string>[] = [
  { value: '', label: 'Cluster’s default' },
  { value: '3600000', label: '1 hour' },
  { value: '86400000', label: '1 day' },
  { value: '604800000', label: '7 days' },
  { value: '2592000000', label: '30 days' },
  { value: '-1', label: 'No limit' },
]

export interface ConfigRowsProps {
  rows: readonly ConfigRow[]
  onChange: (rows: ConfigRow[]) => void
}

export function ConfigRows({ rows, onChange }: ConfigRowsProps): ReactNode {
  const change = (id: number, part: Partial<ConfigRow>): void => onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Shortcut label="Cleanup" options={POLICIES} rows={rows} name={POLICY} onChange={onChange} />
        <Shortcut label="Retention" options={RETENTIONS} rows={rows} name={RETENTION} onChange={onChange} />
      </div>
      <fieldset className="flex min-w-0 flex-col gap-1.5">
        <legend className="pb-1 text-small font-medium text-n10">Configuration</legend>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            number={index + 1}
            error={checkConfig(row, rows)}
            onChange={(part) => change(row.id, part)}
            onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
          />
        ))}
        <div>
          <Button variant="quiet" onClick={() => onChange([...rows, { id: nextId(rows), name: '', value: '' }])}>
            <Plus size={14} aria-hidden="true" />
            Add a setting
          </Button>
        </div>
      </fieldset>
    </>
  )
}

interface ShortcutProps extends ConfigRowsProps {
  label: string
  options: readonly SelectOption<string>[]
  name: string
}

/** A face of one row: what is chosen here stands below as well. */
function Shortcut({ label, options, rows, name, onChange }: ShortcutProps): ReactNode {
  const value = valueIn(rows, name)
  const isListed = options.some((option) => option.value === value)
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span aria-hidden="true" className="text-small font-medium text-n10">
        {label}
      </span>
      <Select
        label={label}
        options={isListed ? options : [...options, { value, label: `As below: ${value}` }]}
        value={value}
        onChange={(next) => onChange(withConfig(rows, name, next))}
      />
    </div>
  )
}

interface RowProps {
  row: ConfigRow
  number: number
  error: string | null
  onChange: (part: Partial<ConfigRow>) => void
  onRemove: () => void
}

function Row({ row, number, error, onChange, onRemove }: RowProps): ReactNode {
  const noteId = `config-note-${row.id}`
  const noted = { 'aria-invalid': error === null ? undefined : true, 'aria-describedby': error === null ? undefined : noteId } as const
  return (
    <div>
      <div className="flex items-center gap-1.5">
        <Autocomplete.Root items={NAMES} value={row.name} onValueChange={(name) => onChange({ name })} openOnInputClick>
          <Autocomplete.Input
            {...noted}
            autoFocus={row.name === ''}
            aria-label={`Name of setting ${number}`}
            placeholder="name"
            spellCheck={false}
            className={`${inputClass} flex-1 font-mono text-mono`}
          />
          <Suggestions />
        </Autocomplete.Root>
        <input
          {...noted}
          aria-label={`Value of setting ${number}`}
          placeholder="value"
          autoComplete="off"
          spellCheck={false}
          className={`${inputClass} max-w-36 font-mono text-mono`}
          value={row.value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
        <IconButton label={`Remove setting ${number}`} onClick={onRemove}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      {error !== null && (
        <p id={noteId} role="alert" className="pt-0.5 text-small text-bad">
          {error}
        </p>
      )}
    </div>
  )
}
