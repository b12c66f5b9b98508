// Sends the message many times: how many, how fast, what is filled in, how far it is, and Stop.
import { Square, X } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Notice } from '../../ui/states.tsx'
import { formatCount } from '../../format/numbers.ts'
import { FIRST_CHOICE, type Many, manyOf, type ManyProgress, manyWords } from './many.ts'

export interface ManyStripProps {
  progress: ManyProgress | null
  writable: boolean
  onStart: (many: Many) => void
  onStop: () => void
  onArm: () => void
  onClose: () => void
}

export function ManyStrip({ progress, writable, onStart, onStop, onArm, onClose }: ManyStripProps): ReactNode {
  const [choice, setChoice] = useState(FIRST_CHOICE)
  const many = manyOf(choice)
  const isSending = progress?.state === 'sending'
  const [sentCount, setSentCount] = useState(0)
  const start = (): void => {
    if (!writable) return onArm()
    if (!many.ok) return
    setSentCount(many.value.count)
    onStart(many.value)
  }
  return (
    <section aria-label="Send many" className="shrink-0 border-b border-n6 bg-n2">
      <form
        className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1"
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        <NumberInput label="Messages" width="w-22" value={choice.count} disabled={isSending} onChange={(count) => setChoice({ ...choice, count })} />
        <NumberInput label="Per second" width="w-30" placeholder="as fast as it goes" value={choice.perSecond} disabled={isSending} onChange={(perSecond) => setChoice({ ...choice, perSecond })} />
        <label className="flex items-center gap-1.5" title="{{seq}} counts from 1, {{uuid}} is another one each time, {{now}} is ISO 8601, {{epochMs}} milliseconds.">
          <input type="checkbox" checked={choice.fillIn} disabled={isSending} onChange={(event) => setChoice({ ...choice, fillIn: event.target.checked })} />
          <span>
            Fill in <code className="font-mono text-mono text-n10">{'{{seq}} {{uuid}} {{now}} {{epochMs}}'}</code>
          </span>
        </label>
        <span className="flex-1" />
        {isSending ? (
          // Keys: one element that turns from Stop into Send under the pointer would be pressed as both.
          <Button key="stop" onClick={onStop}>
            <Square size={12} aria-hidden="true" />
            Stop
          </Button>
        ) : (
          <Button key="send" type="submit" variant="primary" disabled={!many.ok && writable}>
            {writable ? `Send ${many.ok ? formatCount(many.value.count) : 'many'}` : 'Arm to send'}
          </Button>
        )}
        <IconButton label="Close send many" disabled={isSending} onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </form>
      {progress && (
        <div className="flex h-6.5 items-center px-3 pb-1.5">
          <Progress label="Messages sent" done={sentCount === 0 ? null : progress.acknowledged / sentCount} text={manyWords(progress, sentCount)} />
        </div>
      )}
      {!many.ok && <p role="alert" className="px-3 pb-1.5 text-small text-bad">{many.error}</p>}
      {progress?.failure && <Notice tone="bad" message={progress.failure.message} remedy={progress.failure.remedy} />}
    </section>
  )
}

interface NumberInputProps {
  label: string
  width: string
  value: string
  disabled: boolean
  placeholder?: string
  onChange: (value: string) => void
}

function NumberInput({ label, width, value, disabled, placeholder, onChange }: NumberInputProps): ReactNode {
  const id = useId()
  return (
    <div className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-small font-medium text-n10">
        {label}
      </label>
      <div className={width}>
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          placeholder={placeholder}
          disabled={disabled}
          className={`${inputClass} tabular-nums`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  )
}
