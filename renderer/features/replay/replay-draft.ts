// What a person has chosen to replay and has no plan of yet: handed over by whatever screen it was chosen on.
import { create } from 'zustand'
import type { ReplaySelection } from '../../../core/contract/replay.ts'

/** Which step the wizard opens with: all of them, the editor of one record, the transform of many, the local broker as the target. */
export type ReplayIntent = 'replay' | 'edit' | 'repair' | 'sandbox'

export interface ReplayDraft {
  /** The cluster whose dead letters they are. */
  connectionId: string
  selection: ReplaySelection
  intent: ReplayIntent
}

interface ReplayDraftStore {
  draft: ReplayDraft | null
  begin: (draft: ReplayDraft) => void
}

/** Not kept over a restart: what was chosen by a filter may be something else by then. */
export const useReplayDraft = create<ReplayDraftStore>()((set) => ({ draft: null, begin: (draft) => set({ draft }) }))
