// The rail at the left: the screens, the keys, the settings.
import { Keyboard } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { cx } from '../ui/class-names.ts'
import { useKeyLabel } from '../ui/commands.ts'
import { PlaceIcon } from './place-icon.tsx'
import { go } from './places.ts'
import { DEAD_LETTERS, formatRoute, type Route, type Screen } from './route.ts'

interface RailPlace {
  label: string
  screen: Extract<Screen, { name: Exclude<Screen['name'], 'topic' | 'group' | 'replay' | 'job'> }>
  covers: readonly Screen['name'][]
  /** The command that leads there, too. */
  command: string
}

const PLACES: readonly RailPlace[] = [
  { label: 'Home', screen: { name: 'home' }, covers: ['home'], command: 'app.home' },
  { label: 'Topics', screen: { name: 'topics' }, covers: ['topics', 'topic'], command: 'app.topics' },
  { label: 'Groups', screen: { name: 'groups' }, covers: ['groups', 'group'], command: 'app.groups' },
  { label: 'Dead letters', screen: DEAD_LETTERS, covers: ['dead-letters'], command: 'app.dead-letters' },
  { label: 'Replays', screen: { name: 'jobs' }, covers: ['jobs', 'job', 'replay'], command: 'app.jobs' },
  { label: 'Retries', screen: { name: 'retries', policy: null }, covers: ['retries'], command: 'app.retries' },
  { label: 'Compose', screen: { name: 'compose' }, covers: ['compose'], command: 'app.compose' },
  { label: 'Broker', screen: { name: 'broker' }, covers: ['broker'], command: 'app.broker' },
]
const LEDGER: RailPlace = { label: 'Ledger', screen: { name: 'ledger' }, covers: ['ledger'], command: 'app.ledger' }
const SETTINGS: RailPlace = { label: 'Settings', screen: { name: 'settings' }, covers: ['settings'], command: 'app.settings' }

const buttonClass = 'relative flex size-9 items-center justify-center rounded-inner text-n10 hover:bg-n4 hover:text-n12'

export function Rail({ route, onShowKeys }: { route: Route; onShowKeys: () => void }): ReactNode {
  const keys = useKeyLabel('app.keys')
  return (
    <nav aria-label="Screens" className="flex w-11 shrink-0 flex-col items-center gap-1 border-r border-n6 bg-n3 py-1">
      {PLACES.map((place) => (
        <RailLink key={place.label} place={place} route={route} />
      ))}
      <span className="flex-1" />
      <RailLink place={LEDGER} route={route} />
      <button type="button" aria-label="Keyboard shortcuts" title={`Keyboard shortcuts (${keys})`} className={buttonClass} onClick={onShowKeys}>
        <Keyboard size={17} aria-hidden="true" />
      </button>
      <RailLink place={SETTINGS} route={route} />
    </nav>
  )
}

function RailLink({ place: { label, screen, covers, command }, route }: { place: RailPlace; route: Route }): ReactNode {
  const keys = useKeyLabel(command)
  const isHere = covers.includes(route.screen.name)
  const there: Route = { connectionId: route.connectionId, screen }
  const onClick = (event: MouseEvent): void => {
    event.preventDefault()
    go(there)
  }
  return (
    <a
      href={formatRoute(there)}
      data-place=""
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      aria-current={isHere ? 'page' : undefined}
      onClick={onClick}
      className={cx(
        buttonClass,
        isHere && 'bg-n5 text-accent before:absolute before:inset-y-1.5 before:-left-1 before:w-0.5 before:rounded-full before:bg-accent',
      )}
    >
      <PlaceIcon screen={screen.name} size={18} />
    </a>
  )
}
