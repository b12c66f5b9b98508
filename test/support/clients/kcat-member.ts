// kcat as a member of a group, with what it says of its rebalances: which partitions it was given and gave up, in order.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Rebalance {
  readonly kind: 'assignment' | 'revoke'
  /** Only some partitions come or go (KIP-429). */
  readonly isIncremental: boolean
  readonly partitions: readonly string[]
}

export interface KcatMember {
  readonly rebalances: readonly Rebalance[]
  /** What it has now. */
  readonly owned: ReadonlySet<string>
  leave(): Promise<void>
}

const REBALANCED = /rebalanced(?:: (incremental) (assignment|revoke) of \d+ partition\(s\))? \(memberid [^)]*\): (?:(assigned|revoked): )?(.*)$/

/** `heard` is called for every rebalance, after `owned` has followed it. */
export function startKcatMember(bootstrap: string, topic: string, groupId: string, settings: readonly string[], receive: (record: string) => void, heard: () => void = () => {}): KcatMember {
  const always = ['auto.offset.reset=earliest', 'session.timeout.ms=6000', 'heartbeat.interval.ms=300', 'auto.commit.interval.ms=200', 'fetch.wait.max.ms=200']
  const flags = [...always, ...settings].flatMap((setting) => ['-X', setting])
  const child = spawn('kcat', ['-b', bootstrap, '-u', '-f', '%p@%o\n', ...flags, '-G', groupId, topic], { stdio: ['ignore', 'pipe', 'pipe'] })
  const rebalances: Rebalance[] = []
  const owned = new Set<string>()
  createInterface({ input: child.stdout }).on('line', receive)
  createInterface({ input: child.stderr }).on('line', (line) => {
    const rebalance = rebalanceIn(line)
    if (rebalance === undefined) return
    rebalances.push(rebalance)
    if (rebalance.kind === 'assignment' && !rebalance.isIncremental) owned.clear()
    for (const partition of rebalance.partitions) {
      if (rebalance.kind === 'assignment') owned.add(partition)
      else owned.delete(partition)
    }
    heard()
  })
  return {
    rebalances,
    owned,
    async leave() {
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      await exited
    },
  }
}

function rebalanceIn(line: string): Rebalance | undefined {
  const match = REBALANCED.exec(line)
  if (match === null) return undefined
  const [, incremental, kind, eager, partitions] = match
  return {
    kind: kind === 'assignment' || eager === 'assigned' ? 'assignment' : 'revoke',
    isIncremental: incremental !== undefined,
    partitions: partitions!.split(', ').filter((name) => name.includes('[')),
  }
}
