// The first things to do here, and which of them are done.
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'

export interface Step {
  id: 'topic' | 'client'
  title: string
  done: boolean
}

/** `seenClient`: a client was connected at some time, perhaps before this window was opened. */
export function stepsOf(status: BrokerStatus, seenClient: boolean): Step[] {
  return [
    { id: 'topic', title: 'Have something to look at: load the demo flow, or create a topic', done: status.topicCount > 0 },
    { id: 'client', title: 'Connect a client of yours to this broker', done: seenClient || hasClient(status) },
  ]
}

export function hasClient({ clients }: Pick<BrokerStatus, 'clients'>): boolean {
  return clients.some(({ isWorkbench }) => !isWorkbench)
}
