// One setting: its name and what it does at the left, the control at the right, what went wrong below.
import type { ReactNode } from 'react'
import type { Failure } from '../../rpc/failure.ts'

export interface SettingRowProps {
  name: string
  /** Of the control, for its label. */
  htmlFor?: string
  help?: ReactNode
  /** Below the control: what is in force now. */
  note?: ReactNode
  error?: string | null
  children: ReactNode
}

export function SettingRow({ name, htmlFor, help, note, error = null, children }: SettingRowProps): ReactNode {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-8 gap-y-1 border-b border-n5 py-3 last:border-b-0">
      <div className="min-w-0">
        <label htmlFor={htmlFor} className="font-medium">
          {name}
        </label>
        {help !== undefined && <p className="text-small text-n10">{help}</p>}
      </div>
      <div className="flex min-w-0 flex-col items-start gap-1">
        {children}
        {note !== undefined && <p className="max-w-full text-small break-words text-n10 select-text">{note}</p>}
        {error !== null && (
          <p role="alert" className="text-small text-bad select-text">
            {error}
          </p>
        )}
      </div>
    </div>
  )
}

export const failureText = (failure: Failure | null): string | null => failure && `${failure.message} ${failure.remedy}`.trim()
