// The usual places to read from, for people who never learn a grammar.
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { wallAt } from '../../format/zoned-time.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, inputClass, TextField } from '../../ui/field.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { Select } from '../../ui/select.tsx'

export interface SeekMenuProps {
  zone: string
  partitionCount: number | undefined
  onSeek: (text: string) => void
}

type Question = 'offset' | 'time' | 'between'

export function SeekMenu({ zone, partitionCount, onSeek }: SeekMenuProps): ReactNode {
  const [question, setQuestion] = useState<Question | null>(null)
  const to = (label: string, text: string) => ({ label, run: () => onSeek(text) })
  const answer = (text: string): void => (setQuestion(null), onSeek(text))
  return (
    <>
      <MenuButton
        label="Places to start"
        className="rounded-l-none border border-l-0 border-n7 bg-n1 px-1"
        entries={[
          to('Newest records', 'newest'),
          to('Newest 500', '-500'),
          to('Newest 2 000', '-2000'),
          to('Oldest records', 'oldest'),
          { separator: true },
          to('Last 15 minutes', '@-15m'),
          to('Last hour', '@-1h'),
          to('Last 24 hours', '@-24h'),
          to('Today', '@today'),
          { separator: true },
          { label: 'Offset…', run: () => setQuestion('offset') },
          { label: 'Time…', run: () => setQuestion('time') },
          { label: 'Between two times…', run: () => setQuestion('between') },
          { separator: true },
          to('Only what arrives from now on', 'live'),
        ]}
      >
        <ChevronDown size={13} aria-hidden="true" />
      </MenuButton>
      {question === 'offset' && <OffsetDialog partitionCount={partitionCount} onSeek={answer} onClose={() => setQuestion(null)} />}
      {(question === 'time' || question === 'between') && (
        <TimeDialog key={question} zone={zone} isRange={question === 'between'} onSeek={answer} onClose={() => setQuestion(null)} />
      )}
    </>
  )
}

interface AskProps {
  onSeek: (text: string) => void
  onClose: () => void
}

const actions = (onClose: () => void): ReactNode => (
  <>
    <Button onClick={onClose}>Cancel</Button>
    <Button variant="primary" type="submit">
      Read
    </Button>
  </>
)

/** More partitions than a list of choices is good for: the seek box takes them. */
const MOST_CHOICES = 200

function OffsetDialog({ partitionCount = 0, onSeek, onClose }: AskProps & { partitionCount: number | undefined }): ReactNode {
  const [partition, setPartition] = useState('all')
  const [offset, setOffset] = useState('')
  const [error, setError] = useState<string | null>(null)
  const submit = (): void => {
    const digits = offset.replace(/[\s\u202f]/g, '')
    if (!/^\d{1,18}$/.test(digits)) return setError('An offset is a whole number from 0 on: 4211')
    onSeek(partition === 'all' ? digits : `${partition}:${digits}`)
  }
  const numbers = Array.from({ length: Math.min(partitionCount, MOST_CHOICES) }, (_, number) => String(number))
  const options = [{ value: 'all', label: 'Every partition' }, ...numbers.map((value) => ({ value, label: `Partition ${value}` }))]
  return (
    <Dialog title="Read from an offset" open onClose={onClose} onSubmit={submit} actions={actions(onClose)}>
      <TextField
        label="Offset"
        mono
        inputMode="numeric"
        value={offset}
        error={error}
        onChange={(text) => (setOffset(text), setError(null))}
      />
      <Field label="Partition">
        {({ id }) => <Select id={id} label="Partition" value={partition} onChange={setPartition} options={options} />}
      </Field>
    </Dialog>
  )
}

function TimeDialog({ zone, isRange, onSeek, onClose }: AskProps & { zone: string; isRange: boolean }): ReactNode {
  const [from, setFrom] = useState(() => inputText(now() - 3_600_000, zone))
  const [until, setUntil] = useState(() => inputText(now(), zone))
  const wrong = isRange && from !== '' && until !== '' && until <= from
  const submit = (): void => {
    if (from === '' || wrong || (isRange && until === '')) return
    onSeek(isRange ? `@${from}..${until}` : `@${from}`)
  }
  const field = (label: string, value: string, onChange: (value: string) => void, error: string | null): ReactNode => (
    <Field label={label} error={error}>
      {(control) => (
        <input
          {...control}
          type="datetime-local"
          step={1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={inputClass}
        />
      )}
    </Field>
  )
  return (
    <Dialog
      title={isRange ? 'Read between two times' : 'Read from a time on'}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={actions(onClose)}
    >
      {field(isRange ? 'From (included)' : 'From', from, setFrom, from === '' ? 'Enter a day and a time.' : null)}
      {isRange && field('Until (not included)', until, setUntil, wrong ? 'This is not after the beginning.' : null)}
      <p className="text-small text-n10">Clock of {zone === 'local' ? 'this computer' : zone}.</p>
    </Dialog>
  )
}

/** As a field for a day and a time has it. */
function inputText(ms: number, zone: string): string {
  const { year, month, day, hour, minute } = wallAt(ms, zone)
  const [months, days, hours, minutes] = [month, day, hour, minute].map((value) => String(value).padStart(2, '0'))
  return `${String(year).padStart(4, '0')}-${months}-${days}T${hours}:${minutes}:00`
}
