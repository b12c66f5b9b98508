// Matches whole topic names against a pattern, in time that grows with name and pattern only: no pattern of a client can hold the loop.
import { PatternError } from './pattern-error.ts'
import { parsePattern } from './parse-pattern.ts'
import { type Assertion, type CharacterSet, isWordCharacter, type Pattern } from './pattern-tree.ts'

/** A program of more steps than this is refused, as RE2 does ("expression too large"). */
const MAX_STEPS = 2_000

type Step =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'fork'; readonly targets: number[] }

export class TopicPattern {
  readonly #steps: readonly Step[]
  /** The round in which a step was last reached. */
  readonly #reachedIn: Int32Array
  #round = 0

  /** Throws PatternError. */
  constructor(text: string) {
    this.#steps = new Compiler().compile(parsePattern(text))
    this.#reachedIn = new Int32Array(this.#steps.length + 1)
  }

  matches(topic: string): boolean {
    let current = this.#closure([0], topic, 0)
    for (let at = 0; at < topic.length && current.length > 0; at++) {
      const code = topic.charCodeAt(at)
      const next: number[] = []
      for (const index of current) {
        const step = this.#steps[index]
        if (step?.kind === 'character' && step.set[code] === 1) next.push(index + 1)
      }
      current = this.#closure(next, topic, at + 1)
    }
    return current.includes(this.#steps.length)
  }

  /** Every step that is reached from `open` without reading a character. */
  #closure(open: number[], topic: string, at: number): number[] {
    const round = ++this.#round
    const reached: number[] = []
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#reachedIn[index] === round) continue
      this.#reachedIn[index] = round
      reached.push(index)
      const step = this.#steps[index]
      if (step?.kind === 'fork') open.push(...step.targets)
      else if (step?.kind === 'assertion' && holds(step.assertion, topic, at)) open.push(index + 1)
    }
    return reached
  }
}

class Compiler {
  readonly #steps: Step[] = []
  /** Also counts parts that become no step, which repeated often enough would take for ever. */
  #partsAdded = 0

  compile(pattern: Pattern): Step[] {
    this.#add(pattern)
    return this.#steps
  }

  #add(pattern: Pattern): void {
    if (++this.#partsAdded > 4 * MAX_STEPS) throw new PatternError('expression too large')
    if (pattern.kind === 'set') this.#push({ kind: 'character', set: pattern.set })
    else if (pattern.kind === 'assertion') this.#push({ kind: 'assertion', assertion: pattern.assertion })
    else if (pattern.kind === 'sequence') for (const part of pattern.parts) this.#add(part)
    else if (pattern.kind === 'choice') this.#addChoice(pattern.options)
    else if (pattern.kind === 'repeat') this.#addRepeat(pattern.part, pattern.least, pattern.most)
  }

  #addChoice(options: readonly Pattern[]): void {
    const starts: number[] = []
    const exits: number[][] = []
    this.#push({ kind: 'fork', targets: starts })
    for (const option of options) {
      const exit: number[] = []
      starts.push(this.#steps.length)
      exits.push(exit)
      this.#add(option)
      this.#push({ kind: 'fork', targets: exit })
    }
    for (const exit of exits) exit.push(this.#steps.length)
  }

  #addRepeat(part: Pattern, least: number, most: number): void {
    for (let i = 0; i < least; i++) this.#add(part)
    if (most === Infinity) this.#addLoop(part)
    else this.#addOptional(part, most - least)
  }

  #addLoop(part: Pattern): void {
    const start = this.#steps.length
    const targets = [start + 1]
    this.#push({ kind: 'fork', targets })
    this.#add(part)
    this.#push({ kind: 'fork', targets: [start] })
    targets.push(this.#steps.length)
  }

  #addOptional(part: Pattern, times: number): void {
    const skips: number[][] = []
    for (let i = 0; i < times; i++) {
      const targets = [this.#steps.length + 1]
      skips.push(targets)
      this.#push({ kind: 'fork', targets })
      this.#add(part)
    }
    for (const targets of skips) targets.push(this.#steps.length)
  }

  #push(step: Step): void {
    if (this.#steps.length >= MAX_STEPS) throw new PatternError('expression too large')
    this.#steps.push(step)
  }
}

function holds(assertion: Assertion, topic: string, at: number): boolean {
  if (assertion === 'start') return at === 0
  if (assertion === 'end') return at === topic.length
  const isBoundary = isWordCharacter(topic[at - 1] ?? '') !== isWordCharacter(topic[at] ?? '')
  return isBoundary === (assertion === 'wordBoundary')
}
