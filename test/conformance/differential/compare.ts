// Two runs of a scenario side by side: every leaf that differs, and how many were looked at.
import type { Json } from './normalise.ts'
import type { Step } from './scenario-run.ts'

export interface Difference {
  readonly scenario: string
  /** The number and name of the question, then the way to the field. */
  readonly path: string
  readonly kafka: Json | undefined
  readonly headwater: Json | undefined
}

export interface Comparison {
  readonly differences: readonly Difference[]
  readonly leaves: number
}

export function compareRuns(scenario: string, kafka: readonly Step[], headwater: readonly Step[]): Comparison {
  const differences: Difference[] = []
  let leaves = 0
  const visit = (path: string, a: Json | undefined, b: Json | undefined): void => {
    if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b)) {
      const key = identityOf(a, b)
      const [theirs, ours] = key === null ? [a, b] : [byIdentity(a, key), byIdentity(b, key)]
      for (const name of new Set([...Object.keys(theirs), ...Object.keys(ours)])) visit(`${path}${Array.isArray(a) ? `[${name}]` : `.${name}`}`, at(theirs, name), at(ours, name))
      if (key !== null) visit(`${path}(order)`, ...orders(theirs, ours))
      if (Object.keys(a).length === 0 && Object.keys(b).length === 0) leaves++
      return
    }
    leaves++
    if (isBranch(a) || isBranch(b) || a !== b) differences.push({ scenario, path, kafka: a, headwater: b })
  }
  for (let i = 0; i < Math.max(kafka.length, headwater.length); i++) {
    const [theirs, ours] = [kafka[i], headwater[i]]
    if (theirs?.[0] === ours?.[0]) visit(`${i + 1} ${theirs![0]}`, theirs![1], ours![1])
    else differences.push({ scenario, path: `${i + 1}`, kafka: theirs?.[0] ?? 'nothing more was asked', headwater: ours === undefined ? 'nothing more was asked' : `${ours[0]} → ${JSON.stringify(ours[1])}` })
    if (theirs?.[0] !== ours?.[0]) break
  }
  return { differences, leaves }
}

type Branch = readonly Json[] | { readonly [name: string]: Json }

/** What tells the items of a list apart, most telling first: a missing item is then one difference, and not a shift of all that follow. */
const IDENTITIES = ['apiKey', 'name', 'topic', 'topicName', 'topicId', 'groupId', 'memberId', 'resourceName', 'transactionalId', 'partition', 'partitionIndex', 'index', 'key', 'feature']

function identityOf(a: Branch, b: Branch): string | null {
  if (!Array.isArray(a) || !Array.isArray(b)) return null
  const identifies = (key: string): boolean => [a, b].every((items: readonly Json[]) => {
    const values = items.map((item) => (isBranch(item) ? at(item, key) : undefined))
    return values.every((value) => typeof value === 'string' || typeof value === 'number') && new Set(values).size === values.length
  })
  return a.length + b.length === 0 ? null : (IDENTITIES.find(identifies) ?? null)
}

function byIdentity(items: Branch, key: string): Record<string, Json> {
  // A prefix keeps numbers in the order of the list.
  return Object.fromEntries((items as readonly Json[]).map((item) => [`${key}=${at(item as Branch, key) as string | number}`, item]))
}

/** Of the items that both have. */
function orders(a: Branch, b: Branch): [string, string] {
  const common = (one: Branch, other: Branch): string => Object.keys(one).filter((name) => Object.hasOwn(other, name)).join(' ')
  return [common(a, b), common(b, a)]
}

function isBranch(value: Json | undefined): value is Branch {
  return typeof value === 'object' && value !== null
}

function at(branch: Branch, name: string): Json | undefined {
  return (branch as Record<string, Json>)[name]
}
