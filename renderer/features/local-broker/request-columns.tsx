// The columns of the request log.
import type { ReactNode } from 'react'
import type { LoggedRequest } from '../../../core/contract/local-broker.ts'
import { formatBytes } from '../../format/sizes.ts'
import type { GridColumn } from '../../ui/data-grid.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { formatTook } from './took.ts'

export const requestColumns: readonly GridColumn<LoggedRequest>[] = [
  { id: 'time', header: 'Answered', width: '108px', cell: ({ atMs }) => <MomentText timestampMs={atMs} /> },
  { id: 'client', header: 'Client', width: 'minmax(150px, 1fr)', cell: (request) => <Client request={request} /> },
  { id: 'api', header: 'API', width: 'minmax(150px, 0.8fr)', cell: ({ api, version }) => <>{api} {version >= 0 && <span className="text-n10">v{version}</span>}</> },
  { id: 'took', header: 'Took', width: '84px', align: 'end', cell: ({ durationMs }) => <span className="tabular-nums">{formatTook(durationMs)}</span> },
  { id: 'in', header: 'Request', width: '84px', align: 'end', cell: ({ requestBytes }) => <span className="tabular-nums">{formatBytes(requestBytes)}</span> },
  { id: 'out', header: 'Response', width: '84px', align: 'end', cell: ({ responseBytes }) => <span className="tabular-nums">{responseBytes === 0 ? '—' : formatBytes(responseBytes)}</span> },
  { id: 'error', header: 'Error', width: 'minmax(180px, 1.2fr)', cell: (request) => <RequestError request={request} /> },
]

function RequestError({ request: { error, errorMeans } }: { request: LoggedRequest }): ReactNode {
  if (error === null) return null
  return (
    <span title={errorMeans === null ? error : `${error}: ${errorMeans}`}>
      <span className="font-mono text-mono text-bad">{error}</span>
      {errorMeans !== null && <span className="text-n10"> {errorMeans}</span>}
    </span>
  )
}

function Client({ request: { clientId, address, isWorkbench } }: { request: LoggedRequest }): ReactNode {
  return (
    <span title={`${clientId || '(no client id)'} at ${address}`} className={isWorkbench ? 'text-n10' : 'font-mono text-mono'}>
      {isWorkbench ? 'This workbench' : clientId || address}
    </span>
  )
}
