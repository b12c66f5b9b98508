// The frame of the window: rail, cluster switcher, tabs, the screen, status bar, and the dialogs that belong to no screen.
import { type ReactNode, useEffect, useState } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { accessOf } from '../features/connections/access.ts'
import { ArmDialog } from '../features/connections/arm-dialog.tsx'
import { clusterColour } from '../features/connections/cluster-colour.ts'
import { ConnectionDialog } from '../features/connections/connection-dialog.tsx'
import { useConnections } from '../features/connections/connections.queries.ts'
import { type BrokerWatch, useBrokerWatch } from '../features/local-broker/local-broker.queries.ts'
import { QueryFailure } from '../rpc/query-failure.tsx'
import { useChangeSettings, useSettings } from '../rpc/settings-context.tsx'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/clock.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { EmptyState, Notice, SkeletonRows } from '../ui/states.tsx'
import { Toasts } from '../ui/toast.tsx'
import { writeViewState } from '../ui/view-state.ts'
import { SETTINGS_PLACE } from '../features/settings/setting-names.ts'
import { Palette } from './palette.tsx'
import { usePaletteSource } from './palette-source.ts'
import { clusterOf, placeName } from './place-words.ts'
import { go, usePlaces, useRoute } from './places.ts'
import { Rail } from './rail.tsx'
import { HOME, LOCAL, type Route, subjectOf } from './route.ts'
import { Screens } from './screens.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { StatusBar } from './status-bar.tsx'
import { useDark } from './theme.ts'
import { TopBar } from './top-bar.tsx'
import { type OpenDialog, useWindowCommands } from './window-commands.ts'

export function Shell({ banner }: { banner: ReactNode }): ReactNode {
  const route = useRoute()
  const settings = useSettings()
  const change = useChangeSettings()
  const dark = useDark(settings.theme)
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const broker = useBrokerWatch()
  const connections = useConnections()
  const all = connections.data ?? []
  const current = clusterOf(route.connectionId, all)
  useWindowCommands({ route, settings, change, open: setDialog })
  useNameBecomesId(route, current)
  useEffect(() => void (document.title = `${placeName(route)} – Headwater`), [route])
  const refusing = broker.status?.storage.refusingWrites ?? null
  return (
    <div className="flex h-full flex-col">
      <div aria-hidden="true" className="h-0.5 shrink-0" style={{ background: current ? clusterColour(current) : 'var(--color-n6)' }} />
      <div className="flex min-h-0 flex-1">
        <Rail route={route} onShowKeys={() => setDialog('keys')} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar route={route} connections={all} current={current} onDialog={setDialog} />
          {banner}
          {refusing !== null && <Notice tone="bad" message="The local broker refuses writes:" remedy={refusing} />}
          <QueryFailure query={connections} />
          <main className="flex min-h-0 flex-1 flex-col">
            <Place route={route} current={current} connections={connections.data} broker={broker} dark={dark} onDialog={setDialog} />
          </main>
        </div>
      </div>
      <StatusBar
        broker={broker}
        onOpenBroker={() => go({ connectionId: LOCAL, screen: { name: 'broker' } })}
        onOpenTimeZone={() => openSetting('Time zone')}
        onOpenJob={(jobId) => go({ connectionId: route.connectionId, screen: { name: 'job', jobId } })}
        onOpenJobs={() => go({ connectionId: route.connectionId, screen: { name: 'jobs' } })}
      />
      <Dialogs dialog={dialog} connections={all} current={current} onDialog={setDialog} />
      <Toasts />
    </div>
  )
}

function openSetting(title: string): void {
  writeViewState(SETTINGS_PLACE, 'filter', title)
  go({ connectionId: LOCAL, screen: { name: 'settings' } })
}

/** A link may name a cluster as people do; from there on it is the cluster's id, or it would be two places. */
function useNameBecomesId(route: Route, current: Connection | undefined): void {
  const id = current?.id
  useEffect(() => {
    if (id !== undefined && id !== route.connectionId) go({ ...route, connectionId: id }, { replace: true })
  }, [route, id])
}

interface DialogsProps {
  dialog: OpenDialog
  connections: readonly Connection[]
  current: Connection | undefined
  onDialog: (dialog: OpenDialog) => void
}

function Dialogs({ dialog, connections, current, onDialog }: DialogsProps): ReactNode {
  const close = (): void => onDialog(null)
  const added = ({ id }: Connection): void => {
    close()
    go({ connectionId: id, screen: { name: 'topics' } }, { inNewTab: false })
  }
  switch (dialog) {
    case 'keys':
      return <ShortcutSheet onClose={close} />
    case 'palette':
    case 'go-to-topic':
      return <PaletteDialog mode={dialog === 'palette' ? 'all' : 'topics'} current={current} connections={connections} onClose={close} />
    case 'add-cluster':
      return <ConnectionDialog onClose={close} onSaved={added} />
    case 'arm':
      return current ? <ArmDialog connection={current} onClose={close} /> : null
    case null:
      return null
  }
}

function PaletteDialog({
  mode,
  current,
  connections,
  onClose,
}: {
  mode: 'all' | 'topics'
  current: Connection | undefined
  connections: readonly Connection[]
  onClose: () => void
}): ReactNode {
  return <Palette mode={mode} source={usePaletteSource(current, connections, openSetting)} onClose={onClose} />
}

interface PlaceProps {
  route: Route
  current: Connection | undefined
  /** undefined until they are read. */
  connections: readonly Connection[] | undefined
  broker: BrokerWatch
  dark: boolean
  onDialog: (dialog: OpenDialog) => void
}

function Place({ route, current, connections, broker, dark, onDialog }: PlaceProps): ReactNode {
  const nowMs = useNow(1_000)
  const activeId = usePlaces(({ list }) => list.activeId)
  if (!connections) return <SkeletonRows label="Reading clusters" />
  if (!current) return <UnknownCluster named={route.connectionId} onConnect={() => onDialog('add-cluster')} />
  const bootstrap = current.kind === 'local' ? (broker.status?.address ?? current.bootstrapServers.join(',')) : current.bootstrapServers.join(',')
  return (
    <ErrorBoundary key={`${activeId} ${subjectOf(route)}`}>
      <Screens
        key={current.id}
        route={route}
        connection={current}
        connections={connections}
        broker={broker}
        writable={accessOf(current, nowMs).writable}
        bootstrap={bootstrap}
        dark={dark}
        onArm={() => onDialog('arm')}
        onConnect={() => onDialog('add-cluster')}
      />
    </ErrorBoundary>
  )
}

function UnknownCluster({ named, onConnect }: { named: string; onConnect: () => void }): ReactNode {
  return (
    <EmptyState
      title={`There is no cluster “${named}” here`}
      actions={
        <>
          <Button variant="primary" onClick={onConnect}>
            Connect to a cluster…
          </Button>
          <Button onClick={() => go(HOME)}>Go home</Button>
        </>
      }
    >
      <p role="alert" className="text-n10">
        It may have been forgotten, or the link comes from a computer that knows a cluster by this name. Once a cluster of this name is
        connected, the link works.
      </p>
    </EmptyState>
  )
}
