// Choices of a replay as the contract says them, and as plans keep them.
import type { ReplayOptions as Asked, ReplayTransform } from '../contract/replay.ts'
import { DEFAULT_HEADERS, defaultOptions, type ReplayOptions, type Transform } from '../deadletters/replay/options.ts'
import { checkPatch, PatchFailed } from '../deadletters/replay/transform/json-patch.ts'
import { SchemaError, valueSchema } from '../deadletters/replay/transform/value-schema.ts'
import { functionProblem } from '../scan/sandbox/function-text.ts'
import { invalidInput } from './service-error.ts'

/** What the contract leaves to others. */
export interface KeptChoices {
  readonly redirects: ReplayOptions['redirects']
  readonly skipReplayed: boolean
  readonly maxItems: number
}

/** Throws INVALID_INPUT for a transform or a schema that is none. */
export function optionsOf(asked: Asked, transform: ReplayTransform, { redirects, skipReplayed, maxItems }: KeptChoices): ReplayOptions {
  const base = defaultOptions({ isLocal: false })
  return {
    ...base,
    target: asked.target,
    redirects,
    payload: asked.payload,
    partition: partitionOf(asked),
    timestamp: asked.timestamp,
    headers: headersOf(asked),
    transform: transformOf(transform),
    valueSchema: schemaOf(asked.valueSchema ?? null),
    order: asked.order === 'per-key' ? 'key' : 'none',
    stopAfterErrors: asked.stopAfterFailures,
    rate: { messagesPerSecond: asked.messagesPerSecond, bytesPerSecond: asked.bytesPerSecond },
    canary: asked.canary === 0 ? null : { count: asked.canary, waitMs: asked.canaryWaitMs },
    maxReplays: asked.maxReplays,
    maxItems,
    skipReplayed,
    pin: asked.pin ? 'auto' : 'never',
    mode: asked.mode,
    idPrefix: asked.idPrefix ?? base.idPrefix,
  }
}

export function shownOptions(options: ReplayOptions, targetConnectionId: string): Asked {
  const { headers, partition, rate, canary, valueSchema: schema, idPrefix } = options
  return {
    target: options.target,
    targetConnectionId,
    payload: options.payload,
    partition: partition.mode === 'same' ? 'same' : partition.mode === 'by-key' ? `by-key-${partition.partitioner}` : 'explicit',
    ...(partition.mode === 'explicit' && { explicitPartition: partition.partition }),
    timestamp: options.timestamp,
    headers: headers.owned,
    stamp: headers.stamp,
    removeHeaders: [...headers.remove],
    setHeaders: headers.set.map((header) => ({ ...header })),
    maxHeaderBytes: headers.maxValueBytes,
    valueSchema: schema,
    idPrefix,
    order: options.order === 'key' ? 'per-key' : 'none',
    stopAfterFailures: options.stopAfterErrors,
    ...rate,
    canary: canary?.count ?? 0,
    canaryWaitMs: canary?.waitMs ?? 0,
    maxReplays: options.maxReplays ?? 1_000,
    pin: options.pin !== 'never',
    mode: options.mode,
  }
}

export function transformOf(transform: ReplayTransform): Transform | null {
  if (transform.kind === 'none') return null
  if (transform.kind === 'json-patch') return { kind: 'json-patch', patch: patchOf(transform.patch) }
  const problem = functionProblem(transform.code)
  if (problem) throw invalidInput('transform.code', problem.line === null ? problem.message : `${problem.message} (line ${problem.line})`)
  return { kind: 'js', source: transform.code }
}

export function shownTransform(transform: Transform | null): ReplayTransform {
  if (transform === null) return { kind: 'none' }
  if (transform.kind === 'mask') return { kind: 'none' }
  return transform.kind === 'js' ? { kind: 'javascript', code: transform.source } : { kind: 'json-patch', patch: JSON.stringify(transform.patch, null, 2) }
}

function partitionOf({ partition, explicitPartition = 0 }: Asked): ReplayOptions['partition'] {
  if (partition === 'same') return { mode: 'same' }
  if (partition === 'explicit') return { mode: 'explicit', partition: explicitPartition }
  return { mode: 'by-key', partitioner: partition === 'by-key-murmur2' ? 'murmur2' : 'crc32' }
}

function headersOf({ headers, stamp, removeHeaders = [], setHeaders = [], maxHeaderBytes = null }: Asked): ReplayOptions['headers'] {
  return { ...DEFAULT_HEADERS, owned: headers, stamp, remove: removeHeaders, set: setHeaders, maxValueBytes: maxHeaderBytes }
}

function patchOf(text: string) {
  try {
    return checkPatch(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidInput('transform.patch', `The JSON Patch is not JSON: ${error.message}.`)
    if (error instanceof PatchFailed) throw invalidInput('transform.patch', error.message)
    throw error
  }
}

function schemaOf(text: string | null): string | null {
  if (text === null || text.trim() === '') return null
  try {
    valueSchema(text)
    return text
  } catch (error) {
    if (error instanceof SchemaError) throw invalidInput('valueSchema', error.message)
    throw error
  }
}
