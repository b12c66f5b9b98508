// Asks the core about dead letters: which topics hold them, what failed, one case; and tells it what a person has made of them.
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { DeadLetterFlow } from '../../../core/contract/dead-letters.ts'
import { useRpc } from '../../rpc/rpc-context.ts'

export interface Recognised {
  flows: DeadLetterFlow[]
  lookedFor: { patterns: string[]; dialects: string[] }
  topicCount: number
  readAtMs: number
}

const RECOGNISE_EVERY_MS = 30_000

export function useRecognised(connectionId: string): UseQueryResult<Recognised> {
  const { queries } = useRpc()
  return useQuery({ ...queries.deadLetters.recognise.queryOptions({ input: { connectionId } }), refetchInterval: RECOGNISE_EVERY_MS })
}
