// What was sent from this page: kept over a restart.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { keptState } from '../../ui/kept-state.ts'
import { remembered, type Sent } from './sent-messages.ts'

interface SendHistory {
  sent: Sent[]
  remember: (sent: Sent) => void
}

export const useSendHistory = create<SendHistory>()(
  persist((set) => ({ sent: [], remember: (added) => set(({ sent }) => ({ sent: remembered(sent, added) })) }), {
    name: 'headwater.sent',
    storage: keptState(),
    partialize: ({ sent }) => ({ sent }),
  }),
)
