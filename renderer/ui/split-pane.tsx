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
}

export function SplitPane({ name, main, side, sideLabel, sideWidth = 440, minSideWidth = 280 }: SplitPaneProps): ReactNode {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `headwater.split.${name}`,
    panelIds: side === null ? ['main'] : ['main', 'side'],
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  })
  return (
    <Group className="min-h-0 flex-1" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged}>
      <Panel id="main" minSize={320} className="flex min-h-0 flex-col">
        {main}
      </Panel>
      {side !== null && (
        <>
          <Separator
            aria-label={`Width of ${sideLabel}`}
            className="w-px bg-n6 outline-offset-0 transition-colors duration-100 data-[separator=active]:bg-accent data-[separator=hover]:bg-accent"
          />
          <Panel
            id="side"
            defaultSize={sideWidth}
            minSize={minSideWidth}
            groupResizeBehavior="preserve-pixel-size"
            className="flex min-h-0 flex-col bg-n2"
          >
            {side}
          </Panel>
        </>
      )}
    </Group>
  )
}
