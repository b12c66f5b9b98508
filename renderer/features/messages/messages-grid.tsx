// The grid of a topic's records with everything that can be done to its rows, and the line below it.
import { type ReactNode, useRef, useState } from 'react'
import type { RecordRow } from '../../../core/contract/messages.ts'
import type { RecordAddress } from '../../../core/contract/records.ts'
import type { CodeClient } from '../../format/client-code/connect-code.ts'
import { isTooLargeForCode, produceCode } from '../../format/client-code/produce-code.ts'
import { hexOf } from '../../format/hex.ts'
import { type ExportedRecord, type ExportFormat, exportedOf } from '../../format/record-export.ts'
import { type GridHandle, ROW_HEIGHT } from '../../ui/data-grid.tsx'
import { toast } from '../../ui/toast.tsx'
import { readViewState, writeViewState } from '../../ui/view-state.ts'
import { LiveStrip } from './live-strip.tsx'
import { recordKey } from './live-rows.ts'
import { useMatchHighlight } from './match-highlight.ts'
import { isTailBroken, type OpenReading } from './messages.queries.ts'
import type { MessagesScreenProps } from './messages-screen.tsx'
import { RecordGrid } from './record-grid.tsx'
import { parseKey } from './record-list.ts'
import { type RowActions, rowMenu } from './row-menu.ts'
import { SelectionBar } from './selection-bar.tsx'
import type { TopicQuestion } from './topic-question.ts'
import { copyText, type RecordExport } from './use-export.ts'

/** All that the parts of the screen share. */
export interface MessagesView extends MessagesScreenProps {
  /** Under which name positions are kept. */
  place: string
  question: TopicQuestion
  messages: OpenReading
  exporter: RecordExport
  grid: { current: GridHandle | null }
  /** '' = none. */
  active: string
  selected: ReadonlySet<string>
  /** In the order of the list. */
  selectedAddresses: () => RecordAddress[]
  setSelected: (keys: ReadonlySet<string>) => void
  setActive: (key: string) => void
}

export function MessagesGrid(view: MessagesView): ReactNode {
  const { place, question, messages, open, onOpenChange, grid, active, selected, setSelected, setActive } = view
  const { reading, snapshot } = messages
  // What is still here from before is gone back to however far down it is.
  const [initialTop] = useState(() => {
    const top = readViewState(place, 'top', 0)
    return top < snapshot.rows.count * ROW_HEIGHT ? top : question.topToReturn
  })
  const box = useRef<HTMLDivElement>(null)
  const actions = rowActions(view)
  const isForward = snapshot.asked?.start !== null && snapshot.asked?.start.kind !== 'newest'
  useMatchHighlight(box, snapshot.asked?.filter ?? '')
  const list = (
    <RecordGrid
      label={isForward ? 'Records, oldest first' : 'Records, newest first'}
      rows={snapshot.rows}
      activeKey={active === '' ? null : active}
      selection={{ keys: selected, onChange: setSelected }}
      narrow={open !== null}
      initialTop={initialTop}
      handle={grid}
      onActiveChange={(key) => {
        setActive(key)
        if (open) onOpenChange(parseKey(key))
      }}
      onOpen={actions.open}
      onTopChange={(top) => writeViewState(place, 'top', top)}
      onVisibleChange={(first, last) => {
        reading.setScrolled(first > 0)
        reading.look(first, last, active === '' ? null : active)
      }}
      contextMenu={(row) => rowMenu(row, actions)}
    />
  )
  return (
    <div ref={box} data-order={isForward ? 'oldest-first' : 'newest-first'} className="flex min-h-0 flex-1 flex-col">
      {list}
    </div>
  )
}

function copyCode(bootstrap: string, record: ExportedRecord, client: CodeClient): void {
  if (isTooLargeForCode(record))
    return void toast({ tone: 'warn', message: 'This record is too large for source code.', detail: 'Copy it as a JSON envelope.' })
  const { code } = produceCode(bootstrap, record).find((one) => one.client === client)!
  copyText(code, { message: `Copied the record as ${client === 'kcat' ? 'a kcat command' : `code for ${client}`}` })
}

function rowActions({ bootstrap, onOpenChange, onResend, exporter, question, selected, setSelected }: MessagesView): RowActions {
  const addressOf = ({ partition, offset }: RecordRow): RecordAddress => ({ partition, offset })
  return {
    open: (row) => onOpenChange(addressOf(row)),
    copyField: (row, field) =>
      exporter.withRecord(addressOf(row), (record) => {
        const { [field]: bytes } = record
        if (bytes.kind === 'null') return
        copyText(bytes.text ?? hexOf(bytes.bytes), { message: `Copied the ${field}${bytes.text === null ? ' in hexadecimal' : ''}` })
      }),
    copyRow: (row, format) => exporter.copy([addressOf(row)], format),
    copyCode: (row, client) => exporter.withRecord(addressOf(row), (record) => copyCode(bootstrap, exportedOf(record), client)),
    edit: onResend ? (row) => exporter.withRecord(addressOf(row), onResend) : null,
    filter: question.setFilter,
    isSelected: (row) => selected.has(recordKey(row)),
    toggle: (row) => {
      const keys = new Set(selected)
      if (!keys.delete(recordKey(row))) keys.add(recordKey(row))
      setSelected(keys)
    },
  }
}

export function MessagesFooter(view: MessagesView): ReactNode {
  const { topic, messages, exporter, grid, selected, selectedAddresses, setSelected } = view
  const { reading, snapshot } = messages
  const save = (format: ExportFormat): void => exporter.save(selectedAddresses(), format, `${topic}.${format}`)
  const showWaiting = (): void => {
    grid.current?.toTop()
    reading.setScrolled(false)
    reading.setPaused(false)
  }
  return (
    <LiveStrip snapshot={snapshot} isBroken={isTailBroken(messages)} onShowWaiting={showWaiting}>
      <SelectionBar
        count={selected.size}
        exporting={exporter.state}
        onCopy={(format) => exporter.copy(selectedAddresses(), format)}
        onSave={save}
        onClear={() => setSelected(new Set())}
        onCancel={exporter.cancel}
      />
    </LiveStrip>
  )
}
