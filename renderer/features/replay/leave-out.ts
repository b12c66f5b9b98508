// Takes everything out of a plan that cannot be sent as it is, and checks what is left.
import { useRpc } from '../../rpc/rpc-context.ts'
import type { PlanView } from './plan-view.ts'
import { indexesOf } from './replay.queries.ts'

export function useLeaveOutProblems({ summary, actions, dryRun }: PlanView): () => void {
  const { client } = useRpc()
  return () => void indexesOf(client, summary.planId, 'problem').then((indexes) => indexes.length > 0 && actions.leaveOut(indexes, dryRun.start))
}
