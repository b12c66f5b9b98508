// What the workbench writes to clusters besides replays, as the audit tells it: one entry for each procedure that changed something, or failed to.
import type { AuditAction, AuditFact } from '../deadletters/audit.ts'

interface Told {
  readonly action: AuditAction
  readonly text: (input: Input) => string
  readonly detail?: (input: Input, output: unknown) => Record<string, unknown>
}

type Input = Readonly<Record<string, unknown>>

/** By path. Replays tell of themselves, batch by batch. */
const TOLD: Readonly<Record<string, Told>> = {
  'topics.create': { action: 'topic', text: ({ topic }) => `Create topic "${String(topic)}".`, detail: ({ partitionCount, replicationFactor, configs }) => ({ partitionCount, replicationFactor, ...(configs as object) }) },
  'topics.addPartitions': { action: 'topic', text: ({ topic, totalCount }) => `Widen topic "${String(topic)}" to ${String(totalCount)} partitions.`, detail: ({ totalCount }) => ({ partitionCount: totalCount }) },
  'topics.delete': { action: 'topic', text: ({ topic }) => `Delete topic "${String(topic)}" with all its records.` },
  'deadLetters.purge': {
    action: 'purge',
    text: ({ topic, waive }) => `Delete the beginning of "${String(topic)}"${waive === true ? ', what was not exported included' : ''}.`,
    detail: ({ exportId, waive }, output) => ({ exportId, waive, partitions: purgedText(output) }),
  },
  'messages.produce': { action: 'produce', text: ({ topic }) => `Send a message to "${String(topic)}".`, detail: (_, output) => ({ partition: field(output, 'partition'), offset: field(output, 'offset') }) },
  'messages.produceMany': { action: 'produce', text: ({ topic, count }) => `Send ${String(count)} messages to "${String(topic)}".`, detail: ({ count, perSecond }) => ({ count, perSecond }) },
}

export interface WriteOutcome {
  readonly outcome: AuditFact['outcome']
  readonly output?: unknown
  readonly error?: unknown
}

/** null for a procedure that tells of itself. */
export function factOfWrite(path: string, input: Input, { outcome, output, error }: WriteOutcome, connection: Pick<AuditFact, 'connectionName' | 'clusterId'>): AuditFact | null {
  const told = TOLD[path]
  if (told === undefined) return null
  const details = { ...told.detail?.(input, output), ...(error instanceof Error && { error: error.message }) }
  const detail = Object.entries(details).flatMap(([name, value]) => (value === undefined || value === null ? [] : [{ name, text: String(value) }]))
  return { ...connection, connectionId: String(input['connectionId']), action: told.action, subject: typeof input['topic'] === 'string' ? input['topic'] : '', text: told.text(input), outcome, detail, jobId: null }
}

function field(output: unknown, name: string): unknown {
  return typeof output === 'object' && output !== null ? (output as Record<string, unknown>)[name] : undefined
}

function purgedText(output: unknown): string | undefined {
  const partitions = field(output, 'partitions') as readonly { readonly partition: number; readonly startOffset: bigint | null; readonly error: string | null }[] | undefined
  return partitions?.map(({ partition, startOffset, error }) => `${partition}: ${error ?? `begins at ${startOffset}`}`).join('; ')
}
