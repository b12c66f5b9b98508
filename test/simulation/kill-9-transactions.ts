// `npm run kill9 -- --kills 1000`: kills a broker under transactional load at random points; at the end every record is committed exactly once.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Random, seededRandom } from '../../core/base/random.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { OffsetFetch } from '../../core/protocol/messages/offset-fetch.ts'
import { batches } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import type { Sender } from '../support/sender.ts'
import { WireClient } from '../support/wire-client.ts'
import { BrokerRelay } from './broker-relay.ts'
import { committedBatches } from './committed-records.ts'
import { CopyingWorker, GROUP, INPUT, OUTPUT, OUTPUT_PARTITIONS, type WorkerCounts } from './copying-worker.ts'

const WORKERS = 4
/** A killed process leaves the same in memory as on disk, and memory is faster. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const MAX_ENDS = 12
const MAX_WAIT_MS = 2000
const SPREAD_MS = 30
/** Small generations, so that kills meet rolls. */
const SETTINGS = ['headwater.generation.bytes=1048576', 'auto.create.topics.enable=false']

export interface KillResult extends WorkerCounts {
  readonly kills: number
  /** Records that read_committed readers see, each exactly once. */
  readonly records: number
}

export async function runKills({ kills, seed, killed }: { kills: number; seed: number; killed?: (kill: number) => void }): Promise<KillResult> {
  const directory = mkdtempSync(join(FOLDER, 'headwater-kill9-'))
  const relay = new BrokerRelay(directory, SETTINGS)
  const random = seededRandom(seed)
  let keptFolder = ''
  const workers = Array.from({ length: WORKERS }, (_, partition) => new CopyingWorker(partition, seededRandom(seed * 100 + partition)))
  try {
    await createTopics(relay)
    for (let kill = 0; kill < kills; kill++) {
      const broker = await relay.start()
      const load = Promise.all(workers.map((worker) => workUntilBroken(worker, broker.port)))
      await Promise.race([killTime(workers, random), load])
      await broker.kill()
      await load
      killed?.(kill + 1)
    }
    const broker = await relay.start()
    await endOpenTransactions(workers, broker.port)
    const records = await verify(broker.port)
    await broker.kill()
    const sum = (name: keyof WorkerCounts): number => workers.reduce((total, { counts }) => total + counts[name], 0)
    return { kills, records, committed: sum('committed'), aborted: sum('aborted'), doubtsCommitted: sum('doubtsCommitted'), doubtsLost: sum('doubtsLost') }
  } catch (error) {
    throw new Error(`seed ${seed}; what was found is in ${(keptFolder = directory)}`, { cause: error })
  } finally {
    relay.close()
    if (keptFolder !== directory) rmSync(directory, { recursive: true, force: true })
  }
}

/** Some ends of transactions after the start, on a busy machine too, and then anywhere between two of them. */
async function killTime(workers: readonly CopyingWorker[], random: Random): Promise<void> {
  const ends = (): number => workers.reduce((total, { counts }) => total + counts.committed + counts.aborted, 0)
  const wanted = ends() + random.below(MAX_ENDS)
  for (const startedMs = performance.now(); ends() < wanted && performance.now() - startedMs < MAX_WAIT_MS;) await sleep(2)
  await sleep(random.below(SPREAD_MS))
}

async function createTopics(relay: BrokerRelay): Promise<void> {
  const broker = await relay.start()
  const client = await WireClient.connect(broker.port)
  const topics = [{ name: INPUT, numPartitions: WORKERS }, { name: OUTPUT, numPartitions: OUTPUT_PARTITIONS }]
  const body = { topics: topics.map((topic) => ({ ...topic, replicationFactor: 1, assignments: [], configs: [] })), timeoutMs: 5000, validateOnly: false }
  await client.send(CreateTopics, 5, body)
  client.close()
  await broker.kill()
}

/** What was open at the last kill would keep readers of committed records from what came after it. */
async function endOpenTransactions(workers: readonly CopyingWorker[], port: number): Promise<void> {
  const client = await WireClient.connect(port)
  for (const worker of workers) await worker.begin(client)
  client.close()
}

async function workUntilBroken(worker: CopyingWorker, port: number): Promise<void> {
  const client = await WireClient.connect(port)
  try {
    await worker.run(client)
  } catch (error) {
    if (!/connection closed|EPIPE|ECONNRESET/.test(String(error))) throw error
  } finally {
    client.close()
  }
}

/** For every input partition: the output holds each record up to the group's offset exactly once, in order, and nothing beyond. */
async function verify(port: number): Promise<number> {
  const client = await WireClient.connect(port)
  const copied = await readCommitted(client)
  const asked = [{ groupId: GROUP, topics: [{ name: INPUT, partitionIndexes: Array.from({ length: WORKERS }, (_, i) => i) }] }]
  const [group] = (await client.send(OffsetFetch, 8, { groups: asked, requireStable: false })).groups
  let records = 0
  for (const { partitionIndex, committedOffset } of group!.topics[0]!.partitions) {
    const count = Math.max(0, committedOffset)
    const found = copied.filter((value) => value.startsWith(`${partitionIndex}@`))
    const distinct = new Set(found)
    if (distinct.size !== found.length) throw new Error(`partition ${partitionIndex}: ${found.length - distinct.size} records are there twice, such as ${found.find((value, i) => found.indexOf(value) !== i)}`)
    for (let offset = 0; offset < count; offset++) if (!distinct.has(`${partitionIndex}@${offset}`)) throw new Error(`record ${partitionIndex}@${offset} is missing; the group is at ${count}`)
    if (found.length !== count) throw new Error(`partition ${partitionIndex}: ${found.length} records are committed; the group is at ${count}`)
    records += count
  }
  client.close()
  return records
}

async function readCommitted(client: Sender): Promise<string[]> {
  const values: string[] = []
  for (let partition = 0; partition < OUTPUT_PARTITIONS; partition++) {
    const last = new Map<string, number>()
    for (let position = 0; ;) {
      const partitions = [{ partition, fetchOffset: position, partitionMaxBytes: 1 << 20 }]
      const response = await client.send(Fetch, 11, { maxWaitMs: 0, minBytes: 0, isolationLevel: 1, topics: [{ topic: OUTPUT, partitions }], forgottenTopicsData: [] })
      const { errorCode, records, abortedTransactions } = response.responses[0]!.partitions[0]!
      if (errorCode !== 0) throw new Error(`Fetch of ${OUTPUT}-${partition} at ${position} answered ${errorCode}`)
      if (records!.length === 0) break
      const committed = new Set(committedBatches(records!, position, abortedTransactions ?? []))
      for (const { at, header } of batches(records!)) {
        position = header.baseOffset + header.lastOffsetDelta + 1
        if (!committed.has(header.baseOffset)) continue
        for (const { value } of decodeRecords(records!, at, header)) {
          const [source, offset] = String(value).split('@')
          if (Number(offset) <= (last.get(source!) ?? -1)) throw new Error(`${OUTPUT}-${partition}: ${String(value)} comes after ${source}@${last.get(source!)}`)
          last.set(source!, Number(offset))
          values.push(String(value))
        }
      }
    }
  }
  return values
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } } })
  const startedMs = performance.now()
  const killed = (kill: number): void => {
    if (kill % 100 === 0) console.log(`${kill} kills, ${Math.round((performance.now() - startedMs) / kill)} ms each`)
  }
  const result = await runKills({ kills: Number(values.kills), seed: Number(values.seed), killed })
  console.log(`seed ${values.seed}, ${Math.round((performance.now() - startedMs) / result.kills)} ms a kill: ${JSON.stringify(result)}`)
}
