// What an action would be about, and the actions most wanted, at the foot of the list.
import type { ReactNode } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { useKeyLabel } from '../../ui/commands.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { Progress } from '../../ui/progress.tsx'
import { chosenWords, whyNotOne } from './chosen.ts'
import type { Actions } from './use-actions.ts'

export function ActionBar({ actions }: { actions: Actions }): ReactNode {
  const { chosen, exporter, menu } = actions
  const [replay, resolve, merge] = [useKeyLabel('dead-letters.replay'), useKeyLabel('dead-letters.resolve'), useKeyLabel('dead-letters.merge')]
  if (exporter.state)
    return (
      <Bar>
        <Progress label="Exporting" done={exporter.state.total === 0 ? null : exporter.state.done / exporter.state.total} text={`${formatCount(exporter.state.done)} of ${formatCount(exporter.state.total)} exported`} />
        <span className="flex-1" />
        <Button onClick={exporter.cancel}>Cancel</Button>
      </Bar>
    )
  if (chosen === null)
    return (
      <Bar>
        <span className="text-n10">Choose a group or a dead letter to replay it.</span>
      </Bar>
    )
  return (
    <Bar>
      <span className="min-w-0 flex-1 truncate font-medium tabular-nums">{chosenWords(chosen)}</span>
      {actions.merge && (
        <Button shortcut={merge} onClick={actions.merge}>
          Merge
        </Button>
      )}
      <Button shortcut={resolve} onClick={() => actions.mark(chosen, 'resolved')}>
        Mark resolved
      </Button>
      {whyNotOne(chosen) === null && (
        <Button onClick={() => actions.edit(chosen)}>Edit & replay…</Button>
      )}
      <Button variant="primary" shortcut={replay} onClick={() => actions.replay(chosen)}>
        Replay…
      </Button>
      <MenuButton label="More actions" entries={menu} />
    </Bar>
  )
}

const Bar = ({ children }: { children: ReactNode }): ReactNode => <div className="flex h-9 shrink-0 items-center gap-2 border-t border-n6 bg-n2 px-3">{children}</div>
