// New environments off the event loop: LMDB creates tables in flushed transactions, on the loop. The first file made that way is kept as a
// template, and later ones begin as copies of it, which are written, flushed and named by other threads.
import { readFileSync, statSync } from 'node:fs'
import { open, rename, unlink } from 'node:fs/promises'

/** An environment of empty tables has a few pages; where LMDB makes its files as large as their map, there is no template. */
const MAX_BYTES = 256 * 1024
const UNFINISHED = '.new'

export class EnvironmentTemplate {
  #bytes: Buffer | undefined

  /** Takes a file whose environment was just created and holds nothing yet. */
  capture(path: string): void {
    if (this.#bytes === undefined && statSync(path).size <= MAX_BYTES) this.#bytes = readFileSync(path)
  }

  /** Puts a whole and flushed copy at `path`, or nothing while there is no template. */
  async place(path: string): Promise<void> {
    if (this.#bytes === undefined) return
    const unfinished = path + UNFINISHED
    const file = await open(unfinished, 'w')
    try {
      await file.writeFile(this.#bytes)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path).catch(async (cause: unknown) => {
      await unlink(unfinished)
      throw cause
    })
  }
}

/** What a crash may have left of a copy. */
export const isUnfinishedCopy = (name: string): boolean => name.endsWith(`.mdb${UNFINISHED}`)
