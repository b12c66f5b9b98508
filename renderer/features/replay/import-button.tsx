// Plans a replay of a file that was exported before, here or elsewhere.
import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import { importFile, type Imported } from './import-file.ts'
import type { ReplayWindow } from './plan-view.ts'

export function ImportButton({ connectionId, onStartReplay }: ReplayWindow): ReactNode {
  const { client } = useRpc()
  const input = useRef<HTMLInputElement>(null)
  const imported = useMutation({
    mutationFn: (file: File) => importFile(client, file),
    onSuccess: (result) => (result.records === 0 ? tellNothing(result) : (tellProblems(result), onStartReplay({ connectionId, selection: { kind: 'file', fileId: result.fileId }, intent: 'replay' }))),
    onError: (error) => toast({ tone: 'bad', message: failureOf(error).message, detail: failureOf(error).remedy }),
  })
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".jsonl,.ndjson,application/x-ndjson"
        aria-label="File of exported cases"
        className="hidden"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same file may be chosen again.
          event.target.value = ''
          if (file) imported.mutate(file)
        }}
      />
      <Button disabled={imported.isPending} onClick={() => input.current?.click()} title="Lines of JSON, as Headwater exports cases.">
        <FileUp size={13} aria-hidden="true" />
        {imported.isPending ? 'Reading the file…' : 'Import cases…'}
      </Button>
    </>
  )
}

function tellNothing({ problems: [first] }: Imported): void {
  toast({ tone: 'bad', message: 'The file holds no records to replay.', detail: first ? `Line ${first.line}: ${first.text}` : 'Choose a file that Headwater has exported: lines of JSON, the first a manifest.' })
}

function tellProblems({ problems }: Imported): void {
  const [first] = problems
  if (first) toast({ tone: 'warn', message: `${counted(problems.length, 'line')} of the file could not be read and ${problems.length === 1 ? 'is' : 'are'} left out.`, detail: `Line ${first.line}: ${first.text}` })
}
