// Asks before a policy is deleted: its topics stay, and what waits in them is listed.
import type { ReactNode } from 'react'
import type { RetryPolicy } from '../../../core/contract/retries.ts'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { policyTitle } from './policy-words.ts'
import { useDeletePolicy } from './retries.queries.ts'

export interface DeletePolicyDialogProps {
  policy: RetryPolicy
  waiting: number
  onGone: () => void
  onClose: () => void
}

export function DeletePolicyDialog({ policy, waiting, onGone, onClose }: DeletePolicyDialogProps): ReactNode {
  const remove = useDeletePolicy()
  const confirm = (): void =>
    remove.mutate({ policyId: policy.policyId }, { onSuccess: ({ policy: left }) => (onClose(), left === null && onGone()) })
  return (
    <ConfirmDialog
      title={`Delete the policy of ${policyTitle(policy)}`}
      verb="Delete policy"
      danger
      busy={remove.isPending}
      failure={remove.error && failureOf(remove.error)}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>Consumers that hand records over to “{policy.stops.find(({ role }) => role === 'ingress')?.topic}” are not heard any more. No topic and no record is deleted.</p>
      <p>{waiting === 0 ? 'Nothing waits in it.' : `${counted(waiting, 'record')} that wait in it stay in their topics and are listed here until you fire or dismiss them.`}</p>
    </ConfirmDialog>
  )
}
