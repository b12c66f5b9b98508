// A thin line where offsets before a record hold none, and what they are.
import type { ReactNode } from 'react'
import type { RecordRow } from '../../../core/contract/messages.ts'
import { holeWords } from './hole-words.ts'

/** At the edge of the row where the earlier record is: below it where the newest comes first. */
export function HoleMark({ row }: { row: RecordRow }): ReactNode {
  if (!row.hole) return null
  const words = holeWords(row.hole, row.offset)
  return (
    <>
      <span aria-hidden="true" className="pointer-events-none absolute inset-x-0 bottom-0 border-b border-dashed border-n8 in-data-[order=oldest-first]:top-0 in-data-[order=oldest-first]:bottom-auto" />
      <span role="img" aria-label={words} title={words} className="float-left text-n9">
        ⋯
      </span>
    </>
  )
}
