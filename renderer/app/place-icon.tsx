// The picture of each kind of place, the same in rail, tabs and palette.
import { Activity, House, List, ListChecks, type LucideIcon, MailWarning, PenLine, Repeat, Rows3, ScrollText, Send, Settings, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Screen } from './route.ts'

const ICONS: Record<Screen['name'], LucideIcon> = {
  home: House,
  topics: List,
  topic: Rows3,
  compose: PenLine,
  groups: Users,
  group: Users,
  'dead-letters': MailWarning,
  replay: Send,
  jobs: ListChecks,
  job: ListChecks,
  ledger: ScrollText,
  retries: Repeat,
  broker: Activity,
  settings: Settings,
}

export function PlaceIcon({ screen, size = 13, className }: { screen: Screen['name']; size?: number; className?: string }): ReactNode {
  const Icon = ICONS[screen]
  return <Icon size={size} aria-hidden="true" {...(className !== undefined && { className })} />
}
