// What is said at the end of a scan: whether it has looked at everything, and if not, what was left.
import type { ScanProgress } from './scan.ts'

const MOST_ERRORS = 3
const figures = new Intl.NumberFormat('en')

export function closingSentence(progress: ScanProgress, ended: 'complete' | 'budget' | 'stopped'): string {
  const { partitions, records, matched, hiddenRecords, failedTests } = progress
  const broken = partitions.filter(({ error }) => error !== null)
  const asked = partitions.reduce((sum, { startOffset, endOffset }) => sum + endOffset - startOffset, 0)
  const read = partitions.reduce((sum, { startOffset, nextOffset }) => sum + nextOffset - startOffset, 0)
  const gone = partitions.reduce((sum, { belowRetention }) => sum + belowRetention, 0)
  const isComplete = ended === 'complete' && broken.length === 0
  const why = ended === 'budget' ? 'Paused to spare the cluster' : ended === 'stopped' ? 'Stopped' : 'Not complete'
  const begin = isComplete ? 'Complete' : `${why}, ${share(read, asked)} of the offsets`
  return [
    `${begin}: ${counted(records, 'record')} of ${counted(partitions.length, 'partition')} looked at, ${counted(matched, 'match', 'matches')}.`,
    ...(hiddenRecords > 0 ? [`${counted(hiddenRecords, 'record')} of aborted transactions left out.`] : []),
    ...(failedTests > 0 ? [`The function failed on ${counted(failedTests, 'record')}.`] : []),
    ...(gone > 0 ? [`${counted(gone, 'offset')} that were asked for are gone: retention has removed them.`] : []),
    ...broken.slice(0, MOST_ERRORS).map(({ partition, error }) => `Partition ${partition} could not be read: ${error!.message}`),
    ...(broken.length > MOST_ERRORS ? [`So could ${broken.length - MOST_ERRORS} more.`] : []),
  ].join(' ')
}

/** Never 100 % of something that is not all. */
function share(read: number, asked: number): string {
  if (asked === 0) return '0 %'
  const percent = (read / asked) * 100
  return percent > 0 && percent < 1 ? 'under 1 %' : `${Math.min(99, Math.floor(percent))} %`
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${figures.format(count)} ${count === 1 ? one : many}`
}
