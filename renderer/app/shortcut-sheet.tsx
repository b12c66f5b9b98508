// Every command that can be reached now, with its keys.
import type { ReactNode } from 'react'
import { keyLabel, useAllCommands } from '../ui/commands.ts'
import { Dialog } from '../ui/dialog.tsx'

const FIXED: readonly [keys: string, title: string][] = [
  ['↑ ↓  J K', 'Next or previous row'],
  ['Page ↑ ↓  Home End', 'Far in the list'],
  ['Enter', 'Open the row'],
  ['Tab', 'Next control'],
]

export function ShortcutSheet({ onClose }: { onClose: () => void }): ReactNode {
  const commands = useAllCommands()
  return (
    <Dialog title="Keyboard shortcuts" open onClose={onClose}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 pb-3">
        {commands.map(({ id, title, keys }) => (
          <Row key={id} title={title} keys={keys.map(keyLabel).join('  ')} />
        ))}
        {FIXED.map(([keys, title]) => (
          <Row key={title} title={title} keys={keys} />
        ))}
      </dl>
    </Dialog>
  )
}

function Row({ title, keys }: { title: string; keys: string }): ReactNode {
  return (
    <>
      <dt>{title}</dt>
      <dd className="text-right">
        <kbd className="rounded-inner border border-n7 bg-n1 px-1.5 py-px font-sans text-small">{keys}</kbd>
      </dd>
    </>
  )
}
