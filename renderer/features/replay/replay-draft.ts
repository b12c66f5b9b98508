// What a person has chosen to replay and has no plan of yet: handed over by whatever screen it was chosen on.
import { create } from 'zustand'
import type { ReplayOptions, ReplaySelection } from '../../../core/contract/replay.ts'

/** Which step the wizard opens with: all of them, the editor of one record, the transform of many, the local broker as the target. */
export type ReplayIntent = 'replay' | 'edit' | 'repair' | 'sandbox'

export interface ReplayDraft {
  /** The cluster whose dead letters they are. */
  connectionId: string
  selection: ReplaySelection
  intent: ReplayIntent
  /** What the wizard begins with instead of its defaults: parking copies to a topic of its own. */
  preset?: Partial<ReplayOptions> | undefined
}

interface ReplayDraftStore {
  draft: ReplayDraft | null
  /** Counts the drafts of this window: each is planned once. */
  number: number
  /** What plans were made of in this window, so that they can be made again with other bounds. */
  planned: Readonly<Record<string, ReplayDraft>>
  begin: (draft: ReplayDraft) => void
  keep: (planId: string, draft: ReplayDraft) => void
}

/** Not kept over a restart: what was chosen by a filter may be something else by then. */
export const useReplayDraft = create<ReplayDraftStore>()((set) => ({
  draft: null,
  number: 0,
  planned: {},
  begin: (draft) => set(({ number }) => ({ draft, number: number + 1 })),
  keep: (planId, draft) => set(({ planned }) => ({ planned: { ...planned, [planId]: draft } })),
}))
