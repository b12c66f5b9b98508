// Time warp: as if so much time had passed for what waits.
import type { ReactNode } from 'react'
import { FastForward } from 'lucide-react'
import { MenuButton } from '../../ui/menu.tsx'
import { formatDelay } from './delay-text.ts'

const STEPS_MS = [1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000]

export function WarpButton({ disabled, onWarp }: { disabled: boolean; onWarp: (byMs: number) => void }): ReactNode {
  return (
    <MenuButton
      label="Time warp: bring everything that waits forward"
      disabled={disabled}
      className="border border-n7 bg-n1 text-n12"
      entries={STEPS_MS.map((byMs) => ({ label: `By ${formatDelay(byMs)}`, title: 'As if so much time had passed for what waits now; what comes later waits in full.', run: () => onWarp(byMs) }))}
    >
      <FastForward size={13} aria-hidden="true" /> Time warp
    </MenuButton>
  )
}
