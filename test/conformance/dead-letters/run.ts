// Dead letters of real frameworks, recorded: node test/conformance/dead-letters/run.ts [part of a fixture's name …]
//
// Each runs against a fresh broker, Headwater's unless it lacks something; what is on it afterwards goes to test/fixtures/dead-letters/<file>.json. `npm run unit` compares
// the decoders with those files.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Recording, RECORDINGS_FOLDER } from '../../support/recorded-dead-letters.ts'
import { kafkaConnect } from './connect.ts'
import type { FailingRun, Framework } from './frameworks.ts'
import { kafkajsAsyncRetry } from './kafkajs.ts'
import { shareGroups } from './share-groups.ts'
import { smallryeKafka } from './smallrye.ts'
import { springCloudStream } from './spring-cloud.ts'
import { springKafka } from './spring.ts'
import { kafkaStreams } from './streams.ts'
import { watermill } from './watermill.ts'
import { startWorld } from './world.ts'

const FRAMEWORKS: readonly Framework[] = [springKafka, kafkaConnect, ...kafkaStreams, springCloudStream, smallryeKafka, kafkajsAsyncRetry, watermill, shareGroups]

const asked = process.argv.slice(2)
const isAsked = ({ file }: FailingRun): boolean => asked.length === 0 || asked.some((part) => file.includes(part))
let failures = 0

await mkdir(RECORDINGS_FOLDER, { recursive: true })
for (const framework of FRAMEWORKS) {
  const failings = framework.failings.filter(isAsked)
  const obstacle = failings.length === 0 ? null : await framework.obstacle()
  if (obstacle !== null) console.log(`skipped ${framework.name} ${framework.version}: ${obstacle}`)
  else for (const failing of failings) await record(framework, failing)
}
process.exit(failures === 0 ? 0 : 1)

async function record({ name, version, startBroker }: Framework, { file, what, run }: FailingRun): Promise<void> {
  const world = await startWorld(startBroker)
  try {
    await run(world)
    const recorded: Recording = { what, framework: name, version, recordedAt: new Date().toISOString(), topics: await world.topics() }
    await writeFile(join(RECORDINGS_FOLDER, `${file}.json`), `${JSON.stringify(recorded, null, 1)}\n`)
    console.log(`${file}: ${recorded.topics.map((topic) => `${topic.name} ${topic.records.length}`).join(', ')}`)
  } catch (error) {
    failures++
    console.log(`FAILED ${file}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  } finally {
    await world.end()
  }
}
