// Throws bodies of every message at its decoder: it returns or throws ProtocolError, soon.
import { brokenPromise } from './only-protocol-errors.ts'
import { decode } from '../core/protocol/apis.ts'
import { bodyOf, randomOf } from './inputs.ts'

/** One input may take so much of the processor. */
export const SLOW_MS = 1000

/** What was found, or null. */
export function fuzzDecoder(seed: number, index: number): string | null {
  const { api, direction, version, bytes } = bodyOf(randomOf(seed, index))
  const started = process.cpuUsage()
  const broken = brokenPromise(bytes, (input) => decode(api, direction, version, input))
  if (broken !== null) return `${api.name} v${version} ${direction}: ${broken}`
  const tookMs = cpuMsSince(started)
  return tookMs > SLOW_MS ? `${api.name} v${version} ${direction} took ${Math.round(tookMs)} ms for ${bytes.toString('hex')}` : null
}

/** Not the time on the wall: others may be using the machine. */
export function cpuMsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1000
}
