// Which dead letters a person means: a filter as one test per entry, with what it asks of records kept apart, since that has to be read.
import type { FailureEntry, TriageState } from './failure-entry.ts'
import { isHidden, type TopicIndex } from './topic-index.ts'

export interface FailureFilter {
  readonly fingerprints?: readonly string[] | undefined
  readonly originTopic?: string | undefined
  readonly originPartition?: number | undefined
  readonly group?: string | undefined
  readonly class?: string | undefined
  /** In class, message or the frames of the stack; either case unless it has a capital. */
  readonly text?: string | undefined
  readonly fromMs?: number | undefined
  readonly untilMs?: number | undefined
  readonly key?: string | undefined
  /** Asked of the record itself. */
  readonly header?: string | undefined
  readonly payload?: string | undefined
  readonly minAttempts?: number | undefined
  readonly states?: readonly TriageState[] | undefined
  readonly minReplayCount?: number | undefined
  readonly isPointerOnly?: boolean | undefined
  readonly hasIssues?: boolean | undefined
  readonly includeGone?: boolean | undefined
  readonly includeAborted?: boolean | undefined
}

export interface FilterContext {
  /** The group that an entry counts to, after merges. */
  readonly groupOf: (fingerprint: string) => string
  /** Of its stack's frames. */
  readonly framesContain: (stackId: string, contains: (text: string) => boolean) => boolean
}

type Test = (entry: FailureEntry) => boolean

/** In order of topics, partitions and offsets. */
export function selectEntries(topics: readonly TopicIndex[], filter: FailureFilter, context: FilterContext): FailureEntry[] {
  const passes = testOf(filter, context)
  const selected: FailureEntry[] = []
  for (const topic of topics) {
    for (const entries of topic.partitions()) {
      const start = filter.includeGone ? 0 : (topic.record.starts[entries[0]?.partition ?? 0] ?? 0)
      for (const entry of entries) if (entry.offset >= start && passes(entry)) selected.push(entry)
    }
  }
  return selected
}

function testOf(filter: FailureFilter, context: FilterContext): Test {
  const tests = [...testsOfPlace(filter), ...testsOfState(filter), ...testsOfText(filter, context), ...testsOfGroup(filter, context)]
  return (entry) => {
    for (const test of tests) if (!test(entry)) return false
    return true
  }
}

function testsOfPlace({ originTopic, originPartition, group, class: named, fromMs, untilMs }: FailureFilter): Test[] {
  return [
    ...when(originTopic, (topic) => (entry: FailureEntry) => entry.originTopic === topic),
    ...when(originPartition, (partition) => (entry: FailureEntry) => entry.originPartition === partition),
    ...when(group, (name) => (entry: FailureEntry) => entry.group === name),
    ...when(named, (name) => (entry: FailureEntry) => entry.class === name),
    ...when(fromMs, (from) => (entry: FailureEntry) => entry.at >= from),
    ...when(untilMs, (until) => (entry: FailureEntry) => entry.at < until),
  ]
}

function testsOfState({ minAttempts, states, minReplayCount, isPointerOnly, hasIssues, includeAborted }: FailureFilter): Test[] {
  return [
    ...(includeAborted ? [] : [(entry: FailureEntry) => !isHidden(entry)]),
    ...when(minAttempts, (least) => (entry: FailureEntry) => (entry.attempts ?? 0) >= least),
    ...when(states, (wanted) => (entry: FailureEntry) => wanted.includes(entry.state)),
    ...when(minReplayCount, (least) => (entry: FailureEntry) => entry.replayCount >= least),
    ...when(isPointerOnly, (wanted) => (entry: FailureEntry) => entry.isPointer === wanted),
    ...when(hasIssues, (wanted) => (entry: FailureEntry) => entry.issueCount > 0 === wanted),
  ]
}

function testsOfText({ text, key }: FailureFilter, { framesContain }: FilterContext): Test[] {
  return [
    ...when(key || undefined, (part) => (entry: FailureEntry) => entry.keyText?.includes(part) ?? false),
    ...when(text || undefined, (part) => {
      const contains = containing(part)
      // A few stacks are shared by many entries.
      const stacks = new Map<string, boolean>()
      const inStack = (stackId: string): boolean => {
        const known = stacks.get(stackId)
        if (known !== undefined) return known
        const found = stackId !== '' && framesContain(stackId, contains)
        stacks.set(stackId, found)
        return found
      }
      return (entry: FailureEntry) => contains(entry.class ?? '') || contains(entry.message ?? '') || inStack(entry.stackId)
    }),
  ]
}

function testsOfGroup({ fingerprints }: FailureFilter, { groupOf }: FilterContext): Test[] {
  if (fingerprints === undefined) return []
  const wanted = new Set(fingerprints)
  return [(entry) => wanted.has(groupOf(entry.fingerprint))]
}

/** Either case, unless what is looked for has a capital. */
export function containing(part: string): (text: string) => boolean {
  if (part !== part.toLowerCase()) return (text) => text.includes(part)
  return (text) => text.toLowerCase().includes(part)
}

function when<T>(value: T | undefined, test: (value: T) => Test): Test[] {
  return value === undefined ? [] : [test(value)]
}
