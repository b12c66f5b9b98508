// Which data files are worth rewriting: those that are mostly dead, those with the most dead bytes once these weigh, and crowds of small ones.

export interface FileUse {
  readonly id: number
  readonly isCurrent: boolean
  /** Of all batches put into it, as far as known. */
  readonly batchBytes: number
  /** Of the batches that can still be read. */
  readonly liveBytes: number
  /** Of the file that batches take, LMDB's own share included. */
  readonly storedBytes: number
}

const MIB = 1024 * 1024
/** Less is not worth a new file. */
const MIN_DEAD_BYTES = MIB
const MOSTLY_DEAD = 0.3
/** Against the bytes stored, of which LMDB's pages may take more than half where batches are tiny. */
const MOSTLY_DEAD_STORED = 0.25
/** Dead bytes that may stay: this share of the live ones, or so many. */
const TOLERATED_SHARE = 1 / 4
const TOLERATED_BYTES = 16 * MIB
const MANY_SMALL_FILES = 16

/** Ids in the order in which to rewrite them. The current file may be among them: it is sealed first. */
export function filesToClean(files: readonly FileUse[], smallBytes: number): number[] {
  const chosen = new Set(files.filter(isMostlyDead).map(({ id }) => id))
  const liveBytes = files.reduce((sum, file) => sum + file.liveBytes, 0)
  const tolerated = Math.max(TOLERATED_BYTES, liveBytes * TOLERATED_SHARE)
  const rest = files.filter((file) => !chosen.has(file.id) && deadBytes(file) > 0).toSorted((a, b) => deadShare(b) - deadShare(a))
  let dead = rest.reduce((sum, file) => sum + deadBytes(file), 0)
  for (const file of rest) {
    if (dead <= tolerated) break
    chosen.add(file.id)
    dead -= deadBytes(file)
  }
  const small = files.filter((file) => !file.isCurrent && file.liveBytes < smallBytes)
  if (small.length >= MANY_SMALL_FILES) for (const { id } of small) chosen.add(id)
  return [...chosen]
}

function isMostlyDead(file: FileUse): boolean {
  const { batchBytes, liveBytes, storedBytes, isCurrent } = file
  if (deadBytes(file) >= MIN_DEAD_BYTES && liveBytes < batchBytes * MOSTLY_DEAD) return true
  return !isCurrent && storedBytes - liveBytes >= MIN_DEAD_BYTES && liveBytes < storedBytes * MOSTLY_DEAD_STORED
}

const deadBytes = ({ batchBytes, liveBytes }: FileUse): number => Math.max(0, batchBytes - liveBytes)

const deadShare = (file: FileUse): number => deadBytes(file) / Math.max(1, file.batchBytes)
