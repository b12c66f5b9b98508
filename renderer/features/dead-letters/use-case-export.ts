// Saves dead letters as lossless lines of JSON, with their manifest: says how far it is, can be cancelled, and tells what it was called.
import { useEffect, useRef, useState } from 'react'
import type { ReplaySelection } from '../../../core/contract/replay.ts'
import { counted } from '../../format/numbers.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { saveFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/toast.tsx'

export interface CaseExport {
  /** null = nothing is under way. */
  state: { done: number; total: number } | null
  /** Resolves with the export's id; null where it failed or was cancelled. */
  save: (selection: ReplaySelection, total: number, fileName: string) => Promise<string | null>
  cancel: () => void
}

export function useCaseExport(connectionId: string): CaseExport {
  const { client } = useRpc()
  const [state, setState] = useState<CaseExport['state']>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const cancel = (): void => {
    running.current?.abort()
    running.current = null
    setState(null)
  }
  const save: CaseExport['save'] = async (selection, total, fileName) => {
    cancel()
    const stop = new AbortController()
    running.current = stop
    setState({ done: 0, total })
    try {
      const texts: string[] = []
      let [records, exportId]: [number, string | null] = [0, null]
      for await (const event of await client.replay.exportCases({ connectionId, selection }, { signal: stop.signal })) {
        texts.push(event.text)
        records = event.records
        exportId = event.exportId ?? exportId
        setState({ done: records, total })
      }
      saveFile(new Blob(texts, { type: 'application/x-ndjson' }), fileName)
      toast({ tone: 'good', message: `Saved ${counted(records, 'dead letter')} as ${fileName}`, detail: 'Every byte is in it: it can be replayed from the file.' })
      return exportId
    } catch (error) {
      if (stop.signal.aborted) return null
      const { message, remedy } = failureOf(error)
      toast({ tone: 'bad', message: `Nothing was saved. ${message}`, detail: remedy })
      return null
    } finally {
      if (running.current === stop) cancel()
    }
  }
  return { state, save, cancel }
}

/** `orders-dlt.dead-letters.jsonl` */
export const exportName = (topics: readonly string[]): string => `${topics.length === 1 ? topics[0] : `${topics.length}-topics`}.dead-letters.jsonl`
