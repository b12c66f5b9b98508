// A folder that is gone when its test is over.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export async function tempFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-test-'))
  onTestFinished(async () => rm(directory, { recursive: true, force: true }))
  return directory
}
