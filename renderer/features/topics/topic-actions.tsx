// What can be done with a topic, wherever it is shown: the entries of its menu and the dialogs behind them.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { copyText } from '../../ui/copy-text.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'
import { counted } from '../../format/numbers.ts'
import { AddPartitionsDialog } from './add-partitions-dialog.tsx'
import { DeleteTopicDialog } from './delete-topic-dialog.tsx'

export interface TopicActionsOptions {
  connection: Connection
  bootstrap: string
  writable: boolean
  onArm: () => void
  onDeleted: (topic: string) => void
}

export interface TopicActions {
  copyEntries: (topic: string) => MenuEntry[]
  changeEntries: (topic: string) => MenuEntry[]
  widen: (topic: string) => void
  remove: (topic: string) => void
  /** Stands somewhere on the screen. */
  dialogs: ReactNode
}

export function useTopicActions({ connection, bootstrap, writable, onArm, onDeleted }: TopicActionsOptions): TopicActions {
  const [asking, setAsking] = useState<{ what: 'delete' | 'widen'; topic: string } | null>(null)
  const ask = (what: 'delete' | 'widen', topic: string): void => (writable ? setAsking({ what, topic }) : onArm())
  const close = (): void => setAsking(null)
  const deleted = (topic: string): void => {
    close()
    toast({ tone: 'good', message: `Deleted ${topic}`, detail: `From ${connection.name}.` })
    onDeleted(topic)
  }
  const widened = (topic: string, partitionCount: number): void => {
    close()
    toast({ tone: 'good', message: `${topic} has ${counted(partitionCount, 'partition')} now` })
  }
  return {
    copyEntries: (topic) => [
      { label: 'Copy name', run: () => void copyText(topic, `the name “${topic}”`) },
      { label: 'Copy bootstrap servers', run: () => void copyText(bootstrap, 'the bootstrap servers') },
    ],
    changeEntries: (topic) => [
      { label: writable ? 'Add partitions…' : 'Arm to add partitions…', run: () => ask('widen', topic) },
      { label: writable ? 'Delete topic…' : 'Arm to delete…', danger: true, run: () => ask('delete', topic) },
    ],
    widen: (topic) => ask('widen', topic),
    remove: (topic) => ask('delete', topic),
    dialogs: (
      <>
        {asking?.what === 'widen' && <AddPartitionsDialog connection={connection} topic={asking.topic} onClose={close} onDone={widened} />}
        {asking?.what === 'delete' && <DeleteTopicDialog connection={connection} topic={asking.topic} onClose={close} onDone={deleted} />}
      </>
    ),
  }
}
