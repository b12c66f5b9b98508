// Buttons: a verb to press, or an icon with its name.
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { cx } from './class-names.ts'

type Variant = 'primary' | 'plain' | 'quiet' | 'danger'

const VARIANTS: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent border-transparent enabled:hover:bg-accent-strong font-medium',
  plain: 'bg-n1 text-n12 border-n7 enabled:hover:bg-n3',
  quiet: 'bg-transparent text-n11 border-transparent enabled:hover:bg-n4',
  danger: 'bg-bad text-n1 border-transparent enabled:hover:opacity-90 font-medium',
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: Variant
  /** Shown at the right, for those who would rather type. */
  shortcut?: string
}

export function Button({ variant = 'plain', shortcut, className, children, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        'inline-flex h-6.5 shrink-0 items-center justify-center gap-1.5 rounded-inner border px-2.5 whitespace-nowrap transition-colors duration-100 disabled:opacity-55',
        VARIANTS[variant],
        className,
      )}
    >
      {children}
      {shortcut && (
        <kbd aria-hidden="true" className="font-sans text-small font-normal">
          {shortcut}
        </kbd>
      )}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  label: string
}

export function IconButton({ label, className, children, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx(
        'inline-flex size-6.5 shrink-0 items-center justify-center rounded-inner text-n10 enabled:hover:bg-n4 enabled:hover:text-n12 disabled:opacity-50',
        className,
      )}
    >
      {children}
    </button>
  )
}
