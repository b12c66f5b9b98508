// Ways from a screen to elsewhere on the same cluster.
import type { RecordAddress } from '../../core/contract/records.ts'
import { useDrafts } from '../features/composer/drafts.ts'
import { go } from './places.ts'
import type { Screen, TopicSide } from './route.ts'

export interface Ways {
  show: (screen: Screen, how?: { replace: boolean }) => void
  openTopic: (topic: string, side?: TopicSide) => void
  openRecord: (topic: string, record: RecordAddress) => void
  openGroup: (groupId: string) => void
  compose: (topic?: string) => void
}

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
  }
}
