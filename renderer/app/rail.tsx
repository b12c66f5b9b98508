// The rail at the left: the screens, the theme, the keys.
import { Keyboard, List, Moon, PenLine, Sun, SunMoon, Users } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { cx } from '../ui/class-names.ts'
import { formatRoute, type Route, type Screen } from './route.ts'
import { type Theme, useTheme } from './theme.ts'

type Icon = ComponentType<{ size?: number; 'aria-hidden'?: 'true' }>

const PLACES: readonly { label: string; screen: Screen; covers: readonly Screen['name'][]; icon: Icon }[] = [
  { label: 'Topics', screen: { name: 'topics' }, covers: ['topics', 'messages'], icon: List },
  { label: 'Compose', screen: { name: 'compose' }, covers: ['compose'], icon: PenLine },
  { label: 'Groups', screen: { name: 'groups' }, covers: ['groups', 'group'], icon: Users },
]

const THEME_ICONS: Record<Theme, Icon> = { system: SunMoon, light: Sun, dark: Moon }

const buttonClass = 'relative flex size-9 items-center justify-center rounded-inner text-n10 hover:bg-n4 hover:text-n12'

export function Rail({ route, onShowKeys }: { route: Route; onShowKeys: () => void }): ReactNode {
  const { theme, advance } = useTheme()
  const ThemeIcon = THEME_ICONS[theme]
  return (
    <nav aria-label="Screens" className="flex w-11 shrink-0 flex-col items-center gap-1 border-r border-n6 bg-n3 py-1">
      {PLACES.map(({ label, screen, covers, icon: PlaceIcon }) => {
        const isHere = covers.includes(route.screen.name)
        return (
          <a
            key={label}
            href={formatRoute({ connectionId: route.connectionId, screen })}
            aria-label={label}
            title={label}
            aria-current={isHere ? 'page' : undefined}
            className={cx(
              buttonClass,
              isHere &&
                'bg-n5 text-accent before:absolute before:inset-y-1.5 before:-left-1 before:w-0.5 before:rounded-full before:bg-accent',
            )}
          >
            <PlaceIcon size={18} aria-hidden="true" />
          </a>
        )
      })}
      <span className="flex-1" />
      <button type="button" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" className={buttonClass} onClick={onShowKeys}>
        <Keyboard size={17} aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label={`Theme: ${theme}`}
        title={`Theme: ${theme} (Ctrl+Shift+L)`}
        className={buttonClass}
        onClick={advance}
      >
        <ThemeIcon size={17} aria-hidden="true" />
      </button>
    </nav>
  )
}
