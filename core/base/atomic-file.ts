// Small files that are either the old ones or the new ones, whatever happens; and what a file system's refusal means in words.
import { open, readFile, rename, rm } from 'node:fs/promises'

/** Resolves once the text would survive a crash. One at a time per path: the caller waits before it writes again. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}) // What stopped the write is told; this is only tidying up.
    throw error
  }
}

/** null where there is no such file. */
export async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** The name under which a file that cannot be used is kept: `settings.json.broken-2026-05-01T17-05-00.000Z`. */
export function asideName(path: string, nowMs: number): string {
  return `${path}.broken-${new Date(nowMs).toISOString().replaceAll(':', '-')}`
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of that path is a file',
  EISDIR: 'there is a folder of that name',
  EEXIST: 'there is a file of that name',
  ENOENT: 'there is no such place',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
}

/** `permission denied`, `the disk is full`, or the system's own code. */
export function fileTrouble(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  return REASONS[code] ?? code
}
