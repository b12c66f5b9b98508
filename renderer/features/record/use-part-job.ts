// Copies or saves a key or value of any size: says how far it is, can be cancelled, and never holds more of it than the bytes.
import { useEffect, useMemo } from 'react'
import { failureOf } from '../../rpc/failure.ts'
import type { PartToFetch, RecordReader } from '../../rpc/record-bytes.ts'
import { saveFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/toast.tsx'
import { fetchPieces, fileNameOf } from './part-bytes.ts'

export interface JobState {
  verb: string
  what: string
  doneBytes: number
  totalBytes: number
}

/** What it says of itself is followed by its bar alone: the record beside it is not drawn anew with every piece. */
export interface PartJob {
  copy: (part: PartToFetch) => void
  save: (part: PartToFetch) => void
  cancel: () => void
  subscribe: (listener: () => void) => () => void
  /** null = nothing is under way. */
  state: () => JobState | null
}

export function usePartJob(topic: string, reader: RecordReader): PartJob {
  const job = useMemo(() => partJob(topic, reader), [topic, reader])
  useEffect(() => job.cancel, [job])
  return job
}

function partJob(topic: string, reader: Pick<RecordReader, 'chunk'>): PartJob {
  const listeners = new Set<() => void>()
  let running: AbortController | null = null
  let state: JobState | null = null
  const tell = (next: JobState | null): void => {
    state = next
    for (const listener of listeners) listener()
  }
  const cancel = (): void => {
    running?.abort()
    running = null
    tell(null)
  }
  const run = async (verb: string, part: PartToFetch, deliver: (blob: Promise<Blob>) => Promise<string>): Promise<void> => {
    cancel()
    const stop = new AbortController()
    running = stop
    const what = part.of.part
    const progress = (doneBytes: number): void => tell({ verb, what, doneBytes, totalBytes: part.field.sizeBytes })
    const type = part.field.kind === 'binary' ? 'application/octet-stream' : 'text/plain'
    try {
      const said = await deliver(fetchPieces(part, reader, stop.signal, progress).then((pieces) => new Blob(pieces, { type })))
      toast({ tone: 'good', message: said })
    } catch (error) {
      if (stop.signal.aborted) return
      const { message, remedy } = failureOf(error)
      toast({ tone: 'bad', message: `The ${what} was not ${verb === 'Copying' ? 'copied' : 'saved'}. ${message}`, detail: remedy })
    }
    if (running === stop) cancel()
  }
  return {
    cancel,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    copy: (part) =>
      void run('Copying', part, async (blob) => {
        // The clipboard takes a promise, so that the click still counts when the bytes are there; and it decodes them outside of the page.
        await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
        return `Copied the ${part.of.part}`
      }),
    save: (part) =>
      void run('Saving', part, async (blob) => {
        const name = fileNameOf(topic, part)
        saveFile(await blob, name)
        return `Saved ${name}`
      }),
  }
}
