// The headers of a record in their order, duplicates kept.
import type { ReactNode } from 'react'
import type { Field, WholeRecord } from '../../../core/contract/records.ts'
import { hexOf } from '../../format/hex.ts'
import { formatBytes } from '../../format/sizes.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { textToCopy } from './field-view.tsx'

export function RecordHeaders({ headers }: { headers: WholeRecord['headers'] }): ReactNode {
  if (headers.length === 0) return <p className="p-3 text-n10">This record has no headers.</p>
  return (
    <div role="region" aria-label="Headers" tabIndex={0} className="min-h-0 flex-1 overflow-auto bg-n1">
      <table className="w-full table-fixed text-left select-text">
        <thead className="text-small text-n10">
          <tr className="h-6.5 border-b border-n6">
            <th className="w-2/5 px-3 font-medium">Key</th>
            <th className="px-2 font-medium">Value</th>
            <th className="w-9">
              <span className="sr-only">Copy</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {headers.map((header, index) => (
            // Keys repeat, so the place is the identity.
            // oxlint-disable-next-line no-array-index-key
            <tr key={index} className="border-b border-n3 align-top font-mono text-mono">
              <td className="px-3 py-1 break-all">{header.key === '' ? <span className="text-n9">{'""'}</span> : header.key}</td>
              <td className="px-2 py-1 break-all whitespace-pre-wrap">
                <HeaderValue value={header.value} />
              </td>
              <td className="pr-1">
                <CopyButton label={`Copy the value of ${header.key}`} text={() => textToCopy(header.value)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function HeaderValue({ value }: { value: Field }): ReactNode {
  if (value.kind === 'null') return <em className="text-n9">null</em>
  if (value.bytes.length === 0)
    return (
      <span className="text-n9" title="Empty: 0 bytes, not null">
        {'""'}
      </span>
    )
  if (value.text !== null) return value.text
  return <span title={numbersIn(value.bytes) ?? formatBytes(value.bytes.length)}>{hexOf(value.bytes)}</span>
}

/** Four or eight bytes are often a big-endian number; the guess is offered, not imposed. */
function numbersIn(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length === 4) return `As int32: ${view.getInt32(0)}`
  if (bytes.length === 8) return `As int64: ${view.getBigInt64(0)}`
  return null
}
