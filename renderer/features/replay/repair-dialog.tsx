// Ends a replay that does not help and plans what is left of it anew, to be repaired first.
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import type { JobView } from './job-buttons.tsx'
import { mayOf, unsettledCount } from './job-words.ts'
import { unsettledKeys } from './jobs.queries.ts'

export function RepairDialog({ view: { job, onStartReplay }, onClose }: { view: JobView; onClose: () => void }): ReactNode {
  const { client } = useRpc()
  const mayCancel = mayOf(job).cancel
  const repair = useMutation({
    mutationFn: async () => {
      if (mayCancel) await client.replay.cancel({ jobId: job.jobId })
      return unsettledKeys(client, job.jobId)
    },
    onSuccess: (keys) => onStartReplay({ connectionId: job.sourceConnectionId, selection: { kind: 'keys', keys }, intent: 'repair' }),
  })
  const { bounced } = job.outcomes
  return (
    <ConfirmDialog
      title={`Repair ${counted(unsettledCount(job), 'record')}?`}
      verb={mayCancel ? 'End the replay and plan anew' : 'Plan anew'}
      keep={mayCancel ? 'Leave it as it is' : 'Cancel'}
      busy={repair.isPending}
      failure={repair.error && failureOf(repair.error)}
      onClose={onClose}
      onConfirm={() => repair.mutate()}
    >
      <p>
        {mayCancel && 'This replay ends here as cancelled: what was sent stays sent. '}
        What was not sent{bounced > 0 && `, and ${bounced === 1 ? 'the one that' : `the ${bounced} that`} came back,`} becomes another plan, which opens at its repair. Nothing is sent by that.
      </p>
    </ConfirmDialog>
  )
}
