// `npm run fuzz -- --inputs 10000000 --seed N`: throws so many inputs at decoders and brokers; what is found is printed with the line that shows it again.
import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fuzzBroker, INPUTS_PER_BROKER } from './broker-fuzzer.ts'
import { fuzzDecoder } from './decoder-fuzzer.ts'

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Just this input of the decoders. */
    decoder: { type: 'string' },
    /** Just this broker. */
    broker: { type: 'string' },
    /** Adds a line to RESULTS.md. */
    record: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const wanted = Number(values.inputs)
/** Decoders are many times as fast as a broker. */
const DECODER_INPUTS_PER_BROKER = 2 * INPUTS_PER_BROKER
const REPORT_PERIOD = 40

const startedMs = performance.now()
let decoderInputs = 0
let brokerInputs = 0
let findings = 0

function found(finding: string, again: string): void {
  findings += 1
  console.log(`${finding}\nagain: npm run fuzz -- --seed ${seed} ${again}`)
  process.exitCode = 1
}

const total = (): number => decoderInputs + brokerInputs
const rate = (): number => Math.round((total() / (performance.now() - startedMs)) * 1000)

function fuzzDecoders(from: number, count: number): void {
  for (let index = from; index < from + count; index++) {
    const finding = fuzzDecoder(seed, index)
    if (finding !== null) found(finding, `--decoder ${index}`)
  }
  decoderInputs += count
}

async function fuzzOneBroker(number: number): Promise<void> {
  const finding = await fuzzBroker({ seed, number })
  brokerInputs += INPUTS_PER_BROKER
  if (finding !== null) found(finding, `--broker ${number}`)
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    if (error instanceof Error && 'commitError' in error) return
    found(`${event}: ${error instanceof Error ? error.stack : String(error)}`, `--broker ${Math.floor(brokerInputs / INPUTS_PER_BROKER)}`)
  })
}

if (values.decoder !== undefined) fuzzDecoders(Number(values.decoder), 1)
else if (values.broker !== undefined) await fuzzOneBroker(Number(values.broker))
else {
  for (let number = 0; total() < wanted; number++) {
    fuzzDecoders(number * DECODER_INPUTS_PER_BROKER, DECODER_INPUTS_PER_BROKER)
    await fuzzOneBroker(number)
    if (number % REPORT_PERIOD === REPORT_PERIOD - 1) console.log(`${total()} inputs, ${rate()} a second, ${findings} findings, ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MiB`)
  }
}
console.log(`seed ${seed}: ${decoderInputs} inputs for decoders, ${brokerInputs} for brokers, ${rate()} a second, ${findings} findings`)
if (values.record) {
  const day = new Date().toISOString().slice(0, 10)
  appendFileSync(new URL('RESULTS.md', import.meta.url), `| ${day} | ${seed} | ${decoderInputs} | ${brokerInputs} | ${rate()} | ${findings} |\n`)
}
