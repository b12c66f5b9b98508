// A certificate or key in PEM: pasted, dropped, or taken from a file.
import { FileUp } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { Field, inputClass } from '../../ui/field.tsx'

export interface PemFieldProps {
  label: string
  hint?: string
  placeholder?: string
  value: string
  onChange: (value: string) => void
}

const MAX_BYTES = 200_000

export function PemField({ label, hint, placeholder, value, onChange }: PemFieldProps): ReactNode {
  const file = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string | null>(null)
  const read = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return
    const text = chosen.size > MAX_BYTES ? '' : await chosen.text()
    const isPem = text.includes('-----BEGIN')
    setError(isPem ? null : `${chosen.name} is not PEM. Export it as PEM first: openssl can convert .p12, .jks and .der files.`)
    if (isPem) onChange(text)
  }
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="flex items-start gap-2" onDragOver={(event) => event.preventDefault()} onDrop={(event) => (event.preventDefault(), void read(event.dataTransfer.files[0]))}>
          <textarea
            {...control}
            rows={value === '' ? 1 : 3}
            spellCheck={false}
            autoComplete="off"
            placeholder={placeholder ?? '-----BEGIN CERTIFICATE-----'}
            value={value}
            onChange={(event) => (setError(null), onChange(event.target.value))}
            className={cx(inputClass, 'h-auto min-h-6.5 resize-y py-0.5 font-mono text-mono')}
          />
          <Button onClick={() => file.current?.click()} aria-label={`${label}: open a file`}>
            <FileUp size={13} aria-hidden="true" />
            File…
          </Button>
          <input
            ref={file}
            type="file"
            accept=".pem,.crt,.cer,.key"
            className="hidden"
            tabIndex={-1}
            aria-hidden="true"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        </div>
      )}
    </Field>
  )
}
