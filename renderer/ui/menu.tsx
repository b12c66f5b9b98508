// Menus out of plain entries: behind a button, or where a grid was clicked with the right mouse button.
import { Menu } from '@base-ui/react/menu'
import { ChevronRight, Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { keyLabel } from './commands.ts'

export interface MenuAction {
  label: string
  /** In the words of the command registry: `Mod+C`. Only shown; the command itself listens. */
  keys?: string
  icon?: ReactNode
  disabled?: boolean
  /** Why it cannot be done now, or what it does; on hover. */
  title?: string
  danger?: boolean
  run: () => void
}

export type MenuEntry = MenuAction | { separator: true } | { label: string; icon?: ReactNode; entries: readonly MenuEntry[] }

export const popupClass =
  'floating max-h-(--available-height) min-w-48 max-w-100 overflow-y-auto rounded-outer border border-n7 bg-n2 p-1 shadow-float outline-none'
const itemClass =
  'flex h-6.5 cursor-default items-center gap-2 rounded-inner px-2 outline-none select-none data-disabled:text-n9 data-highlighted:bg-accent-soft data-popup-open:bg-accent-soft'

export interface MenuButtonProps {
  label: string
  entries: readonly MenuEntry[]
  /** What the button shows instead of `…`. */
  children?: ReactNode
  disabled?: boolean
  className?: string
}

export function MenuButton({ label, entries, children, disabled = false, className }: MenuButtonProps): ReactNode {
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={label}
        title={label}
        disabled={disabled}
        className={cx(
          'inline-flex h-6.5 min-w-6.5 shrink-0 items-center justify-center gap-1.5 rounded-inner text-n10 hover:bg-n4 hover:text-n12 disabled:opacity-50 data-popup-open:bg-n4 data-popup-open:text-n12',
          children !== undefined && 'px-2',
          className,
        )}
      >
        {children ?? <Ellipsis size={15} aria-hidden="true" />}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-20">
          <Menu.Popup className={popupClass}>
            <Entries entries={entries} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

export interface MenuAtProps {
  label: string
  open: boolean
  /** Where on the page, and what: kept while it closes, or it would jump. */
  at: { x: number; y: number }
  entries: readonly MenuEntry[]
  onClose: () => void
  /** Gets the focus when the menu closes. */
  returnFocus: () => HTMLElement | null
}

export function MenuAt({ label, open, at: { x, y }, entries, onClose, returnFocus }: MenuAtProps): ReactNode {
  return (
    <Menu.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={{ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }}
          align="start"
          sideOffset={1}
          positionMethod="fixed"
          className="z-20"
        >
          <Menu.Popup aria-label={label} className={popupClass} finalFocus={() => returnFocus() ?? true}>
            <Entries entries={entries} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Entries({ entries }: { entries: readonly MenuEntry[] }): ReactNode {
  return entries.map((entry, index) => {
    // Separators have no identity but their place.
    // oxlint-disable-next-line no-array-index-key
    if ('separator' in entry) return <Menu.Separator key={index} className="my-1 h-px bg-n6" />
    if ('entries' in entry) return <Submenu key={entry.label} label={entry.label} icon={entry.icon} entries={entry.entries} />
    return <Item key={entry.label} {...entry} />
  })
}

function Item({ label, keys, icon, disabled = false, title, danger = false, run }: MenuAction): ReactNode {
  return (
    <Menu.Item className={cx(itemClass, danger && !disabled && 'text-bad')} disabled={disabled} title={title} onClick={run}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {keys !== undefined && (
        <kbd aria-hidden="true" className="pl-4 font-sans text-small text-n10">
          {keyLabel(keys)}
        </kbd>
      )}
    </Menu.Item>
  )
}

function Submenu({ label, icon, entries }: { label: string; icon?: ReactNode; entries: readonly MenuEntry[] }): ReactNode {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={itemClass}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight size={13} aria-hidden="true" className="text-n10" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="z-20" sideOffset={2} alignOffset={-4}>
          <Menu.Popup className={popupClass}>
            <Entries entries={entries} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  )
}
