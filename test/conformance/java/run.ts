// Java clients against Headwater: node test/conformance/java/run.ts [tools] [streams] [--record]
//
// `tools`: Apache Kafka's command-line tools, their words compared with what they say of Apache Kafka (kept in apache-kafka-4.3.1.json; `--record`
// asks a real one anew). `streams`: a Kafka Streams application with exactly-once v2, while Headwater is killed three times, compared with its output
// on Apache Kafka.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compile, obstacle } from './java.ts'
import { knownDifferences } from './known-differences.ts'
import { difference, ORDERS, runStreams } from './streams-eos.ts'
import { startApacheKafka, startHeadwater } from './targets.ts'
import { runTools, type ToolResult } from './tools.ts'

const RECORDED = join(import.meta.dirname, 'apache-kafka-4.3.1.json')
const asked = process.argv.slice(2)
const isAsked = (name: string): boolean => asked.every((arg) => arg.startsWith('--')) || asked.includes(name)

const reason = await obstacle()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
  process.exit(0)
}
await compile()
let failures = 0
if (isAsked('tools')) failures += await compareTools()
if (isAsked('streams')) failures += await compareStreams()
process.exitCode = failures === 0 ? 0 : 1

async function compareTools(): Promise<number> {
  if (asked.includes('--record')) {
    const kafka = await startApacheKafka()
    const recorded = await runTools(kafka, console.log).finally(() => kafka.stop())
    await writeFile(RECORDED, `${JSON.stringify(recorded, null, 1)}\n`)
  }
  const theirs = JSON.parse(await readFile(RECORDED, 'utf8')) as ToolResult[]
  const headwater = await startHeadwater()
  const ours = await runTools(headwater, () => {}).finally(() => headwater.stop())
  let failed = 0
  for (const { name, code, said } of ours) {
    const their = theirs.find((result) => result.name === name)
    const isSame = their !== undefined && their.code === code && their.said === said
    const why = knownDifferences[name]
    if (isSame && why !== undefined) console.log(`${name}: no difference any more; known-differences.ts says "${why}"`)
    if (!isSame && why === undefined) console.log(`${name}: exit ${code} against ${their?.code}\n--- Headwater\n${said}\n--- Apache Kafka\n${their?.said}\n`)
    if (isSame === (why !== undefined)) failed++
  }
  const known = Object.keys(knownDifferences).length
  console.log(`tools: ${ours.length} steps, ${ours.length - known - failed} equal, ${known} different for a reason, ${failed} failed`)
  return failed
}

async function compareStreams(): Promise<number> {
  const kafka = await startApacheKafka()
  const theirs = await runStreams(kafka, []).finally(() => kafka.stop())
  const headwater = await startHeadwater()
  const kill = (): Promise<void> => headwater.killAndRestart()
  const ours = await runStreams(headwater, [kill, kill, kill]).finally(() => headwater.stop())
  const found = [difference(ours.enriched, theirs.enriched), difference(ours.counts, theirs.counts)].filter((one) => one !== null)
  for (const one of found) console.log(`streams: ${one}`)
  if (found.length > 0) console.log(ours.said.slice(-4_000))
  console.log(`streams: ${ORDERS} orders, Headwater killed 3 times; ${ours.enriched.length} and ${ours.counts.length} committed records ${found.length === 0 ? 'equal to those' : 'DIFFERENT from those'} on Apache Kafka`)
  return found.length
}
