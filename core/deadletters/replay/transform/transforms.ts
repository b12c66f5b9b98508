// Repairs records as a plan says: by a person's function in the sandbox, by a JSON Patch of the value, or by masks.
import type { Timers } from '../../../base/timers.ts'
import type { MapOutcome, RecordToMap, SandboxRecord } from '../../../scan/sandbox/guest-context.ts'
import { Sandbox } from '../../../scan/sandbox/sandbox.ts'
import { decodeUtf8 } from '../../../serdes/readable.ts'
import type { Transform } from '../options.ts'
import { parseExact, stringifyExact } from './exact-json.ts'
import { applyPatch, PatchFailed } from './json-patch.ts'
import { masked } from './mask.ts'

/** Sandboxes hold a thread each. */
const MOST_SANDBOXES = 3
/** The stack of the program is what bounds it. */
const TOO_DEEP: MapOutcome = { kind: 'failed', message: 'The value is nested too deep to be read as JSON.', line: null }

export class Transforms {
  readonly #timers: Timers
  /** By their text, in the order of their last use. */
  readonly #sandboxes = new Map<string, Sandbox>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** One outcome for each record, in order. Throws FunctionTextError for what is no function. */
  async apply(transform: Transform, records: readonly RecordToMap[]): Promise<MapOutcome[]> {
    if (transform.kind === 'json-patch') return records.map((record) => patched(record, transform.patch))
    if (transform.kind === 'mask') return records.map((record) => maskedRecord(record, transform))
    return this.#sandbox(transform.source).map(records)
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#sandboxes.values(), async (sandbox) => sandbox.close()))
    this.#sandboxes.clear()
  }

  #sandbox(text: string): Sandbox {
    const sandbox = this.#sandboxes.get(text) ?? new Sandbox(text, this.#timers)
    this.#sandboxes.delete(text)
    this.#sandboxes.set(text, sandbox)
    if (this.#sandboxes.size > MOST_SANDBOXES) this.#closeOldest()
    return sandbox
  }

  #closeOldest(): void {
    const [[text, oldest]] = this.#sandboxes as unknown as [[string, Sandbox]]
    this.#sandboxes.delete(text)
    void oldest.close()
  }
}

/** What cannot be hidden is not copied. */
function maskedRecord({ value }: SandboxRecord, { rules, salt }: Extract<Transform, { kind: 'mask' }>): MapOutcome {
  if (value === null) return { kind: 'mapped' }
  const text = decodeUtf8(value)
  try {
    if (text !== null) return { kind: 'mapped', value: Buffer.from(masked(text, rules, salt)) }
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP
    if (!(error instanceof SyntaxError)) throw error
  }
  return { kind: 'failed', message: 'The value is not JSON and cannot be masked.', line: null }
}

function patched({ value }: SandboxRecord, patch: Extract<Transform, { kind: 'json-patch' }>['patch']): MapOutcome {
  const failed = (message: string): MapOutcome => ({ kind: 'failed', message, line: null })
  if (value === null) return failed('The value is null; a JSON Patch needs a JSON document.')
  const text = decodeUtf8(value)
  if (text === null) return failed('The value is not text; a JSON Patch needs a JSON document.')
  try {
    return { kind: 'mapped', value: Buffer.from(stringifyExact(applyPatch(parseExact(text), patch))!) }
  } catch (error) {
    if (error instanceof SyntaxError) return failed(`The value is not JSON: ${error.message}.`)
    if (error instanceof PatchFailed) return failed(error.message)
    if (error instanceof RangeError) return TOO_DEEP
    throw error
  }
}
