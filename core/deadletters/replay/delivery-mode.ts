// How sure a replay can be that each record is sent once: by what source and target are, and what a person has asked for.
import type { ReplayMode } from './jobs/job-record.ts'
import type { ReplayPlan } from './plan.ts'

export interface Delivery {
  readonly mode: ReplayMode
  /** What that means, and why it is not a stronger one. */
  readonly text: string
}

const TEXTS: Readonly<Record<ReplayMode, string>> = {
  L: 'Exactly once: records and progress become durable in one commit of the local broker.',
  I: 'Exactly once: copies and progress become durable in one commit of the local broker.',
  T: 'Exactly once for consumers that read committed records: each batch is a Kafka transaction that carries the progress with it. Consumers that read uncommitted records may also see a batch that was aborted.',
  W: 'At least once: each batch is written down before it is sent, and what is in doubt after a crash is looked up by its x-replay-id.',
}

export function deliveryOf({ source, target, options }: Pick<ReplayPlan, 'source' | 'target' | 'options'>): Delivery {
  if (target.isLocal) return source?.clusterId === target.clusterId ? told('L') : told('I')
  if (options.mode !== 'auto') return told(options.mode, 'As asked for.')
  if (source !== null && source.clusterId !== target.clusterId) return told('W', 'Source and target are different clusters.')
  return told('T')
}

/** Said before anything is sent. */
export function undoText({ target }: Pick<ReplayPlan, 'target'>): string {
  return target.isLocal
    ? 'It can be taken back on the local broker, as long as no group has read past the records.'
    : 'It cannot be undone: Kafka has no way to take back what was sent. A stopped group can be set past the records, and a compacted topic takes tombstones.'
}

function told(mode: ReplayMode, why = ''): Delivery {
  return { mode, text: why === '' ? TEXTS[mode] : `${TEXTS[mode]} ${why}` }
}
