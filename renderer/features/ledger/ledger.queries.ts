// Asks the core for the ledger: entries as they are looked at, whether the chain is whole, and the whole as text.
import { useMutation, type UseMutationResult, useQuery } from '@tanstack/react-query'
import type { AuditEntry, AuditFilter } from '../../../core/contract/audit.ts'
import type { Client } from '../../../core/contract/rpc-client.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { type Pages, usePages } from '../../rpc/use-pages.ts'

const PAGE_ENTRIES = 200
/** Something may be written at any time, by any window. */
const LOOK_EVERY_MS = 5_000

export function useEntries(filter: AuditFilter): Pages<AuditEntry> {
  const { client } = useRpc()
  const newest = useQuery({
    queryKey: ['ledger newest', filter],
    queryFn: async ({ signal }) => {
      const { entries, total } = await client.audit.entries({ filter, cursor: null, limit: 1 }, { signal })
      return `${entries[0]?.sequence} ${total}`
    },
    refetchInterval: LOOK_EVERY_MS,
  })
  return usePages<AuditEntry>({
    name: `ledger ${JSON.stringify(filter)}`,
    firstCursor: null,
    version: newest.data ?? '',
    read: async (opened, cursor, signal) => {
      const { entries, cursor: next, total } = await opened.audit.entries({ filter, cursor, limit: PAGE_ENTRIES }, { signal })
      return { rows: entries, cursor: next, total }
    },
  })
}

export interface Verified {
  entries: number
  isWhole: boolean
  brokenAt: number | null
  text: string
}

export function useVerify(): UseMutationResult<Verified, Error, void> {
  const { client } = useRpc()
  return useMutation({ mutationFn: () => client.audit.verify() })
}

export async function exportEntries(client: Client, filter: AuditFilter, format: 'jsonl' | 'csv'): Promise<string> {
  const pieces: string[] = []
  for await (const { text } of await client.audit.export({ filter, format })) pieces.push(text)
  return pieces.join('')
}
