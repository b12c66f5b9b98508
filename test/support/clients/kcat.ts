// kcat (Debian's package, librdkafka 2.0.2), unmodified: older than 2.11.1, so it compresses only where Produce v0 is advertised (KAFKA-18659).
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ClientDriver, SentRecord } from './client-driver.ts'

export const kcatMissing = (): string | undefined => (spawnSync('kcat', ['-V']).error ? 'kcat is not installed (Debian: apt-get install kcat)' : undefined)

export const kcat: ClientDriver = {
  name: 'kcat',
  codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],

  /** kcat has no admin commands: asking for a topic's metadata creates it, as clients with auto-creation do. */
  async createTopic(bootstrap, topic) {
    await run(['-b', bootstrap, '-L', '-t', topic, '-X', 'allow.auto.create.topics=true'])
  },

  async produce(bootstrap, topic, codec, records) {
    // All records of one kcat call share their headers, so one call per distinct set.
    for (const [headers, group] of Map.groupBy(records, (record) => JSON.stringify(record.headers))) {
      const flags = Object.entries(JSON.parse(headers) as SentRecord['headers']).flatMap(([name, value]) => ['-H', `${name}=${value}`])
      await run(['-b', bootstrap, '-P', '-t', topic, '-K', '\t', '-z', codec, '-X', 'acks=all', ...flags], group.map(({ key, value }) => `${key}\t${value}\n`).join(''))
    }
  },

  async join(bootstrap, topic, groupId, receive) {
    const settings = ['auto.offset.reset=earliest', 'session.timeout.ms=10000', 'heartbeat.interval.ms=300', 'auto.commit.interval.ms=200', 'fetch.wait.max.ms=200']
    const args = ['-b', bootstrap, '-u', '-f', '%p\t%o\t%k\t%s\t%h\n', ...settings.flatMap((setting) => ['-X', setting]), '-G', groupId, topic]
    const child = spawn('kcat', args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const assigned = new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        if (String(chunk).includes('assigned')) resolve()
      })
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [partition, offset, key, value, headers] = line.split('\t')
      receive({
        partition: Number(partition),
        offset: Number(offset),
        key: key!,
        value: value!,
        headers: Object.fromEntries((headers ?? '').split(',').filter(Boolean).map((pair) => pair.split('=') as [string, string])),
      })
    })
    await assigned
    return {
      async leave() {
        const exited = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGINT')
        await exited
      },
    }
  },
}

function run(args: string[], input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('kcat', args, { stdio: ['pipe', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`kcat ${args.join(' ')} ended with ${code}: ${errors}`))))
    child.stdin.end(input)
  })
}
