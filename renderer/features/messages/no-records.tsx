// An empty topic: said with what was looked at, and how to change it.
import { PenLine } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Coverage } from '../../../core/contract/messages.ts'
import { counted } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy.tsx'
import { EmptyState } from '../../ui/states.tsx'

export function NoRecords({
  topic,
  bootstrap,
  coverage,
  onCompose,
}: {
  topic: string
  bootstrap: string
  coverage: readonly Coverage[]
  onCompose: () => void
}): ReactNode {
  const failed = coverage.some(({ error }) => error !== null)
  const hadSome = coverage.some(({ startOffset }) => startOffset > 0n)
  const scope = failed
    ? 'in the partitions that could be read'
    : `in ${coverage.length === 1 ? 'its one partition' : counted(coverage.length, 'partition')} (complete read)`
  return (
    <EmptyState
      title={`No records in ${topic}`}
      actions={
        <Button variant="primary" onClick={onCompose}>
          <PenLine size={14} aria-hidden="true" />
          Compose a message
        </Button>
      }
    >
      <p className="text-n10">
        There is nothing to read {scope}. {hadSome && 'It held records before: they expired or were deleted. '}What arrives from now on
        appears here. With kcat:
      </p>
      <CopyLine text={`echo 'o-1:{"id":1,"total":9.99}' | kcat -P -b ${bootstrap} -t ${topic} -K :`} />
    </EmptyState>
  )
}
