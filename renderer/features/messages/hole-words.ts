// What is said of offsets that hold no record.
import type { RecordRow } from '../../../core/contract/messages.ts'
import { formatCount } from '../../format/numbers.ts'

const KINDS: Record<NonNullable<RecordRow['hole']>['kinds'][number], string> = {
  'commit marker': 'commit marker',
  'abort marker': 'abort marker',
  'control record': 'control record',
  aborted: 'left out with their aborted transaction',
  compacted: 'compacted away',
}

/** `Offsets 4 211–4 219: commit marker, compacted away`. */
export function holeWords({ fromOffset, kinds }: NonNullable<RecordRow['hole']>, offset: bigint): string {
  const last = offset - 1n
  const which = fromOffset === last ? `Offset ${formatCount(last)}` : `Offsets ${formatCount(fromOffset)}–${formatCount(last)}`
  return `${which}: ${kinds.map((kind) => KINDS[kind]).join(', ')}`
}
