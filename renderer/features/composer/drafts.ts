// The message being written per cluster: kept over a restart.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { keptState } from '../../ui/kept-state.ts'
import { type Draft, emptyDraft } from './draft.ts'

interface Drafts {
  drafts: Record<string, Draft>
  /** Counts replacements from outside (another record to resend), so that the editor takes the new text. */
  revision: number
  edit: (connectionId: string, change: Partial<Draft>) => void
  replace: (connectionId: string, draft: Draft) => void
}

const NOTHING_WRITTEN = emptyDraft('')

/** The same object as long as nothing is changed. */
export const draftOn = ({ drafts }: Pick<Drafts, 'drafts'>, connectionId: string): Draft => drafts[connectionId] ?? NOTHING_WRITTEN

export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      drafts: {},
      revision: 0,
      edit: (connectionId, change) =>
        set(({ drafts }) => ({ drafts: { ...drafts, [connectionId]: { ...draftOn({ drafts }, connectionId), ...change } } })),
      replace: (connectionId, draft) =>
        set(({ drafts, revision }) => ({ drafts: { ...drafts, [connectionId]: draft }, revision: revision + 1 })),
    }),
    { name: 'headwater.composer', storage: keptState(), partialize: ({ drafts }) => ({ drafts }) },
  ),
)
