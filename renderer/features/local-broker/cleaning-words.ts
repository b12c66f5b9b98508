// What applying retention or compacting has brought about, in a sentence.
import type { Cleaned } from '../../../core/contract/local-broker.ts'
import { counted } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'

export interface CleaningNews {
  message: string
  detail: string
}

export const retentionNews = (cleaned: Cleaned): CleaningNews =>
  cleaned.partitions === 0
    ? { message: 'No messages are past their retention', detail: given(cleaned) }
    : { message: `Deleted ${formatBytes(cleaned.removedBytes)} of messages past their retention in ${counted(cleaned.partitions, 'partition')}`, detail: given(cleaned) }

export const compactionNews = (cleaned: Cleaned): CleaningNews =>
  cleaned.partitions === 0
    ? { message: 'Nothing to compact', detail: `Topics with cleanup.policy=compact hold one message of each key, or what is older has to stay for now (min.compaction.lag.ms). ${given(cleaned)}` }
    : { message: `Compacted ${counted(cleaned.partitions, 'partition')}: ${formatBytes(cleaned.removedBytes)} of older messages are gone`, detail: given(cleaned) }

const given = ({ freedBytes }: Cleaned): string => (freedBytes === 0 ? 'No disk space was given back.' : `${formatBytes(freedBytes)} of disk space were given back.`)
