// Two things the broker does by itself in time, to be done now: deleting what is past its retention, and compacting.
import type { UseMutationResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Cleaned } from '../../../core/contract/local-broker.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { toast } from '../../ui/toast.tsx'
import { type CleaningNews, compactionNews, retentionNews } from './cleaning-words.ts'
import { useApplyRetention, useCompact } from './local-broker.queries.ts'

export function CleaningButtons(): ReactNode {
  const retention = useApplyRetention()
  const compaction = useCompact()
  const applyRetention = (): void => start(retention, retentionNews)
  const compact = (): void => start(compaction, compactionNews)
  useCommands([
    { id: 'broker.applyRetention', title: 'Apply retention now', keys: [], run: applyRetention },
    { id: 'broker.compact', title: 'Compact now', keys: [], run: compact },
  ])
  return (
    <span className="ml-auto flex shrink-0 gap-1.5">
      <Button disabled={retention.isPending} title="Deletes what retention.ms and retention.bytes do not keep, instead of within the next 30 seconds" onClick={applyRetention}>
        {retention.isPending ? 'Applying retention' : 'Apply retention now'}
      </Button>
      <Button disabled={compaction.isPending} title="Compacts every topic with cleanup.policy=compact, whatever its dirty ratio" onClick={compact}>
        {compaction.isPending ? 'Compacting' : 'Compact now'}
      </Button>
    </span>
  )
}

function start(mutation: UseMutationResult<Cleaned, Error, void>, newsOf: (cleaned: Cleaned) => CleaningNews): void {
  if (mutation.isPending) return
  mutation.mutate(undefined, {
    onSuccess: (cleaned) => toast({ tone: 'good', replaces: 'cleaning', ...newsOf(cleaned) }),
    onError: (error) => {
      const { message, remedy } = failureOf(error)
      toast({ tone: 'bad', message, detail: remedy })
    },
  })
}
