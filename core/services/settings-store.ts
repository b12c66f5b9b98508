// The settings on disk: `settings.json` in the home folder. What cannot be used of it is kept aside and said, never lost and never in the way.
import { copyFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { asideName, fileTrouble, readIfThere, writeAtomically } from '../base/atomic-file.ts'
import type { Clock } from '../base/clock.ts'
import { DEFAULT_SETTINGS, type Settings, settings as schema, type SettingsState } from '../contract/settings.ts'

export type SettingsProblem = SettingsState['problem']

export interface LoadedSettings {
  readonly settings: Settings
  readonly problem: SettingsProblem
}

const VERSION = 1

/** What a file of an older version says in the words of the next one. Index 0: before versions were written, the settings stood alone. */
const MIGRATIONS: readonly ((file: Fields) => Fields)[] = [(file) => ({ version: 1, settings: file })]

type Fields = Record<string, unknown>

export class SettingsStore {
  readonly file: string

  constructor(directory: string) {
    this.file = join(directory, 'settings.json')
  }

  /** An absent file means the defaults. Rejects only where there is a file that this user may not read. */
  async load(clock: Clock): Promise<LoadedSettings> {
    const text = await readIfThere(this.file)
    if (text === null) return { settings: DEFAULT_SETTINGS, problem: null }
    const { settings, bad, complaint } = parseSettings(text)
    if (complaint !== null) {
      return { settings, problem: await this.#aside(rename, `The settings could not be read: ${complaint}. All of them are at their defaults.`, clock) }
    }
    if (bad.length === 0) return { settings, problem: null }
    const message = `Of the settings, ${bad.join(', ')} could not be used: at ${bad.length === 1 ? 'its default' : 'their defaults'} now.`
    const problem = await this.#aside(copyFile, message, clock)
    // Said once: what is on the disk from here on is what is in force.
    if (problem?.keptAside) await this.save(settings)
    return { settings, problem }
  }

  /** Resolves once the settings would survive a crash. One at a time: the caller waits before it saves again. */
  async save(settings: Settings): Promise<void> {
    await writeAtomically(this.file, `${JSON.stringify({ version: VERSION, settings }, null, 2)}\n`)
  }

  async #aside(how: (from: string, to: string) => Promise<void>, message: string, clock: Clock): Promise<SettingsProblem> {
    const keptAside = asideName(this.file, clock.now())
    try {
      await how(this.file, keptAside)
      return { message, keptAside }
    } catch (error) {
      return { message: `${message} The file could not be kept aside (${fileTrouble(error)}).`, keptAside: '' }
    }
  }
}

interface Parsed {
  settings: Settings
  /** Fields whose values could not be used, with the values. */
  bad: string[]
  /** Why nothing of the file could be used. */
  complaint: string | null
}

export function parseSettings(text: string): Parsed {
  const unusable = (complaint: string): Parsed => ({ settings: DEFAULT_SETTINGS, bad: [], complaint })
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    return unusable((error as Error).message)
  }
  if (!isFields(file)) return unusable('the file does not hold an object')
  const version = file['version'] ?? 0
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) return unusable(`"version" is ${JSON.stringify(version)}`)
  if (version > VERSION) return unusable(`they are of version ${version}, written by a newer Headwater, and this one knows version ${VERSION}`)
  const { settings } = MIGRATIONS.slice(version).reduce((older, migrate) => migrate(older), file)
  return isFields(settings) ? { ...pickUsable(settings), complaint: null } : unusable('"settings" is missing')
}

/** Field by field, so that one bad value costs nothing else. Unknown fields are left out. */
function pickUsable(fields: Fields): Pick<Parsed, 'settings' | 'bad'> {
  const bad: string[] = []
  const usable = Object.entries(schema.shape).flatMap(([name, field]) => {
    if (!Object.hasOwn(fields, name)) return []
    const { success, data } = field.safeParse(fields[name])
    if (!success) bad.push(`"${name}" (${abridged(fields[name])})`)
    return success ? [[name, data]] : []
  })
  return { settings: { ...DEFAULT_SETTINGS, ...(Object.fromEntries(usable) as Partial<Settings>) }, bad }
}

function abridged(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
