// The commands of a topic's records. Those of the seek box and the filter are declared where they are.
import type { ExportFormat } from '../../format/record-export.ts'
import { useCommands } from '../../ui/commands.ts'
import type { MessagesView } from './messages-grid.tsx'
import { readingWords } from './reading-words.ts'
import { parseKey } from './record-list.ts'

export function useMessagesCommands(view: MessagesView): void {
  const { open, onOpenChange, onBack, onResend, question, exporter, grid, active, selected, setSelected, selectedAddresses } = view
  const { reading, snapshot } = view.messages
  const close = (): void => {
    if (selected.size > 0) return setSelected(new Set())
    if (!open) return onBack()
    // In this order: a row that takes the focus while a record is open opens its own.
    grid.current?.focus()
    onOpenChange(null)
  }
  // The one that is open is the one that is looked at, also where its row is not in the list.
  const edited = open ?? (active === '' ? null : parseKey(active))
  const edit = (): void => {
    if (edited && onResend) exporter.withRecord(edited, onResend)
  }
  const whyNoEdit = !onResend ? 'Records cannot be sent from here' : edited === null ? 'No record is chosen' : undefined
  const whyNoCopy = selected.size === 0 ? 'No record is selected' : undefined
  const copy = (format: ExportFormat) => () => exporter.copy(selectedAddresses(), format)
  const closing = selected.size > 0 ? 'Clear the selection' : open ? 'Close the record' : 'Back to the topics'
  useCommands([
    {
      id: 'messages.pause',
      title: snapshot.paused ? 'Resume the live tail' : 'Pause the live tail',
      keys: ['Space'],
      run: () => reading.setPaused(!snapshot.paused),
      disabled: snapshot.tail === null ? 'There is no live tail: it follows the newest records' : undefined,
    },
    { id: 'messages.refresh', title: 'Read the records again', keys: ['Shift+R'], run: () => reading.begin(question.askedAnew()) },
    {
      id: 'messages.stop',
      title: 'Stop reading',
      keys: ['Mod+.'],
      run: () => reading.stop(),
      disabled: snapshot.busy ? undefined : 'Nothing is being read',
    },
    {
      id: 'messages.continue',
      title: 'Continue reading',
      keys: [],
      run: () => reading.more(),
      disabled: readingWords(snapshot).canContinue ? undefined : 'There is nothing more to read',
    },
    { id: 'messages.edit', title: 'Edit & resend the record', keys: ['E'], run: edit, disabled: whyNoEdit },
    { id: 'messages.copy-jsonl', title: 'Copy the selected records as JSONL', keys: [], run: copy('jsonl'), disabled: whyNoCopy },
    { id: 'messages.copy-csv', title: 'Copy the selected records as CSV', keys: [], run: copy('csv'), disabled: whyNoCopy },
    { id: 'messages.close', title: closing, keys: ['Escape'], run: close },
  ])
}
