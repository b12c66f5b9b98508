// What the user has chosen: kept, told to every window, and beside it what is in force now.
import { isAbsolute } from 'node:path'
import { fileTrouble } from '../base/atomic-file.ts'
import type { Clock } from '../base/clock.ts'
import { Event } from '../base/event.ts'
import type { Logger } from '../base/logger.ts'
import { DEFAULT_SETTINGS, type Settings, type SettingsState } from '../contract/settings.ts'
import { invalidInput } from './service-error.ts'
import { type SettingsProblem, SettingsStore } from './settings-store.ts'

export interface SettingsOptions {
  /** The home folder: where the file is. */
  readonly directory: string
  readonly clock: Clock
  readonly logger: Logger
  /** Creates the folder where it is missing; rejects where it cannot hold data, with the file system's error as it is or as the cause. */
  readonly checkDataFolder: (path: string) => Promise<unknown>
}

export type Running = SettingsState['running']
/** What is left out, or undefined, stays as it is. */
export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined }

export class SettingsService {
  readonly #options: SettingsOptions
  readonly #store: SettingsStore
  readonly #changed = new Event<void>()
  #settings: Settings
  #problem: SettingsProblem
  #running: Running
  #changing: Promise<unknown> = Promise.resolve()

  static async load(options: SettingsOptions): Promise<SettingsService> {
    const store = new SettingsStore(options.directory)
    const { settings, problem } = await store.load(options.clock)
    if (problem) options.logger.warn(`${problem.message}${problem.keptAside && ` The file was kept as "${problem.keptAside}".`}`)
    return new SettingsService(options, store, settings, problem)
  }

  private constructor(options: SettingsOptions, store: SettingsStore, settings: Settings, problem: SettingsProblem) {
    this.#options = options
    this.#store = store
    this.#settings = settings
    this.#problem = problem
    this.#running = { kafkaPort: 0, kafkaProtocol: 'PLAINTEXT', kafkaAcls: false, webPort: null, dataFolder: options.directory, kafkaRelease: null, durability: 'flush' }
  }

  get file(): string {
    return this.#store.file
  }

  get current(): Settings {
    return this.#settings
  }

  get state(): SettingsState {
    return { settings: this.#settings, file: this.#store.file, problem: this.#problem, running: this.#running }
  }

  /** Start-up tells what it has made of the settings and the flags. */
  nowRunning(running: Partial<Running>): void {
    this.#running = { ...this.#running, ...running }
    this.#changed.emit()
  }

  /** Now, and whenever something changes; changes in a row may be told as one. */
  async *watch(signal: AbortSignal): AsyncGenerator<SettingsState, void> {
    let wake = (): void => {}
    let isNews = true
    const stopListening = this.#changed.on(() => ((isNews = true), wake()))
    const onAbort = (): void => wake()
    signal.addEventListener('abort', onAbort)
    try {
      while (!signal.aborted) {
        if (!isNews) await new Promise<void>((resolve) => (wake = resolve))
        if (signal.aborted) return
        isNews = false
        yield this.state
      }
    } finally {
      stopListening()
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** Rejects INVALID_INPUT for what could not be in force, and where the file cannot be written; then nothing has changed. */
  async change(change: SettingsChange): Promise<SettingsState> {
    if (change.timeZone !== undefined) refuseUnknownZone(change.timeZone)
    if (change.dataFolder) await this.#refuseUnusable(change.dataFolder)
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Settings>
    return this.#apply((settings) => ({ ...settings, ...given }))
  }

  async reset(): Promise<SettingsState> {
    return this.#apply(() => DEFAULT_SETTINGS)
  }

  dismissProblem(): SettingsState {
    this.#problem = null
    this.#changed.emit()
    return this.state
  }

  /** One change at a time, each on what the one before has stored. */
  async #apply(update: (settings: Settings) => Settings): Promise<SettingsState> {
    const changed = this.#changing.then(async () => this.#put(update(this.#settings)))
    // A change that failed is told to its caller; the next one is tried all the same.
    this.#changing = changed.catch(() => {})
    return changed
  }

  async #put(settings: Settings): Promise<SettingsState> {
    try {
      await this.#store.save(settings)
      this.#settings = settings
      this.#changed.emit()
      return this.state
    } catch (error) {
      const message = `The settings cannot be written to "${this.#store.file}" (${fileTrouble(error)}), so nothing was changed.`
      throw invalidInput('file', message, 'Give this user write access to that folder, then try again.')
    }
  }

  async #refuseUnusable(path: string): Promise<void> {
    if (!isAbsolute(path)) throw invalidInput('dataFolder', `"${path}" is not an absolute path.`, 'Give the whole path of a folder on a local disk.')
    try {
      await this.#options.checkDataFolder(path)
    } catch (error) {
      throw invalidInput('dataFolder', `Data folder "${path}" cannot be used (${fileTrouble((error as Error).cause ?? error)}).`, 'Choose a folder that this user may write to.')
    }
  }
}

function refuseUnknownZone(zone: string): void {
  if (zone === 'local') return
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw invalidInput('timeZone', `"${zone}" is not a time zone that this computer knows.`, 'Use "local", "UTC" or a name such as "Europe/Berlin".')
  }
}
