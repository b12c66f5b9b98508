// Two panes side by side with a bar between them; the second may be absent. Its width is remembered under the pane's name.
import type { ReactNode } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'

export interface SplitPaneProps {
  name: string
  main: ReactNode
  /** null = not open. */
  side: ReactNode | null
  sideLabel: string
  sideWidth?: number
  minSideWidth?: number
  /** Where the second pane stands; it is read in that order, too. */
  sideAt?: 'left' | 'right'
}

export function SplitPane({ name, main, side, sideLabel, sideWidth = 440, minSideWidth = 280, sideAt = 'right' }: SplitPaneProps): ReactNode {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `headwater.split.${name}`,
    panelIds: side === null ? ['main'] : sideAt === 'left' ? ['side', 'main'] : ['main', 'side'],
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  })
  const bar = (
    <Separator
      aria-label={`Width of ${sideLabel}`}
      className="w-px bg-n6 outline-offset-0 transition-colors duration-100 data-[separator=active]:bg-accent data-[separator=hover]:bg-accent"
    />
  )
  const panel = (
    <Panel id="side" defaultSize={sideWidth} minSize={minSideWidth} groupResizeBehavior="preserve-pixel-size" className="flex min-h-0 flex-col bg-n2">
      {side}
    </Panel>
  )
  return (
    <Group className="min-h-0 flex-1" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged}>
      {side !== null && sideAt === 'left' && (
        <>
          {panel}
          {bar}
        </>
      )}
      <Panel id="main" minSize={320} className="flex min-h-0 flex-col">
        {main}
      </Panel>
      {side !== null && sideAt === 'right' && (
        <>
          {bar}
          {panel}
        </>
      )}
    </Group>
  )
}
