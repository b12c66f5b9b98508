// What can be done anywhere in the window: go places, handle tabs, find things, change the look.
import type { Settings } from '../../core/contract/settings.ts'
import { type Command, useCommands } from '../ui/commands.ts'
import { copyText } from '../ui/copy-text.ts'
import { toast } from '../ui/toast.tsx'
import { placeName } from './place-words.ts'
import { closeTab, duplicateTab, go, moveTab, keepTab, stepTab, usePlaces } from './places.ts'
import { DEAD_LETTERS, type Route, type Screen } from './route.ts'
import { linkTo } from './share.ts'
import { activeTab } from './tab-list.ts'
import { NEXT_THEME } from './theme.ts'

export type OpenDialog = 'add-cluster' | 'arm' | 'keys' | 'palette' | 'go-to-topic' | null

export interface WindowCommandsOptions {
  route: Route
  settings: Settings
  change: (change: Partial<Settings>) => Promise<unknown>
  open: (dialog: OpenDialog) => void
}

const PLACES: readonly [screen: Screen, title: string, keys: readonly string[]][] = [
  [{ name: 'home' }, 'Go home', ['Alt+0']],
  [{ name: 'topics' }, 'Go to topics', ['Alt+1']],
  [{ name: 'groups' }, 'Go to groups', ['Alt+3']],
  [DEAD_LETTERS, 'Go to dead letters', ['Alt+6']],
  [{ name: 'broker' }, 'Go to the broker', ['Alt+4']],
  [{ name: 'jobs' }, 'Go to replays', ['Alt+8']],
  [{ name: 'retries', policy: null }, 'Go to retries', ['Alt+7']],
  [{ name: 'ledger' }, 'Go to the ledger', ['Alt+9']],
  [{ name: 'settings' }, 'Open settings', ['Mod+,', 'Alt+5']],
]

export function useWindowCommands({ route, settings, change, open }: WindowCommandsOptions): void {
  const { connectionId } = route
  const list = usePlaces((places) => places.list)
  const nextTheme = NEXT_THEME[settings.theme]
  const advanceTheme = (): void =>
    void change({ theme: nextTheme }).then(
      () => toast({ message: `Theme: ${nextTheme === 'system' ? 'as the system' : nextTheme}` }),
      () => toast({ tone: 'bad', message: 'The theme could not be kept.', detail: 'Settings say why.' }),
    )
  useCommands([
    ...PLACES.map(([screen, title, keys]) => ({ id: `app.${screen.name}`, title, keys, run: () => go({ connectionId, screen }) })),
    { id: 'app.palette', title: 'Find a command, topic, group or cluster', keys: ['Mod+K'], run: () => open('palette') },
    { id: 'app.go-to-topic', title: 'Go to a topic', keys: ['Mod+P'], run: () => open('go-to-topic') },
    { id: 'app.theme', title: `Theme: change to ${nextTheme === 'system' ? 'the system’s' : nextTheme}`, keys: ['Mod+Shift+L'], run: advanceTheme },
    { id: 'app.add-cluster', title: 'Connect to a cluster', keys: ['Mod+Shift+K'], run: () => open('add-cluster') },
    { id: 'app.keys', title: 'Keyboard shortcuts', keys: ['?'], run: () => open('keys') },
    { id: 'app.copy-link', title: `Copy the link to ${placeName(route)}`, keys: ['Alt+L'], run: () => void copyText(linkTo(route), `the link to ${placeName(route)}`) },
  ])
  useCommands(tabCommands(list))
}

function tabCommands(list: ReturnType<typeof usePlaces.getState>['list']): Command[] {
  const { id, isKept } = activeTab(list)
  const at = list.tabs.findIndex((tab) => tab.id === id)
  const alone = list.tabs.length < 2 ? 'There is only one tab.' : undefined
  return [
    { id: 'app.tab-close', title: 'Close the tab', keys: ['Alt+W', 'Mod+W'], run: () => closeTab(id) },
    { id: 'app.tab-next', title: 'Next tab', keys: ['Alt+PageDown', 'Mod+Tab', 'Mod+PageDown'], disabled: alone, run: () => stepTab(1) },
    { id: 'app.tab-previous', title: 'Previous tab', keys: ['Alt+PageUp', 'Mod+Shift+Tab', 'Mod+PageUp'], disabled: alone, run: () => stepTab(-1) },
    { id: 'app.tab-right', title: 'Move the tab to the right', keys: ['Alt+Shift+PageDown'], disabled: alone, run: () => moveTab(id, at + 1) },
    { id: 'app.tab-left', title: 'Move the tab to the left', keys: ['Alt+Shift+PageUp'], disabled: alone, run: () => moveTab(id, at - 1) },
    { id: 'app.tab-duplicate', title: 'Duplicate the tab', keys: ['Alt+D'], run: () => duplicateTab(id) },
    { id: 'app.tab-keep', title: isKept ? 'Let the tab go where one clicks' : 'Keep the tab open', keys: ['Alt+P'], run: () => keepTab(id, !isKept) },
  ].map((command) => ({ ...command, group: 'Tabs' }))
}
