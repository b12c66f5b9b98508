// What the demo has made, on disk: `demo.json` in the data folder, so that removing it takes nothing that somebody else made.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readIfThere, writeAtomically } from '../base/atomic-file.ts'
import type { Logger } from '../base/logger.ts'

const made = z.object({ topics: z.array(z.object({ name: z.string(), topicId: z.string() })), groups: z.array(z.string()) })
/** Topics by id: one that was deleted and made anew under the same name is somebody else's. */
export type DemoMade = z.infer<typeof made>

const VERSION = 1
const NOTHING: DemoMade = { topics: [], groups: [] }
const file = made.extend({ version: z.literal(VERSION) })

export class DemoLedger {
  readonly #path: string
  #made: DemoMade

  /** Where there is no file, there is no demo. One that cannot be read is told of and left: nothing is deleted on a guess. */
  static async load(directory: string, logger: Logger): Promise<DemoLedger> {
    const path = join(directory, 'demo.json')
    const text = await readIfThere(path)
    return new DemoLedger(path, text === null ? NOTHING : parse(text, path, logger))
  }

  private constructor(path: string, made: DemoMade) {
    this.#path = path
    this.#made = made
  }

  get made(): DemoMade {
    return this.#made
  }

  async save(demo: DemoMade): Promise<void> {
    await writeAtomically(this.#path, `${JSON.stringify({ version: VERSION, ...demo }, null, 2)}\n`)
    this.#made = { topics: [...demo.topics], groups: [...demo.groups] }
  }

  async forget(): Promise<void> {
    await rm(this.#path, { force: true })
    this.#made = NOTHING
  }
}

function parse(text: string, path: string, logger: Logger): DemoMade {
  try {
    const { topics, groups } = file.parse(JSON.parse(text))
    return { topics, groups }
  } catch (error) {
    logger.warn(`"${path}" cannot be used (${(error as Error).message.replaceAll('\n', ' ')}); the demo's topics have to be deleted by hand.`)
    return NOTHING
  }
}
