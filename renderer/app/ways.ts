// Ways from a screen to elsewhere on the same cluster.
import type { RecordAddress } from '../../core/contract/records.ts'
import { useDrafts } from '../features/composer/drafts.ts'
import { go } from './places.ts'
import type { ReplayOptions, ReplaySelection } from '../../core/contract/replay.ts'
import { type ReplayIntent, useReplayDraft } from '../features/replay/replay-draft.ts'
import { DEAD_LETTERS, type DeadLettersPlace, type Screen, type TopicSide } from './route.ts'

export interface Ways {
  show: (screen: Screen, how?: { replace: boolean }) => void
  openTopic: (topic: string, side?: TopicSide) => void
  openRecord: (topic: string, record: RecordAddress) => void
  openGroup: (groupId: string) => void
  compose: (topic?: string) => void
  openDeadLetters: (shown?: Partial<Omit<DeadLettersPlace, 'name'>>, how?: { replace: boolean }) => void
  /** Opens the wizard on what was chosen; nothing is planned or sent by that. */
  startReplay: (selection: ReplaySelection, intent: ReplayIntent, preset?: Partial<ReplayOptions>) => void
  openPlan: (planId: string) => void
  openJob: (jobId: string) => void
}

/** In the address, while there is no plan yet. */
export const NEW_PLAN = 'new'

export function waysOf(connectionId: string): Ways {
  const show: Ways['show'] = (screen, how) => go({ connectionId, screen }, how)
  return {
    show,
    openTopic: (topic, side = 'messages') => show({ name: 'topic', topic, side, record: null }),
    openRecord: (topic, record) => show({ name: 'topic', topic, side: 'messages', record }),
    openGroup: (groupId) => show({ name: 'group', groupId }),
    compose: (topic) => {
      if (topic !== undefined) useDrafts.getState().edit(connectionId, { topic, partition: null })
      show({ name: 'compose' })
    },
    openDeadLetters: (shown, how) => show({ ...DEAD_LETTERS, ...shown, name: 'dead-letters' }, how),
    startReplay: (selection, intent, preset) => {
      useReplayDraft.getState().begin({ connectionId, selection, intent, preset })
      show({ name: 'replay', planId: NEW_PLAN })
    },
    openPlan: (planId) => show({ name: 'replay', planId }),
    openJob: (jobId) => show({ name: 'job', jobId }),
  }
}
