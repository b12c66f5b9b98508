// Asks before something that cannot be taken back; where much is at stake, by typing a name.
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FailureNotice, type FailureNoticeProps } from './failure-notice.tsx'
import { TextField } from './field.tsx'

export interface ConfirmDialogProps {
  title: string
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  /** On the button: `Delete orders`. */
  verb: string
  /** On the other button, where `Cancel` could be taken for the verb. */
  keep?: string
  danger?: boolean
  /** Has to be typed before the verb may be pressed. */
  typed?: { label: string; mustEqual: string }
  busy: boolean
  failure: FailureNoticeProps['failure'] | null
  onConfirm: () => void
  onClose: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, children, verb, keep = 'Cancel', danger = false, typed, busy, failure, onConfirm, onClose } = props
  const [text, setText] = useState('')
  const mayConfirm = !busy && (typed === undefined || text === typed.mustEqual)
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      onSubmit={() => mayConfirm && onConfirm()}
      actions={
        <>
          <Button onClick={onClose} data-autofocus={danger && typed === undefined ? '' : undefined}>
            {keep}
          </Button>
          <Button type="submit" variant={danger ? 'danger' : 'primary'} disabled={!mayConfirm} aria-busy={busy}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 select-text">{children}</div>
      {typed && <TextField label={typed.label} mono value={text} onChange={setText} />}
      {failure && <FailureNotice boxed failure={failure} />}
    </Dialog>
  )
}
