// A dialog that asks for something and does it: title, form, one verb. Escape closes; focus goes back where it came from.
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { cx } from './class-names.ts'

export interface DialogProps {
  title: string
  description?: ReactNode
  open: boolean
  onClose: () => void
  /** Absent for a dialog that only shows. */
  onSubmit?: () => void
  /** The buttons at the bottom; the submitting one has type="submit". */
  actions?: ReactNode
  /** For forms with two columns. */
  wide?: boolean
  children: ReactNode
}

export function Dialog({ title, description, open, onClose, onSubmit, actions, wide = false, children }: DialogProps): ReactNode {
  const popup = useRef<HTMLDivElement>(null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 bg-[oklch(0_0_0/0.35)]" />
        <Base.Popup
          ref={popup}
          initialFocus={() => firstIn(popup.current) ?? true}
          className={cx(
            'floating fixed left-1/2 flex max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-outer border border-n7 bg-n2 shadow-float transition-opacity duration-100 outline-none',
            wide ? 'top-[8vh] max-h-[84vh] w-160' : 'top-[16vh] max-h-[76vh] w-110',
          )}
        >
          <form onSubmit={submit} className="flex min-h-0 flex-col" noValidate>
            <div className="flex items-start gap-3 px-4 pt-3 pb-2">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-title font-semibold">{title}</Base.Title>
                {description && <Base.Description className="text-n10 select-text">{description}</Base.Description>}
              </div>
              <Base.Close
                aria-label="Close"
                title="Close"
                className="inline-flex size-6.5 items-center justify-center rounded-inner text-n10 hover:bg-n4"
              >
                <X size={15} aria-hidden="true" />
              </Base.Close>
            </div>
            <div className="flex min-h-0 flex-col gap-3 overflow-auto px-4 py-2">{children}</div>
            {actions && <div className="flex justify-end gap-2 px-4 pt-2 pb-4">{actions}</div>}
          </form>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Where typing begins: what asks for it, else the first field, else the verb. */
function firstIn(popup: HTMLElement | null): HTMLElement | null {
  for (const wanted of ['[data-autofocus]', 'input:not([disabled]), textarea, [role=combobox]', 'button[type=submit]:not([disabled])']) {
    const found = popup?.querySelector<HTMLElement>(wanted)
    if (found) return found
  }
  return null
}
