// What Apache Kafka answered: one file per family of scenarios, one line per question.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './scenario-run.ts'

export type Recording = Readonly<Record<string, readonly Step[]>>

const folder = join(import.meta.dirname, 'fixtures')
const fileOf = (family: string): string => join(folder, `${family}.json`)

/** Empty where nothing has been recorded yet. */
export function readRecording(family: string): Recording {
  try {
    return JSON.parse(readFileSync(fileOf(family), 'utf8')) as Recording
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

export function writeRecording(family: string, recording: Recording): void {
  const scenarios = Object.entries(recording).map(([name, steps]) => `${JSON.stringify(name)}: [\n${steps.map((step) => JSON.stringify(step)).join(',\n')}\n]`)
  writeFileSync(fileOf(family), `{\n${scenarios.join(',\n')}\n}\n`)
}
