// The frame of the window: rail, cluster switcher, the screen, status bar, and the dialogs that belong to no screen.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { accessOf } from '../features/connections/access.ts'
import { AddClusterDialog } from '../features/connections/add-cluster-dialog.tsx'
import { ArmDialog } from '../features/connections/arm-dialog.tsx'
import { clusterColour } from '../features/connections/cluster-colour.ts'
import { ClusterSwitcher } from '../features/connections/cluster-switcher.tsx'
import { useConnections, useDisarm, useRemoveConnection } from '../features/connections/connections.queries.ts'
import { useBrokerWatch } from '../features/local-broker/local-broker.queries.ts'
import { failureOf } from '../rpc/failure.ts'
import { QueryFailure } from '../rpc/query-failure.tsx'
import { useNow } from '../ui/clock.ts'
import { useCommands } from '../ui/commands.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { FailureNotice } from '../ui/failure-notice.tsx'
import { Notice, SkeletonRows } from '../ui/states.tsx'
import { Rail } from './rail.tsx'
import { go, LOCAL, type Route, useRoute } from './route.ts'
import { Screens } from './screens.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { StatusBar } from './status-bar.tsx'
import { useDark, useTheme } from './theme.ts'

type OpenDialog = 'add-cluster' | 'arm' | 'keys' | null

export function Shell({ banner }: { banner: ReactNode }): ReactNode {
  const route = useRoute()
  const dark = useDark()
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const broker = useBrokerWatch()
  const connections = useConnections()
  const current = connections.data?.find(({ id }) => id === route.connectionId)
  useGlobalCommands(route, setDialog)
  const refusing = broker.status?.storage.refusingWrites ?? null
  return (
    <div className="flex h-full flex-col">
      <div aria-hidden="true" className="h-0.5 shrink-0" style={{ background: current ? clusterColour(current) : 'var(--color-n6)' }} />
      <div className="flex min-h-0 flex-1">
        <Rail route={route} onShowKeys={() => setDialog('keys')} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar route={route} connections={connections.data ?? []} current={current} onDialog={setDialog} />
          {banner}
          {refusing !== null && <Notice tone="bad" message="The local broker refuses writes:" remedy={refusing} />}
          <QueryFailure query={connections} />
          <main className="flex min-h-0 flex-1 flex-col">
            <Place
              route={route}
              current={current}
              loaded={connections.data !== undefined}
              dark={dark}
              brokerAddress={broker.status?.address}
              onArm={() => setDialog('arm')}
            />
          </main>
        </div>
      </div>
      <StatusBar broker={broker} />
      {dialog === 'keys' && <ShortcutSheet onClose={() => setDialog(null)} />}
      {dialog === 'add-cluster' && (
        <AddClusterDialog
          onClose={() => setDialog(null)}
          onAdded={({ id }) => (setDialog(null), go({ connectionId: id, screen: { name: 'topics' } }))}
        />
      )}
      {dialog === 'arm' && current && <ArmDialog connection={current} onClose={() => setDialog(null)} />}
    </div>
  )
}

function useGlobalCommands(route: Route, setDialog: (dialog: OpenDialog) => void): void {
  const advanceTheme = useTheme(({ advance }) => advance)
  const { connectionId } = route
  useCommands([
    { id: 'app.topics', title: 'Go to topics', keys: ['Alt+1'], run: () => go({ connectionId, screen: { name: 'topics' } }) },
    { id: 'app.groups', title: 'Go to groups', keys: ['Alt+3'], run: () => go({ connectionId, screen: { name: 'groups' } }) },
    { id: 'app.theme', title: 'Light, dark, or as the system', keys: ['Mod+Shift+L'], run: advanceTheme },
    { id: 'app.add-cluster', title: 'Connect to a cluster', keys: ['Mod+Shift+K'], run: () => setDialog('add-cluster') },
    { id: 'app.keys', title: 'Keyboard shortcuts', keys: ['?'], run: () => setDialog('keys') },
  ])
}

interface TopBarProps {
  route: Route
  connections: readonly Connection[]
  current: Connection | undefined
  onDialog: (dialog: OpenDialog) => void
}

function TopBar({ connections, current, onDialog }: TopBarProps): ReactNode {
  const disarm = useDisarm()
  const remove = useRemoveConnection()
  const failure = disarm.error ?? remove.error
  return (
    <>
      <header className="flex h-9 shrink-0 items-center border-b border-n6 bg-n3 px-1">
        {current && (
          <ClusterSwitcher
            connections={connections}
            current={current}
            onSwitch={(connectionId) => go({ connectionId, screen: { name: 'topics' } })}
            onAdd={() => onDialog('add-cluster')}
            onArm={() => onDialog('arm')}
            onDisarm={() => disarm.mutate(current.id)}
            onRemove={() => remove.mutate(current.id, { onSuccess: () => go({ connectionId: LOCAL, screen: { name: 'topics' } }) })}
          />
        )}
      </header>
      {failure && <FailureNotice failure={failureOf(failure)} />}
    </>
  )
}

interface PlaceProps {
  route: Route
  current: Connection | undefined
  loaded: boolean
  dark: boolean
  brokerAddress: string | undefined
  onArm: () => void
}

function Place({ route, current, loaded, dark, brokerAddress, onArm }: PlaceProps): ReactNode {
  const nowMs = useNow(1_000)
  if (!loaded) return <SkeletonRows label="Reading clusters" />
  if (!current) {
    return (
      <Notice
        tone="bad"
        message={`There is no cluster "${route.connectionId}" here.`}
        remedy="It may have been forgotten."
        action={{ label: 'Go to the local broker', run: () => go({ connectionId: LOCAL, screen: { name: 'topics' } }) }}
      />
    )
  }
  const bootstrap = current.kind === 'local' ? (brokerAddress ?? current.bootstrapServers.join(',')) : current.bootstrapServers.join(',')
  return (
    <ErrorBoundary key={`${current.id} ${route.screen.name}`}>
      <Screens
        key={current.id}
        route={route}
        connection={current}
        writable={accessOf(current, nowMs).writable}
        bootstrap={bootstrap}
        dark={dark}
        onArm={onArm}
      />
    </ErrorBoundary>
  )
}
