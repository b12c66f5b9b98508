// Who is connected: one line per client program, with its connections and the APIs it uses below it when opened.
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { BrokerClient } from '../../../core/contract/local-broker.ts'
import { type ClientProgram, programsOf } from '../../format/client-programs.ts'
import { counted } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { Figure } from '../../ui/figure.tsx'
import { MomentText, RelativeTime } from '../../ui/moment-text.tsx'

/** Whoever has not said who it is. */
const ANONYMOUS = 'User:ANONYMOUS'

const COLUMNS: readonly [name: string, className: string][] = [
  ['Client id', ''],
  ['Library', 'w-[18%]'],
  ['Address', 'w-[13%]'],
  ['Connections', 'w-26 text-right'],
  ['Requests', 'w-24 text-right'],
  ['In', 'w-23 text-right'],
  ['Out', 'w-23 text-right'],
  ['Last request', 'w-[22%] pl-6'],
]

export function ClientTable({ clients }: { clients: readonly BrokerClient[] }): ReactNode {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const heading = useId()
  const programs = programsOf(clients)
  const others = programs.filter(({ isWorkbench }) => !isWorkbench)
  const toggle = (key: string): void => {
    const next = new Set(open)
    if (!next.delete(key)) next.add(key)
    setOpen(next)
  }
  return (
    <section aria-labelledby={heading} className="flex max-h-[38%] min-h-24 shrink-0 flex-col border-b border-n6">
      <div className="flex h-8 shrink-0 items-center gap-2.5 px-3">
        <h2 id={heading} className="font-semibold">
          Clients
        </h2>
        <span className="text-n10 tabular-nums">
          {others.length === 0 ? 'none but the workbench itself' : `${counted(others.length, 'program')} with ${counted(clients.filter(({ isWorkbench }) => !isWorkbench).length, 'connection')}`}
        </span>
      </div>
      <div className="min-h-0 overflow-auto" tabIndex={0} role="region" aria-label="Connected clients">
        <table className="w-full min-w-200 table-fixed text-left select-text">
          <thead className="sticky top-0 bg-n2 text-small text-n10">
            <tr className="h-6.5 border-y border-n6">
              {COLUMNS.map(([name, className]) => (
                <th key={name} scope="col" className={`px-3 font-medium ${className}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {programs.map((program) => (
            <Program key={program.key} program={program} isOpen={open.has(program.key)} onToggle={() => toggle(program.key)} />
          ))}
        </table>
      </div>
    </section>
  )
}

function Program({ program, isOpen, onToggle }: { program: ClientProgram; isOpen: boolean; onToggle: () => void }): ReactNode {
  const { clientId, library, host, isWorkbench, connections, requests, bytesIn, bytesOut, lastRequest } = program
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <tbody className={isWorkbench ? 'text-n10' : ''}>
      <tr className="h-6.5 border-b border-n5 hover:bg-n3">
        <td className="px-3">
          <button type="button" aria-expanded={isOpen} onClick={onToggle} className="flex w-full min-w-0 items-center gap-1 rounded-inner text-left">
            <Chevron size={13} aria-hidden="true" className="shrink-0 text-n9" />
            <span className={`truncate ${isWorkbench ? '' : 'font-mono text-mono'}`} title={clientId}>
              {isWorkbench ? 'This workbench' : clientId || '(no client id)'}
            </span>
          </button>
        </td>
        <td className="truncate px-3" title={library}>
          {library || <span className="text-n10">not told</span>}
        </td>
        <td className="truncate px-3 font-mono text-mono">{host}</td>
        <NumberCell value={connections.length} />
        <NumberCell value={requests} />
        <td className="px-3 text-right whitespace-nowrap tabular-nums">{formatBytes(bytesIn)}</td>
        <td className="px-3 text-right whitespace-nowrap tabular-nums">{formatBytes(bytesOut)}</td>
        <td className="truncate pr-3 pl-6">
          <LastRequest request={lastRequest} />
        </td>
      </tr>
      {isOpen && (
        <tr className="border-b border-n5 bg-n2">
          <td colSpan={COLUMNS.length} className="px-3 py-2 pl-8">
            <Details program={program} />
          </td>
        </tr>
      )}
    </tbody>
  )
}

function NumberCell({ value }: { value: number }): ReactNode {
  return (
    <td className="px-3 text-right">
      <Figure value={value} />
    </td>
  )
}

function LastRequest({ request }: { request: BrokerClient['lastRequest'] }): ReactNode {
  if (request === null) return <span className="text-n10">none yet</span>
  return (
    <>
      {request.api} v{request.version} <span className="text-n10"><RelativeTime timestampMs={request.atMs} /></span>
    </>
  )
}

function Details({ program: { connections, apiVersions } }: { program: ClientProgram }): ReactNode {
  return (
    <div className="flex flex-col gap-2">
      <p className="leading-5">
        <span className="text-n10">APIs used, highest version: </span>
        {apiVersions.length === 0 && 'none yet'}
        {apiVersions.map(({ api, version }, index) => (
          <span key={api} className="whitespace-nowrap">
            {api} <span className="text-n10">v{version}</span>
            {index < apiVersions.length - 1 && <span className="text-n9"> · </span>}
          </span>
        ))}
      </p>
      <ul className="flex flex-col">
        {connections.map((connection) => (
          <li key={connection.id} className="text-n10 tabular-nums">
            <span className="inline-block min-w-36 font-mono text-mono text-n12">{connection.address}</span>
            {connection.principal !== ANONYMOUS && <span className="font-mono text-mono text-n12"> {connection.principal},</span>} connection {connection.id}, since{' '}
            <MomentText timestampMs={connection.connectedAtMs} />, {counted(connection.requests, 'request')}, {formatBytes(connection.bytesIn)} in,{' '}
            {formatBytes(connection.bytesOut)} out, last: <LastRequest request={connection.lastRequest} />
          </li>
        ))}
      </ul>
    </div>
  )
}
