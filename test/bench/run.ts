// Runs the benchmarks one after another, each in its own process, and prints their figures; `--record` writes them to RESULTS.md.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Figure } from './measure.ts'

const BENCHES: Record<string, URL> = {
  start: new URL('./start.ts', import.meta.url),
  'storage-append': new URL('./storage-append.ts', import.meta.url),
  'wire-produce': new URL('./wire-produce.ts', import.meta.url),
  'wire-fetch': new URL('./wire-fetch.ts', import.meta.url),
  durability: new URL('./durability.ts', import.meta.url),
  retention: new URL('./retention.ts', import.meta.url),
  'cleaning-turns': new URL('./cleaning-turns.ts', import.meta.url),
  scan: new URL('./scan.ts', import.meta.url),
  search: new URL('./search.ts', import.meta.url),
  'dead-letters': new URL('./dead-letters.ts', import.meta.url),
  clients: new URL('./clients.ts', import.meta.url),
  page: new URL('./page.ts', import.meta.url),
  'apache-kafka': new URL('./apache-kafka.ts', import.meta.url),
}
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const here = import.meta.dirname

const figures: Figure[] = []
for (const bench of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  const script = BENCHES[bench]
  if (script === undefined) throw new Error(`There is no benchmark "${bench}"; there are ${Object.keys(BENCHES).join(', ')}.`)
  const { stdout, status } = spawnSync(process.execPath, [fileURLToPath(script)], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 1 << 26 })
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
    const figure = JSON.parse(line) as Figure
    figures.push(figure)
    console.log(row(figure))
  }
  if (status !== 0) {
    console.error(`bench ${bench} failed (exit ${status})`)
    process.exit(1)
  }
}
if (process.argv.includes('--record')) record()

function row({ name, value, unit, ratio, ratioOf, goal }: Figure): string {
  const shown = value >= 100 ? value.toFixed(0) : value.toFixed(2)
  return `| ${name} | ${shown} ${unit} | ${ratio === undefined ? '' : ratio.toFixed(2)} | ${ratioOf ?? ''} | ${goal ?? ''} |`
}

function record(): void {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node ${process.version}`
  const text = [
    '# Benchmark results',
    '',
    `\`npm run bench -- --record\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.`,
    '',
    'Trust the ratios, which come from one run, not the absolute values: the machine is a small virtual one with a noisy disk.',
    `Its load average at the end of that run was ${loadavg()[1]!.toFixed(1)} over five minutes: what is above its number of cores was other work beside it.`,
    'The limits and goals are those of the storage design: what one plain file with the same group commit does, and what a bare socket does.',
    '',
    '| what | measured | ratio | of | goal |',
    '|---|---|---|---|---|',
    ...(wanted.length > 0 ? keptRows() : []),
    ...figures.map(row),
    '',
  ].join('\n')
  writeFileSync(join(here, 'RESULTS.md'), text)
}

/** Of benchmarks that were not run this time: only a run of all of them leaves out what is not measured any more. */
function keptRows(): string[] {
  const measured = new Set(figures.map(({ name }) => name))
  const rows = readFileSync(join(here, 'RESULTS.md'), 'utf8').split('\n').filter((line) => /^\| (?!what \|)/.test(line))
  return rows.filter((line) => !measured.has(line.split('|')[1]!.trim()))
}
