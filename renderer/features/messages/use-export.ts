// Copies or saves whole records: fetches them, says how far it is, can be cancelled, and tells what became of it.
import { useEffect, useRef, useState } from 'react'
import type { RecordAddress, WholeRecord } from '../../../core/contract/records.ts'
import { counted } from '../../format/numbers.ts'
import { EXPORT_FORMATS, type ExportFormat, writeRecords } from '../../format/record-export.ts'
import { formatBytes } from '../../format/sizes.ts'
import { failureOf } from '../../rpc/failure.ts'
import { completed, type RecordReader } from '../../rpc/record-bytes.ts'
import { saveFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/toast.tsx'
import { type Collected, collectRecords, MAX_EXPORT_BYTES } from './export-job.ts'

export interface ExportState {
  done: number
  total: number
}

export interface RecordExport {
  /** null = nothing is under way. */
  state: ExportState | null
  copy: (addresses: readonly RecordAddress[], format: ExportFormat) => void
  save: (addresses: readonly RecordAddress[], format: ExportFormat, fileName: string) => void
  /** Does something with one record that has all its bytes. */
  withRecord: (address: RecordAddress, use: (record: WholeRecord) => void) => void
  cancel: () => void
}

export function useExport(reader: RecordReader): RecordExport {
  const [state, setState] = useState<ExportState | null>(null)
  const running = useRef<AbortController | null>(null)
  const cancel = (): void => {
    running.current?.abort()
    running.current = null
    setState(null)
  }
  useEffect(() => () => running.current?.abort(), [])

  const run = async (total: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    cancel()
    const stop = new AbortController()
    running.current = stop
    setState({ done: 0, total })
    try {
      await work(stop.signal)
    } catch (error) {
      if (stop.signal.aborted) return
      const { message, remedy } = failureOf(error)
      toast({ tone: 'bad', message: `Nothing was copied. ${message}`, detail: remedy })
    }
    if (running.current === stop) cancel()
  }
  const collect = (addresses: readonly RecordAddress[], use: (collected: Collected) => void): void =>
    void run(addresses.length, async (signal) => {
      use(await collectRecords(addresses, reader, signal, (done) => setState({ done, total: addresses.length })))
    })
  return {
    state,
    cancel,
    copy: (addresses, format) =>
      collect(addresses, (collected) => copyText(writeRecords(format, collected.records), copiedWords(collected, format))),
    save: (addresses, format, fileName) =>
      collect(addresses, (collected) => {
        saveFile(new Blob([writeRecords(format, collected.records)], { type: EXPORT_FORMATS[format].mediaType }), fileName)
        const { message, detail } = copiedWords(collected, format)
        toast({ tone: 'good', message: message.replace('Copied', 'Saved'), ...(detail === undefined ? {} : { detail }) })
      }),
    withRecord: (address, use) =>
      void run(1, async (signal) => {
        const record = await reader.read(address, signal)
        if (record) use(await completed(record, reader, signal))
        else toast({ tone: 'bad', message: `Offset ${address.offset} of partition ${address.partition} is not there any more.` })
      }),
  }
}

function copiedWords({ records, gone, leftOut }: Collected, format: ExportFormat): { message: string; detail?: string } {
  const missing = [
    gone > 0 && `${counted(gone, 'record')} had been deleted meanwhile.`,
    leftOut > 0 && `${counted(leftOut, 'record')} left out: ${formatBytes(MAX_EXPORT_BYTES)} is the most at once.`,
  ].filter((text) => text !== false)
  const message = `Copied ${counted(records.length, 'record')} as ${EXPORT_FORMATS[format].label}`
  return missing.length === 0 ? { message } : { message, detail: missing.join(' ') }
}

/** A browser lets a page write to the clipboard only soon after a click or a key: where fetching took longer, it takes another click. */
export function copyText(text: string, { message, detail }: { message: string; detail?: string }): void {
  const write = (): void =>
    void navigator.clipboard.writeText(text).then(
      () => toast({ tone: 'good', message, ...(detail === undefined ? {} : { detail }) }),
      () => toast({ ...ONE_MORE_CLICK, action: { label: 'Copy', run: write } }),
    )
  write()
}

const ONE_MORE_CLICK = { tone: 'warn', message: 'Ready to be copied.', detail: 'The browser wants one more click.' } as const
