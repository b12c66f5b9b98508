// What speaks for a topic's role, strongest first: the person, a config, a retry policy, headers of its records, its name.
import type { HeaderSample } from './header-sample.ts'
import type { TopicMapping, TopicRole } from './topic-mapping.ts'
import { readTopicName } from './topic-names.ts'

export interface RoleEvidence {
  readonly kind: 'user' | 'config' | 'policy' | 'headers' | 'name'
  readonly text: string
}

export interface Verdict {
  readonly role: TopicRole
  readonly confidence: 'user' | 'confirmed' | 'likely'
  readonly evidence: RoleEvidence[]
}

export interface Findings {
  readonly topic: string
  readonly mapping: TopicMapping | undefined
  /** Sentences about configs that make it a dead-letter topic. */
  readonly configs: readonly string[]
  readonly policy: { readonly role: TopicRole; readonly text: string } | undefined
  /** null = not looked at. */
  readonly sample: HeaderSample | null
}

/** Without a name that suggests it, this share of the records must carry failures. */
const SHARE_WITHOUT_NAME = 0.5

export function verdictOf(findings: Findings): Verdict {
  const evidence = evidenceOf(findings)
  const { mapping, configs, policy } = findings
  if (mapping) return { role: mapping.role, confidence: 'user', evidence }
  if (policy) return { role: policy.role, confidence: 'confirmed', evidence }
  if (configs.length > 0) return { role: 'dlq', confidence: 'confirmed', evidence }
  const byHeaders = roleByHeaders(findings)
  if (byHeaders !== null) return { role: byHeaders, confidence: 'confirmed', evidence }
  const name = readTopicName(findings.topic)
  if (name === null || isOrdinary(findings)) return { role: 'none', confidence: 'likely', evidence: evidence.filter(({ kind }) => kind !== 'name') }
  return { role: name.role, confidence: 'likely', evidence }
}

function roleByHeaders({ topic, sample }: Findings): TopicRole | null {
  if (sample === null || sample.failed === 0) return null
  const name = readTopicName(topic)
  if (name === null && sample.failed < sample.records * SHARE_WITHOUT_NAME) return null
  return name?.role === 'retry' && sample.retries > 0 ? 'retry' : 'dlq'
}

/** A name such as `audit.errors` with records that say nothing of failures. */
function isOrdinary({ topic, sample }: Findings): boolean {
  return readTopicName(topic)?.isWeak === true && sample !== null && sample.records > 0
}

function evidenceOf(findings: Findings): RoleEvidence[] {
  const { topic, mapping, configs, policy, sample } = findings
  const name = readTopicName(topic)
  return [
    ...(mapping ? [{ kind: 'user' as const, text: `Your rule for "${mapping.pattern}".` }] : []),
    ...configs.map((text) => ({ kind: 'config' as const, text })),
    ...(policy ? [{ kind: 'policy' as const, text: policy.text }] : []),
    ...(sample && sample.failed > 0 ? [{ kind: 'headers' as const, text: headersText(sample) }] : []),
    ...(name ? [{ kind: 'name' as const, text: `The name looks like ${name.role === 'retry' ? 'a retry topic' : 'a dead-letter topic'}${name.base === null ? '' : ` of "${name.base}"`}.` }] : []),
  ]
}

function headersText({ failed, records, dialect, originTopics }: HeaderSample): string {
  const from = originTopics.length === 0 ? '' : `, from ${originTopics.slice(0, 3).map((topic) => `"${topic}"`).join(', ')}${originTopics.length > 3 ? ' and others' : ''}`
  return `${failed} of ${records} newest records carry headers of ${dialect?.name ?? 'a failure'}${from}.`
}
