// Throws bodies of every message at its decoder: it returns or throws ProtocolError, soon.
import { brokenPromise } from './only-protocol-errors.ts'
import { decode } from '../core/protocol/apis.ts'
import { bodyOf, randomOf } from './inputs.ts'

/** One input may take so long. */
export const SLOW_MS = 1000

/** What was found, or null. */
export function fuzzDecoder(seed: number, index: number): string | null {
  const { api, direction, version, bytes } = bodyOf(randomOf(seed, index))
  const startedMs = performance.now()
  const broken = brokenPromise(bytes, (input) => decode(api, direction, version, input))
  if (broken !== null) return `${api.name} v${version} ${direction}: ${broken}`
  const tookMs = performance.now() - startedMs
  return tookMs > SLOW_MS ? `${api.name} v${version} ${direction} took ${Math.round(tookMs)} ms for ${bytes.toString('hex')}` : null
}
