// What there is to do with selected rows: copy and save them whole, with progress and Cancel.
import type { ReactNode } from 'react'
import { formatCount } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { Progress } from '../../ui/progress.tsx'
import type { ExportFormat } from '../../format/record-export.ts'
import type { ExportState } from './use-export.ts'

export interface SelectionBarProps {
  count: number
  exporting: ExportState | null
  onCopy: (format: ExportFormat) => void
  onSave: (format: ExportFormat) => void
  onClear: () => void
  onCancel: () => void
}

export function SelectionBar({ count, exporting, onCopy, onSave, onClear, onCancel }: SelectionBarProps): ReactNode {
  if (exporting)
    return (
      <>
        <Progress
          label="Whole records read"
          done={exporting.done / exporting.total}
          text={`${formatCount(exporting.done)} of ${formatCount(exporting.total)} read whole`}
        />
        <Button className="h-5.5! text-small" onClick={onCancel}>
          Cancel
        </Button>
      </>
    )
  if (count === 0) return null
  return (
    <>
      <span className="font-medium text-n12">{formatCount(count)} selected</span>
      <Button className="h-5.5! text-small" onClick={() => onCopy('jsonl')}>
        Copy as JSONL
      </Button>
      <Button className="h-5.5! text-small" onClick={() => onCopy('csv')}>
        Copy as CSV
      </Button>
      <MenuButton
        label="More for the selection"
        className="h-5.5!"
        entries={[
          { label: 'Save as JSONL…', run: () => onSave('jsonl') },
          { label: 'Save as CSV…', run: () => onSave('csv') },
          { separator: true },
          { label: 'Clear the selection', keys: 'Escape', run: onClear },
        ]}
      />
    </>
  )
}
