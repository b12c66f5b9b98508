// Where the window is: tabs and address kept in step, over restarts. Every way to a place leads through `go`.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { keptState } from '../ui/kept-state.ts'
import { formatRoute, HOME, parseRoute, type Route } from './route.ts'
import * as tabs from './tab-list.ts'

interface Places {
  list: tabs.TabList
  /** Where the person has been, the newest first, without repeats. */
  recent: readonly string[]
}

const MAX_RECENT = 30

export const usePlaces = create<Places>()(
  persist((): Places => ({ list: tabs.firstTabs(HOME), recent: [] }), {
    name: 'headwater.places',
    storage: keptState<Places>()!,
    // What an older version or another hand has kept is dropped.
    merge: (kept, fresh) => {
      const { list, recent } = (kept ?? {}) as Partial<Record<keyof Places, unknown>>
      return {
        list: tabs.readTabs(list) ?? fresh.list,
        recent: Array.isArray(recent) ? recent.filter((hash): hash is string => typeof hash === 'string' && parseRoute(hash) !== null) : [],
      }
    },
  }),
)

/** The place on the screen. */
export const useRoute = (): Route => parseRoute(usePlaces(({ list }) => tabs.activeTab(list).hash)) ?? HOME

export const currentRoute = (): Route => parseRoute(tabs.activeTab(usePlaces.getState().list).hash) ?? HOME

/** `replace` keeps the back button from stepping through every record that was looked at. */
export function go(route: Route, { replace = false, inNewTab = wantsNewTab() } = {}): void {
  update((list) => (inNewTab && !replace ? tabs.openBeside(list, route) : tabs.arrive(list, route)), replace)
}

export const closeTab = (id: number): void => update((list) => tabs.close(list, id, HOME))
export const closeOtherTabs = (id: number): void => update((list) => tabs.closeOthers(list, id))
export const keepTab = (id: number, isKept: boolean): void => update((list) => tabs.keep(list, id, isKept))
export const activateTab = (id: number): void => update((list) => tabs.activate(list, id))
export const duplicateTab = (id: number): void => update((list) => tabs.duplicate(list, id))
export const stepTab = (by: number): void => update((list) => tabs.step(list, by))
export const moveTab = (id: number, toIndex: number): void => update((list) => tabs.move(list, id, toIndex))

/** A cluster that was forgotten takes its tabs with it. */
export function closeTabsOf(connectionId: string): void {
  const ofIt = usePlaces.getState().list.tabs.filter(({ hash }) => parseRoute(hash)?.connectionId === connectionId)
  for (const { id } of ofIt) closeTab(id)
}

function update(change: (list: tabs.TabList) => tabs.TabList, replace = false): void {
  const list = change(usePlaces.getState().list)
  const { hash } = tabs.activeTab(list)
  usePlaces.setState(({ recent }) => ({ list, recent: [hash, ...recent.filter((other) => other !== hash)].slice(0, MAX_RECENT) }))
  if (hash === location.hash) return
  if (replace) history.replaceState(null, '', hash)
  else history.pushState(null, '', hash)
}

/** Follows the address: the back button, a link, a hand-typed place. Returns how to stop. */
export function followAddress(): () => void {
  const arrive = (): void => {
    const route = parseRoute(location.hash)
    if (route && formatRoute(route) !== tabs.activeTab(usePlaces.getState().list).hash) update((list) => tabs.arrive(list, route), true)
    else if (!route) update((list) => list, true)
  }
  // A link to somewhere counts for more than where the person was.
  arrive()
  window.addEventListener('hashchange', arrive)
  window.addEventListener('popstate', arrive)
  return () => {
    window.removeEventListener('hashchange', arrive)
    window.removeEventListener('popstate', arrive)
  }
}

let middleClick = false

/** A click or Enter with Ctrl or Cmd, or the middle button: features tell only that something is to be opened, the press tells where. */
function wantsNewTab(): boolean {
  // oxlint-disable-next-line no-deprecated
  const { event } = window
  if (middleClick) return true
  const isPress = event instanceof MouseEvent || (event instanceof KeyboardEvent && event.key === 'Enter')
  return isPress && (event.ctrlKey || event.metaKey)
}

/** Whatever a click opens, the middle button opens in a tab of its own. Returns how to stop. */
export function listenForMiddleClicks(target: Window): () => void {
  const onAuxClick = (event: MouseEvent): void => {
    const opener = event.button === 1 && event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index], [data-place]') : null
    if (!opener) return
    event.preventDefault()
    middleClick = true
    opener.click()
    middleClick = false
  }
  target.addEventListener('auxclick', onAuxClick)
  return () => target.removeEventListener('auxclick', onAuxClick)
}
