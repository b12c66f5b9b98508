// Other clusters on Home: the way to a new one, and those known already with what is known of them.
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { countdown, relativeTime } from '../../format/times.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { HomeCard } from './home-card.tsx'
import { useHealth } from './home.queries.ts'

export interface ClustersCardProps {
  connections: readonly Connection[]
  onConnect: () => void
  onSwitch: (connectionId: string) => void
}

export function ClustersCard({ connections, onConnect, onSwitch }: ClustersCardProps): ReactNode {
  const remotes = connections.filter(({ kind }) => kind === 'remote')
  return (
    <HomeCard
      title="Other clusters"
      aside={
        <Button onClick={onConnect}>
          <Plus size={13} aria-hidden="true" /> Connect to a cluster
        </Button>
      }
    >
      {remotes.length === 0 ? (
        <p className="text-n10">Any Kafka cluster, by its bootstrap servers, with TLS and SASL where it asks for them. It starts read-only: nothing is written before you arm it.</p>
      ) : (
        <ul aria-label="Known clusters" className="-mx-1.5 flex flex-col">
          {remotes.map((connection) => (
            <li key={connection.id}>
              <button type="button" onClick={() => onSwitch(connection.id)} className="flex w-full min-w-0 flex-col rounded-inner px-1.5 py-1 text-left hover:bg-n4">
                <span className="flex w-full min-w-0 items-center gap-2">
                  <span className="truncate font-medium">{connection.name}</span>
                  <AccessWord armedUntilMs={connection.armedUntilMs} />
                  <span className="flex-1" />
                  <HealthWord connection={connection} />
                </span>
                <span className="truncate font-mono text-mono text-n10" title={connection.bootstrapServers.join(', ')}>
                  {connection.bootstrapServers.join(', ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </HomeCard>
  )
}

function AccessWord({ armedUntilMs }: Pick<Connection, 'armedUntilMs'>): ReactNode {
  const leftMs = (armedUntilMs ?? 0) - useNow(1_000)
  return leftMs > 0 ? <Badge tone="warn">{`ARMED ${countdown(leftMs)}`}</Badge> : <Badge>READ-ONLY</Badge>
}

/** Home asks no cluster by itself: this is what other screens have heard. */
function HealthWord({ connection }: { connection: Connection }): ReactNode {
  const health = useHealth(connection.id)
  const nowMs = useNow(1_000)
  if (connection.missingSecrets.length > 0) return <span className="shrink-0 text-small text-warn">needs its {connection.missingSecrets.join(' and ')} again</span>
  if (health === null) return <span className="shrink-0 text-small text-n10">not asked yet</span>
  return (
    <span className={`shrink-0 text-small tabular-nums ${health.answers ? 'text-good' : 'text-bad'}`} title={health.reason}>
      {health.answers ? 'answered' : 'not reached'} {relativeTime(health.atMs, nowMs)}
    </span>
  )
}
