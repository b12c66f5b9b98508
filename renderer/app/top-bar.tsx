// The strip above every screen: which cluster, and the open places.
import type { ReactNode } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { ClusterSwitcher } from '../features/connections/cluster-switcher.tsx'
import { useDisarm, useRemoveConnection } from '../features/connections/connections.queries.ts'
import { failureOf } from '../rpc/failure.ts'
import { FailureNotice } from '../ui/failure-notice.tsx'
import { closeTabsOf, go } from './places.ts'
import type { Route } from './route.ts'
import { TabBar } from './tab-bar.tsx'
import type { OpenDialog } from './window-commands.ts'

export interface TopBarProps {
  route: Route
  connections: readonly Connection[]
  current: Connection | undefined
  onDialog: (dialog: OpenDialog) => void
}

export function TopBar({ route, connections, current, onDialog }: TopBarProps): ReactNode {
  const disarm = useDisarm()
  const remove = useRemoveConnection()
  const failure = disarm.error ?? remove.error
  return (
    <>
      <header className="flex h-9 shrink-0 items-center border-b border-n6 bg-n3">
        <div className="flex h-full max-w-1/3 shrink-0 items-center overflow-hidden border-r border-n6 px-1">
          {current ? (
            <ClusterSwitcher
              connections={connections}
              current={current}
              onSwitch={(connectionId) => go({ connectionId, screen: { name: 'topics' } })}
              onAdd={() => onDialog('add-cluster')}
              onArm={() => onDialog('arm')}
              onDisarm={() => disarm.mutate(current.id)}
              onRemove={() => remove.mutate(current.id, { onSuccess: () => closeTabsOf(current.id) })}
            />
          ) : (
            <span className="px-2 text-n10">{route.connectionId}: not known here</span>
          )}
        </div>
        <TabBar connections={connections} />
      </header>
      {failure && <FailureNotice failure={failureOf(failure)} />}
    </>
  )
}
