// The message being written per cluster, and what was sent: kept over a restart.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { keptState } from '../../ui/kept-state.ts'
import { type Draft, emptyDraft } from './draft.ts'

export interface Sent {
  connectionId: string
  topic: string
  partition: number
  /** Decimal: a bigint does not survive being stored as JSON. */
  offset: string
  sentAtMs: number
}

const MAX_SENT = 100

interface Drafts {
  drafts: Record<string, Draft>
  /** Counts replacements from outside (another record to resend), so that the editor takes the new text. */
  revision: number
  sent: Sent[]
  edit: (connectionId: string, change: Partial<Draft>) => void
  replace: (connectionId: string, draft: Draft) => void
  remember: (sent: Sent) => void
}

export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      drafts: {},
      revision: 0,
      sent: [],
      edit: (connectionId, change) =>
        set(({ drafts }) => ({ drafts: { ...drafts, [connectionId]: { ...(drafts[connectionId] ?? emptyDraft('')), ...change } } })),
      replace: (connectionId, draft) =>
        set(({ drafts, revision }) => ({ drafts: { ...drafts, [connectionId]: draft }, revision: revision + 1 })),
      remember: (sent) => set((state) => ({ sent: [sent, ...state.sent].slice(0, MAX_SENT) })),
    }),
    { name: 'headwater.composer', storage: keptState(), partialize: ({ drafts, sent }) => ({ drafts, sent }) },
  ),
)
