// A labelled place to type, with its hint and what is wrong with it.
import { type InputHTMLAttributes, type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'

export const inputClass =
  'h-6.5 w-full min-w-0 rounded-inner border border-n8 bg-n1 px-2 text-n12 select-text aria-invalid:border-bad disabled:bg-n3 disabled:text-n10'

export interface FieldProps {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
  /** Gets the attributes that tie the control to its label, hint and error. */
  children: (control: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }) => ReactNode
}

export function Field({ label, hint, error, children }: FieldProps): ReactNode {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-small font-medium text-n10">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? noteId : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <p id={noteId} role={error ? 'alert' : undefined} className={cx('text-small', error ? 'text-bad' : 'text-n9')}>
          {note}
        </p>
      )}
    </div>
  )
}

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
  mono?: boolean
  onChange: (value: string) => void
}

export function TextField({ label, hint, error, mono, onChange, ...rest }: TextFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...rest}
          {...control}
          autoComplete="off"
          spellCheck={false}
          className={cx(inputClass, mono && 'font-mono text-mono')}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
