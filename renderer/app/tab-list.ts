// The tabs of the window as data: what each action makes of them. A tab that is kept stays where it is; the other one goes where one clicks.
import { formatRoute, parseRoute, type Route, subjectOf } from './route.ts'

export interface Tab {
  id: number
  /** Its place, as in the address. */
  hash: string
  isKept: boolean
}

export interface TabList {
  tabs: readonly Tab[]
  activeId: number
  /** Ids are never used twice. */
  nextId: number
}

export const MAX_TABS = 50

export const firstTabs = (route: Route): TabList => ({ tabs: [{ id: 1, hash: formatRoute(route), isKept: false }], activeId: 1, nextId: 2 })

export const activeTab = ({ tabs, activeId }: TabList): Tab => tabs.find(({ id }) => id === activeId) ?? tabs[0]!

const subjectIn = ({ hash }: Tab): string => {
  const route = parseRoute(hash)
  return route ? subjectOf(route) : hash
}

/**
 * The window has gone to a place: the tab that shows it comes to the front. Where there is none, the active tab goes there;
 * when that is kept, another one that is not, or a new one beside it.
 */
export function arrive(list: TabList, route: Route): TabList {
  const hash = formatRoute(route)
  const subject = subjectOf(route)
  const active = activeTab(list)
  const there = subjectIn(active) === subject ? active : list.tabs.find((tab) => subjectIn(tab) === subject)
  if (there) return { ...list, activeId: there.id, tabs: list.tabs.map((tab) => (tab === there && tab.hash !== hash ? { ...tab, hash } : tab)) }
  const free = active.isKept ? list.tabs.find((tab) => !tab.isKept) : active
  if (!free) return insert(list, hash, { isKept: false, comesToFront: true })
  return { ...list, activeId: free.id, tabs: list.tabs.map((tab) => (tab === free ? { ...tab, hash } : tab)) }
}

/** A tab of its own for a place, which is kept; the one that shows it already, if there is one. */
export function openBeside(list: TabList, route: Route, comesToFront = true): TabList {
  const there = list.tabs.find((tab) => subjectIn(tab) === subjectOf(route))
  if (!there) return insert(list, formatRoute(route), { isKept: true, comesToFront })
  return keep(comesToFront ? { ...list, activeId: there.id } : list, there.id, true)
}

export function duplicate(list: TabList, id: number): TabList {
  const tab = list.tabs.find((candidate) => candidate.id === id)
  return tab ? insert({ ...list, activeId: id }, tab.hash, { isKept: true, comesToFront: true }) : list
}

function insert(list: TabList, hash: string, { isKept, comesToFront }: { isKept: boolean; comesToFront: boolean }): TabList {
  const at = list.tabs.findIndex(({ id }) => id === list.activeId) + 1
  const tab: Tab = { id: list.nextId, hash, isKept }
  const tabs = list.tabs.toSpliced(at, 0, tab)
  // The oldest one makes room.
  const excess = tabs.length > MAX_TABS ? tabs.filter(({ id }) => id !== list.activeId && id !== tab.id).toSorted((a, b) => a.id - b.id)[0] : undefined
  return { tabs: tabs.filter((candidate) => candidate !== excess), activeId: comesToFront ? tab.id : list.activeId, nextId: list.nextId + 1 }
}

/** The neighbour comes to the front; instead of the last tab there is the home. */
export function close(list: TabList, id: number, home: Route): TabList {
  const at = list.tabs.findIndex((tab) => tab.id === id)
  if (at < 0) return list
  const tabs = list.tabs.toSpliced(at, 1)
  if (tabs.length === 0) return { tabs: [{ id: list.nextId, hash: formatRoute(home), isKept: false }], activeId: list.nextId, nextId: list.nextId + 1 }
  return { ...list, tabs, activeId: id === list.activeId ? tabs[Math.min(at, tabs.length - 1)]!.id : list.activeId }
}

export const closeOthers = (list: TabList, id: number): TabList => ({ ...list, tabs: list.tabs.filter((tab) => tab.id === id), activeId: id })

export const keep = (list: TabList, id: number, isKept: boolean): TabList => ({
  ...list,
  tabs: list.tabs.map((tab) => (tab.id === id ? { ...tab, isKept } : tab)),
})

export const activate = (list: TabList, id: number): TabList => (list.tabs.some((tab) => tab.id === id) ? { ...list, activeId: id } : list)

/** The one `by` places further, around the end. */
export function step(list: TabList, by: number): TabList {
  const at = list.tabs.findIndex(({ id }) => id === list.activeId)
  const count = list.tabs.length
  return { ...list, activeId: list.tabs[(((at + by) % count) + count) % count]!.id }
}

export function move(list: TabList, id: number, toIndex: number): TabList {
  const at = list.tabs.findIndex((tab) => tab.id === id)
  if (at < 0) return list
  const rest = list.tabs.toSpliced(at, 1)
  return { ...list, tabs: rest.toSpliced(Math.min(Math.max(toIndex, 0), rest.length), 0, list.tabs[at]!) }
}

/** Tabs as they were kept; null for what is not of this shape, or shows a place that is none. */
export function readTabs(kept: unknown): TabList | null {
  const { tabs, activeId, nextId } = (kept ?? {}) as Partial<Record<keyof TabList, unknown>>
  if (!Array.isArray(tabs) || tabs.length === 0 || tabs.length > MAX_TABS || !tabs.every(isTab)) return null
  const ids = new Set(tabs.map(({ id }) => id))
  if (ids.size !== tabs.length || !ids.has(activeId as number) || !Number.isSafeInteger(nextId)) return null
  return (nextId as number) > Math.max(...ids) ? { tabs, activeId: activeId as number, nextId: nextId as number } : null
}

function isTab(value: unknown): value is Tab {
  const { id, hash, isKept } = (value ?? {}) as Partial<Record<keyof Tab, unknown>>
  return Number.isSafeInteger(id) && typeof hash === 'string' && parseRoute(hash) !== null && typeof isKept === 'boolean'
}
