// The application around its screens: the link to the core, the queries over it, and what is shown before there is one.
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Client } from '../../core/contract/rpc-client.ts'
import type { CoreLink } from '../rpc/core-link.ts'
import { createQueryClient, refetchAfterReconnect } from '../rpc/query-client.ts'
import { createRpc, RpcContext } from '../rpc/rpc-context.ts'
import { showTimesIn } from '../format/times.ts'
import { SettingsProvider, useSettings } from '../rpc/settings-context.tsx'
import { Button } from '../ui/button.tsx'
import { useHasLasted } from '../ui/clock.ts'
import { setShortcuts } from '../ui/commands.ts'
import { EmptyState } from '../ui/states.tsx'
import { LostConnection } from './lost-connection.tsx'
import { Shell } from './shell.tsx'

export function App({ link }: { link: CoreLink }): ReactNode {
  const state = useSyncExternalStore(link.subscribe, () => link.state)
  const [cache] = useState(createQueryClient)
  if (state.phase === 'opening') return <Opening failures={state.failures} onRetry={() => link.retryNow()} />
  return (
    <QueryClientProvider client={cache}>
      <Connected client={state.client} cache={cache}>
        {state.phase === 'lost' && <LostConnection state={state} onRetry={() => link.retryNow()} />}
      </Connected>
    </QueryClientProvider>
  )
}

function Connected({
  client,
  cache,
  children,
}: {
  client: Client
  cache: ReturnType<typeof createQueryClient>
  children: ReactNode
}): ReactNode {
  const rpc = useMemo(() => createRpc(client), [client])
  // Runs after the screens have taken the new client, because effects of children come first.
  useEffect(() => void refetchAfterReconnect(cache), [cache, rpc])
  return (
    <RpcContext value={rpc}>
      <SettingsProvider>
        <SettingsInForce />
        <Shell banner={children} />
      </SettingsProvider>
    </RpcContext>
  )
}

/** What is kept outside of React because it is asked for from everywhere. */
function SettingsInForce(): null {
  const { shortcuts, timeZone } = useSettings()
  useLayoutEffect(() => setShortcuts(shortcuts), [shortcuts])
  useLayoutEffect(() => showTimesIn(timeZone), [timeZone])
  return null
}

function Opening({ failures, onRetry }: { failures: number; onRetry: () => void }): ReactNode {
  const slow = useHasLasted(150)
  if (failures === 0)
    return slow ? (
      <p role="status" className="p-4 text-n10">
        Connecting to the core…
      </p>
    ) : null
  return (
    <main className="flex h-full flex-col">
      <EmptyState
        title="The core does not answer"
        actions={
          <Button variant="primary" onClick={onRetry}>
            Try now
          </Button>
        }
      >
        <p className="text-n10">
          This page tries again by itself; it has tried {failures} {failures === 1 ? 'time' : 'times'}. If Headwater was started from a
          terminal, see whether it still runs, and open the address that it printed: the address carries the token that lets this page in.
        </p>
      </EmptyState>
    </main>
  )
}
