// The settings until the core has told them: as they were the last time in this browser, or the defaults.
import type { Settings } from '../../core/contract/settings.ts'
import { fits } from '../ui/view-store.ts'

/** The contract's own defaults; imported from there, they would bring its schemas into the page. */
export const FIRST_SETTINGS: Settings = {
  theme: 'system',
  timeZone: 'local',
  pageSize: 200,
  tailRows: 10_000,
  armMinutes: 10,
  kafkaPort: null,
  webPort: null,
  kafkaProtocol: 'PLAINTEXT',
  kafkaAcls: false,
  dataFolder: null,
  kafkaRelease: null,
  durability: 'flush',
  shortcuts: {},
}

const NAME = 'headwater.settings'

/** A copy for the first paint: what counts is what the core says a moment later. */
export function rememberedSettings(kept: Pick<Storage, 'getItem'>): Settings {
  try {
    const value: unknown = JSON.parse(kept.getItem(NAME) ?? 'null')
    return value !== null && fits(value, FIRST_SETTINGS) ? { ...FIRST_SETTINGS, ...(value as Settings) } : FIRST_SETTINGS
  } catch {
    // Written by hand, or by something else.
    return FIRST_SETTINGS
  }
}

export function rememberSettings(kept: Pick<Storage, 'setItem'>, settings: Settings): void {
  try {
    kept.setItem(NAME, JSON.stringify(settings))
  } catch {
    // No room: then the next first paint follows the system.
  }
}
