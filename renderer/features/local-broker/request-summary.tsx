// All that is known of one request, in a strip below the log.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LoggedRequest } from '../../../core/contract/local-broker.ts'
import { counted } from '../../format/numbers.ts'
import { IconButton } from '../../ui/button.tsx'
import { MomentText } from '../../ui/moment-text.tsx'
import { formatTook } from './took.ts'

export function RequestSummary({ request, onClose }: { request: LoggedRequest; onClose: () => void }): ReactNode {
  const { sequence, api, version, clientId, address, connectionId, atMs, durationMs, requestBytes, responseBytes, error, errorMeans } = request
  return (
    <aside aria-label="Chosen request" className="flex shrink-0 items-start gap-2 border-t border-n6 bg-n2 py-1 pr-1 pl-3">
      <p className="min-w-0 flex-1 py-1 tabular-nums select-text">
        <span className="font-medium">
          {api} {version >= 0 && `v${version}`}
        </span>{' '}
        from <span className="font-mono text-mono">{clientId || '(no client id)'}</span> at <span className="font-mono text-mono">{address}</span>{' '}
        <span className="text-n10">
          (connection {connectionId}, request {sequence} of the broker), answered <MomentText timestampMs={atMs} /> after {formatTook(durationMs)};{' '}
          {counted(requestBytes, 'byte')} in, {responseBytes === 0 ? 'no response' : `${counted(responseBytes, 'byte')} out`}
        </span>
        {error && <span className="font-mono text-mono text-bad"> {error}</span>} {errorMeans}
      </p>
      <IconButton label="Close" onClick={onClose}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </aside>
  )
}
