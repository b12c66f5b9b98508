import { expect, it } from 'vitest'
import { closingSentence } from '../../../../core/scan/engine/closing-sentence.ts'
import type { PartitionScan, ScanProgress } from '../../../../core/scan/engine/scan.ts'

const partition = (read: Partial<PartitionScan> = {}): PartitionScan => ({ partition: 0, startOffset: 0, endOffset: 1_000, nextOffset: 1_000, matched: 0, belowRetention: 0, error: null, ...read })
const scanned = (partitions: PartitionScan[], rest: Partial<ScanProgress> = {}): ScanProgress => ({
  partitions, matched: 1, scannedBytes: 0, records: 1_200, hiddenRecords: 0, failedTests: 0, firstFailedTest: null, ...rest,
})

it.each([
  [scanned([partition()]), 'complete', 'Complete: 1,200 records of 1 partition looked at, 1 match.'],
  [scanned([partition()], { hiddenRecords: 2, failedTests: 1 }), 'complete', 'Complete: 1,200 records of 1 partition looked at, 1 match. 2 records of aborted transactions left out. The function failed on 1 record.'],
  [scanned([partition({ nextOffset: 380 })]), 'stopped', 'Stopped, 38 % of the offsets: 1,200 records of 1 partition looked at, 1 match.'],
  [scanned([partition({ nextOffset: 999 })]), 'budget', 'Paused to spare the cluster, 99 % of the offsets: 1,200 records of 1 partition looked at, 1 match.'],
  [scanned([partition({ nextOffset: 1 })]), 'stopped', 'Stopped, under 1 % of the offsets: 1,200 records of 1 partition looked at, 1 match.'],
  [scanned([partition({ nextOffset: 500, error: new Error('gone') })]), 'complete', 'Not complete, 50 % of the offsets: 1,200 records of 1 partition looked at, 1 match. Partition 0 could not be read: gone'],
] as const)('%#: %s', (progress, ended, sentence) => {
  expect(closingSentence(progress, ended)).toBe(sentence)
})
