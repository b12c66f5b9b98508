// Says to the index of dead letters what has become of replayed ones, and with them of other dead letters of the same records.
import type { FailureKey } from '../deadletters/failure.ts'
import type { TriageState } from '../deadletters/index/failure-entry.ts'
import type { FailureIndex } from '../deadletters/index/failure-index.ts'
import type { OutcomeMark } from '../deadletters/replay/outcome.ts'

type Index = Pick<FailureIndex, 'markOutcome' | 'sameRecords'>

/** What a person has closed or set aside stays as they said. */
const OPEN: ReadonlySet<string> = new Set<TriageState>(['new', 'acknowledged', 'replayed', 'bounced'])

const TEXTS = {
  replayed: 'Replayed.',
  consumed: 'Consumed after its replay.',
  bounced: 'Came back after its replay.',
  other: 'Consumed after another dead letter of the same record was replayed.',
  otherBack: 'The replay of another dead letter of the same record came back.',
} as const

export async function markReplayed(index: Index, keys: readonly FailureKey[], mark: OutcomeMark, jobId: string): Promise<void> {
  if (mark === 'consumed-as-other') return closeOthers(index, keys, jobId)
  if (mark === 'came-back-as-other') return reopenOthers(index, keys, jobId)
  await index.markOutcome(keys, mark, { text: TEXTS[mark], jobId })
  if (mark === 'consumed') await closeOthers(index, await index.sameRecords(keys), jobId)
  if (mark === 'bounced') await reopenOthers(index, await index.sameRecords(keys), jobId)
}

async function closeOthers(index: Index, keys: readonly FailureKey[], jobId: string): Promise<void> {
  await index.markOutcome(keys, 'consumed', { text: TEXTS.other, jobId }, ({ state }) => OPEN.has(state))
}

/** Those that were closed for the sake of that replay. */
async function reopenOthers(index: Index, keys: readonly FailureKey[], jobId: string): Promise<void> {
  await index.markOutcome(keys, 'bounced', { text: TEXTS.otherBack, jobId }, ({ state, history }) => state === 'consumed' && history.at(-1)?.jobId === jobId && history.at(-1)?.text === TEXTS.other)
}
