// Runs the steps of the tools against one broker and writes down what they said, without what differs between any two runs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { java } from './java.ts'
import type { Target } from './targets.ts'
import { toolFiles, type ToolStep, toolSteps } from './tool-steps.ts'

export interface ToolResult {
  readonly name: string
  readonly code: number | null
  readonly said: string
}

export async function runTools(target: Target, report: (line: string) => void): Promise<ToolResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-tools-'))
  for (const [name, content] of Object.entries(toolFiles)) await writeFile(join(folder, name), content)
  const results: ToolResult[] = []
  for (const step of toolSteps) {
    const { code, stdout, stderr } = await java(step.mainClass, argumentsOf(step, target, folder), { stdin: step.stdin ?? '' })
    results.push({ name: step.name, code, said: normalised(`${stdout}\n${stderr}`, step, target) })
    report(`${target.name}: ${step.name}`)
  }
  await rm(folder, { recursive: true, force: true })
  return results
}

function argumentsOf(step: ToolStep, { bootstrap }: Target, folder: string): string[] {
  const address = [step.addressOption ?? '--bootstrap-server', bootstrap]
  const others = step.args.map((arg) => arg.replace(/^\{(.*)\}$/, (_, name: string) => join(folder, name)))
  return step.addressLast === true ? [...others, ...address] : [...address, ...others]
}

/** What differs between any two brokers, or any two runs on one. */
const VARYING: readonly [RegExp, string][] = [
  [/SLF4J:.*\n?/g, ''],
  // Which error it is counts; its sentence is each broker's own.
  [/(errors\.\w+Exception|Error while executing topic command ?): .*/g, '$1: …'],
  [/\[20\d\d-[^\]]*\] /g, ''],
  [/console-consumer-\d+/g, 'CONSOLE-GROUP'],
  [/127\.0\.0\.1:\d+/g, 'BROKER'],
  [/\b[A-Za-z0-9_-]{22}\b(?=\s|$|")/g, 'ID'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID'],
  [/\b1[67]\d{11}\b/g, 'TIME'],
  [/\/tmp\/[^\s",]*/g, 'PATH'],
  [/"size":\d+/g, '"size":N'],
  [/\bEpoch: \d+\s*$/gm, 'Epoch: N'],
  [/(HighWatermark:\s*)\d+/g, '$1N'],
]

function normalised(text: string, { ignoring, unordered }: ToolStep, target: Target): string {
  let said = text.replaceAll(target.bootstrap, 'BROKER')
  for (const [pattern, replacement] of VARYING) said = said.replace(pattern, replacement)
  const kept = said.split('\n').map((line) => line.trim().replace(/\s+/g, ' ')).filter((line) => line !== '' && !line.startsWith('at ') && ignoring?.test(line) !== true)
  return (unordered === true ? kept.sort() : kept).join('\n')
}
