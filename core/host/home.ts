// The folders of one Headwater: its home with the settings, and the folder of the broker's data, which the settings may put elsewhere.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import { SettingsService } from '../services/settings-service.ts'
import { createWritable, type DataFolder, openDataFolder, type Reachable } from './data-folder.ts'
import { StartupError } from './startup-error.ts'

export interface Home {
  readonly directory: string
  readonly dataFolder: string
  readonly settings: SettingsService
  publish(reachable: Reachable): Promise<void>
  /** Lets the next one in, to both folders. */
  close(): Promise<void>
}

/** Owns both folders until it is closed. Rejects StartupError. */
export async function openHome(directory: string, mayMoveData: boolean, platform: { clock: Clock; logger: Logger }): Promise<Home> {
  const home = await openDataFolder(directory)
  try {
    const settings = await SettingsService.load({ ...platform, directory: home.directory, checkDataFolder: createWritable })
    const elsewhere = mayMoveData ? settings.current.dataFolder : null
    const data = elsewhere === null ? home : await openChosen(elsewhere, settings.file, home.directory)
    const folders = data === null || data === home ? [home] : [data, home]
    return {
      directory: home.directory,
      dataFolder: (data ?? home).directory,
      settings,
      async publish(reachable) {
        for (const folder of folders) await folder.publish(reachable)
      },
      async close() {
        for (const folder of folders) await folder.close()
      },
    }
  } catch (error) {
    await home.close()
    throw error
  }
}

/** null: it is the home itself. A person who cannot start needs to know who has chosen this folder. */
async function openChosen(path: string, settingsFile: string, home: string): Promise<DataFolder | null> {
  try {
    if ((await createWritable(path)) === home) return null
    return await openDataFolder(path)
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    throw new StartupError(`${error.message} It is the "dataFolder" of "${settingsFile}".`, { cause: error })
  }
}
