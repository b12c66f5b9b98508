// What is worth knowing of a draft, and no obstacle to saving it.
import type { Topics } from '../metadata/topics.ts'
import type { PolicyDraft } from './retry-policy.ts'
import type { PlannedTopic } from './topic-plan.ts'

export function draftNotes(draft: PolicyDraft, planned: readonly PlannedTopic[], topics: Topics, recordsIn: (topic: string) => number, isNew: boolean): string[] {
  const notes: string[] = []
  const idle = planned.filter(({ role, attempts }) => role === 'tier' && attempts?.length === 0)
  for (const { name } of idle) notes.push(`No record comes to "${name}": ${draft.maxAttempts} attempts are over before it. Allow more, or leave the tier out.`)
  const source = planned.find(({ role }) => role === 'source')!
  const others = planned.filter(({ exists, role, partitionCount }) => exists && role !== 'source' && partitionCount !== source.partitionCount)
  for (const { name, partitionCount } of others) notes.push(`"${name}" has ${partitionCount} partitions, the source ${source.partitionCount}: records whose number it does not have go by their key.`)
  if (draft.group === null) notes.push('Records go back to the source: every group that reads it gets them again. Name a group to bring them back to it alone.')
  const ingress = planned.find(({ role }) => role === 'ingress')!
  const left = ingress.exists && isNew ? recordsIn(ingress.name) : 0
  if (left > 0) notes.push(`"${ingress.name}" holds ${left} records from before: they stay where they are.`)
  const stamped = planned.filter(({ role, name, exists }) => role === 'tier' && exists && topics.get(name)?.configs.get('message.timestamp.type') !== 'LogAppendTime')
  for (const { name } of stamped) notes.push(`"${name}" keeps the times of its producers (message.timestamp.type): after a restart the delay counts from them.`)
  return notes
}
