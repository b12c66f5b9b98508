// The open places, side by side: a click shows one, the cross closes it, dragging orders them, the right button offers the rest.
import { Copy, X } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { clusterColour } from '../features/connections/cluster-colour.ts'
import { cx } from '../ui/class-names.ts'
import { useKeyLabel } from '../ui/commands.ts'
import { copyText } from '../ui/copy-text.ts'
import { MenuAt, type MenuEntry } from '../ui/menu.tsx'
import { PlaceIcon } from './place-icon.tsx'
import { clusterOf, placeName, placeSentence } from './place-words.ts'
import { activateTab, closeOtherTabs, closeTab, duplicateTab, moveTab, keepTab, usePlaces } from './places.ts'
import { HOME, parseRoute } from './route.ts'
import { linkTo } from './share.ts'
import type { Tab } from './tab-list.ts'

export function TabBar({ connections }: { connections: readonly Connection[] }): ReactNode {
  const { tabs, activeId } = usePlaces(({ list }) => list)
  const bar = useRef<HTMLOListElement>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const [menu, setMenu] = useState<{ tab: Tab; x: number; y: number; isOpen: boolean } | null>(null)
  useEffect(() => {
    bar.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [activeId, tabs.length])
  const onWheel = ({ deltaX, deltaY }: { deltaX: number; deltaY: number }): void => {
    if (deltaX === 0) bar.current?.scrollBy({ left: deltaY })
  }
  const openMenu = (tab: Tab, event: MouseEvent): void => {
    event.preventDefault()
    // The menu key has no place of its own.
    const box = event.currentTarget.getBoundingClientRect()
    setMenu({ tab, x: event.clientX || box.left, y: event.clientY || box.bottom, isOpen: true })
  }
  return (
    <nav aria-label="Tabs" className="flex min-w-0 flex-1 self-stretch">
      <ol ref={bar} onWheel={onWheel} className="flex min-w-0 flex-1 items-stretch overflow-x-auto [scrollbar-width:none]">
        {tabs.map((tab, index) => (
          <TabItem
            key={tab.id}
            tab={tab}
            isActive={tab.id === activeId}
            connections={connections}
            onMenu={(event) => openMenu(tab, event)}
            onKeyDown={(event) => onTabKey(event, bar.current, index)}
            onDragStart={() => setDragged(tab.id)}
            onDragOver={() => dragged !== null && dragged !== tab.id && moveTab(dragged, index)}
            onDragEnd={() => setDragged(null)}
          />
        ))}
      </ol>
      <MenuAt
        label={menu ? `Tab ${placeName(parseRoute(menu.tab.hash) ?? HOME)}` : 'Tab'}
        open={menu?.isOpen === true}
        at={menu ?? { x: 0, y: 0 }}
        entries={menu ? tabMenu(menu.tab, tabs.length) : []}
        onClose={() => setMenu((before) => before && { ...before, isOpen: false })}
        returnFocus={() => bar.current?.querySelector('[aria-current=page]') ?? null}
      />
    </nav>
  )
}

/** One stop for the Tab key; arrows go through the tabs, with Mod they carry the tab along. */
function onTabKey(event: KeyboardEvent, bar: HTMLElement | null, index: number): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  const links = [...(bar?.querySelectorAll<HTMLElement>('a') ?? [])]
  const target = links[index + by]
  const { tabs } = usePlaces.getState().list
  if (event.key === 'Delete') closeTab(tabs[index]!.id)
  else if (by === 0 || !target) return
  else if (event.ctrlKey || event.metaKey) moveTab(tabs[index]!.id, index + by)
  else target.focus()
  event.preventDefault()
}

function tabMenu({ id, hash, isKept }: Tab, count: number): MenuEntry[] {
  const route = parseRoute(hash) ?? HOME
  return [
    { label: 'Close', keys: 'Alt+W', run: () => closeTab(id) },
    { label: 'Close others', disabled: count < 2, run: () => closeOtherTabs(id) },
    { separator: true },
    { label: isKept ? 'Let it go where one clicks' : 'Keep open', keys: 'Alt+P', run: () => keepTab(id, !isKept) },
    { label: 'Duplicate', run: () => duplicateTab(id) },
    { separator: true },
    { label: 'Copy link', icon: <Copy size={13} aria-hidden="true" />, run: () => void copyText(linkTo(route), `the link to ${placeName(route)}`) },
  ]
}

interface TabItemProps {
  tab: Tab
  isActive: boolean
  connections: readonly Connection[]
  onMenu: (event: MouseEvent) => void
  onKeyDown: (event: KeyboardEvent) => void
  onDragStart: () => void
  onDragOver: () => void
  onDragEnd: () => void
}

function TabItem({ tab, isActive, connections, onMenu, onKeyDown, onDragStart, onDragOver, onDragEnd }: TabItemProps): ReactNode {
  const route = parseRoute(tab.hash) ?? HOME
  const name = placeName(route)
  const connection = clusterOf(route.connectionId, connections)
  const closeKeys = useKeyLabel('app.tab-close')
  const show = (event: MouseEvent): void => {
    event.preventDefault()
    activateTab(tab.id)
  }
  const closeByMiddle = (event: MouseEvent): void => {
    if (event.button !== 1) return
    event.preventDefault()
    closeTab(tab.id)
  }
  const dragStart = (event: DragEvent): void => {
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', linkTo(route))
    onDragStart()
  }
  return (
    <li
      draggable
      onDragStart={dragStart}
      onDragOver={(event) => (event.preventDefault(), onDragOver())}
      onDragEnd={onDragEnd}
      onAuxClick={closeByMiddle}
      onContextMenu={onMenu}
      className={cx(
        'group relative flex max-w-52 min-w-0 shrink-0 items-center border-r border-n6',
        isActive ? 'bg-n1' : 'text-n10 hover:bg-n4 hover:text-n12',
      )}
    >
      <span aria-hidden="true" className={cx('absolute inset-x-0 top-0 h-0.5', !isActive && 'opacity-50')} style={{ background: connection ? clusterColour(connection) : 'var(--color-n7)' }} />
      <a
        href={tab.hash}
        draggable={false}
        tabIndex={isActive ? 0 : -1}
        aria-current={isActive ? 'page' : undefined}
        title={`${placeSentence(route, connections)}${tab.isKept ? '' : '\nGoes where you click next; double-click keeps it open.'}`}
        onClick={show}
        onDoubleClick={() => keepTab(tab.id, true)}
        onKeyDown={onKeyDown}
        className="flex h-full min-w-0 items-center gap-1.5 py-0 pr-1 pl-2.5"
      >
        <PlaceIcon screen={route.screen.name} className="shrink-0 text-n9" />
        <span className={cx('truncate', !tab.isKept && 'italic', (route.screen.name === 'topic' || route.screen.name === 'group') && 'font-mono text-mono')}>{name}</span>
      </a>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Close ${name}`}
        title={`Close (${closeKeys})`}
        onClick={() => closeTab(tab.id)}
        className={cx(
          'mr-1 inline-flex size-5 shrink-0 items-center justify-center rounded-inner text-n10 hover:bg-n5 hover:text-n12 focus-visible:opacity-100',
          !isActive && 'opacity-0 group-hover:opacity-100',
        )}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </li>
  )
}
