// The few JSON paths that name one value: `$.error.message`, `$.tags[0]`, `$['a b']`.

type Step = string | number

const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d{1,9})\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y

/** null = not such a path. A path without `$.` begins with a name. */
export function pathSteps(path: string): Step[] | null {
  const text = path.startsWith('$') ? path.slice(1) : path.startsWith('[') ? path : `.${path}`
  const steps: Step[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text)
    if (!match) return null
    const [, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? (single ?? double!).replace(/\\(.)/g, '$1')) : Number(index))
  }
  return steps
}

/** undefined where the value has no such place. */
export function jsonPath(value: unknown, steps: readonly Step[]): unknown {
  let at = value
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<Step, unknown>)[step]
  }
  return at
}
